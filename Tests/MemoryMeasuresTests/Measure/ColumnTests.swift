import Testing

@testable import MemoryMeasures

@Suite struct ColumnTests {
  /// Whatever a run finds comes back from its columns, bit for bit; what follows from others follows again.
  @Test(arguments: exampleMeasures) func columnsRestoreWhatTheyWereMadeOf(measure: any ExampleMeasure.Type)
    throws
  {
    func check<M: ExampleMeasure>(_: M.Type) throws {
      let settings = try M.exampleSettings()
      let columns = M.columns(settings)
      #expect(Set(columns.map(\.name)).count == columns.count)
      for seed in 0..<50 as Range<UInt64> {
        var numbers = ExampleNumbers(seed)
        let values = (0..<seed % 4).map { _ in M.example(settings, &numbers) }
        #expect(values.allSatisfy { M.accepts($0, settings: settings) }, "\(values)")
        var restored = values.map { _ in M.blank(settings) }
        for column in columns {
          let stored = column.values(values)
          #expect(stored.count == values.count * column.count)
          if let restore = column.restore { #expect(restore(stored, &restored), "\(column.name)") }
          // Several at once are what each is by itself.
          var eachByItself = column.kind.noValues
          for value in values { eachByItself.append(column.values([value])) }
          #expect(stored.isIdentical(to: eachByItself))
        }
        // NaN is unequal to itself; a description is not.
        #expect("\(restored)" == "\(values)")
        for (value, restored) in zip(values, restored) {
          #expect(M.areIdentical(restored, value, settings: settings))
          #expect(M.accepts(restored, settings: settings))
        }
      }
    }
    try check(measure)
  }

  /// Values of every kind but its own, and flags without a meaning, are no column's.
  @Test(arguments: exampleMeasures) func otherValuesAreNotRestored(measure: any ExampleMeasure.Type) throws {
    func check<M: ExampleMeasure>(_: M.Type) throws {
      let settings = try M.exampleSettings()
      var value = [M.blank(settings)]
      for column in M.columns(settings) {
        guard let restore = column.restore else { continue }
        let missing = column.kind.missing(column.count)
        #expect(missing.count == column.count)
        for kind in [ColumnKind.count, .flag([]), .single, .number] {
          let other = kind.missing(column.count)
          guard "\(other)" != "\(missing)" else { continue }
          #expect(!restore(other, &value), "\(column.name)")
        }
        if case .flag = column.kind { #expect(!restore(missing, &value), "\(column.name)") }
      }
    }
    try check(measure)
  }

  @Test(arguments: exampleMeasures) func statisticsHaveAsManyValuesAsTheirAxesAskFor(
    measure: any ExampleMeasure.Type
  ) throws {
    func check<M: ExampleMeasure>(_: M.Type) throws {
      let settings = try M.exampleSettings()
      var numbers = ExampleNumbers(1)
      let values = (0..<3).map { _ in M.example(settings, &numbers) }
      let names = (M.columns(settings).map(\.name) + M.statistics(settings).map(\.name))
      #expect(Set(names).count == names.count)
      for count in 0...3 {
        for statistic in M.statistics(settings) {
          let found = statistic.values(Array(values.prefix(count)))
          #expect(found.count == statistic.count)
          // Of the kind that is said.
          var all = statistic.kind.noValues
          all.append(found)
          #expect(all.count == statistic.count)
        }
      }
    }
    try check(measure)
  }

  /// Runs without a value leave their places to what stands for none, and so does one that has too few numbers.
  @Test func whatIsNotThereIsMissing() {
    let axis = Axis("step", "step", .wholes([1, 2]))
    let columns: [Column<[Double]>] = [
      .numbers("path", \.self, along: axis, longName: ""), .derived("own", along: [axis], "") { $0 },
    ]
    for column in columns {
      let found = column.values([[1, 2], [3], [4, 5]], where: [false, true, true, false, true])
      guard case .numbers(let numbers) = found else {
        Issue.record("\(found)")
        continue
      }
      #expect("\(numbers)" == "[nan, nan, 1.0, 2.0, nan, nan, nan, nan, 4.0, 5.0]", "\(column.name)")
    }
  }

  // MARK: Values

  @Test func valuesOfRunsAreJoinedAndTakenApart() {
    var all = ColumnKind.number.noValues
    let odd = Double(nan: 5, signaling: false)
    all.append(.numbers([1, odd]))
    all.append(.numbers([-0.0, 2]))
    guard case .numbers(let numbers) = all else {
      Issue.record("not numbers")
      return
    }
    #expect(numbers.map(\.bitPattern) == [1, .nan, -0.0, 2].map(\.bitPattern))
    #expect(all[2..<4].isIdentical(to: .numbers([-0.0, 2])))
    #expect(!all[2..<4].isIdentical(to: .numbers([0, 2])))
    #expect(all[1..<2].isIdentical(to: .numbers([odd])))
    #expect(!ColumnValues.singles([1]).isIdentical(to: .numbers([1])))
    #expect(!ColumnValues.counts([1]).isIdentical(to: .counts([1, 2])))
    #expect(ColumnValues.flags([1, 0]).isIdentical(to: .flags([1, 0])))
  }
}
