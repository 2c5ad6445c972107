import MemoryMeasures

/// What became of a run, as it is kept in memory and in journals.
enum StoredRecord: Hashable, Sendable {
  /// The bytes of its columns, one after the other.
  case row([UInt8])
  case failed(String)
}

/// Makes rows of bytes of what runs of a plan found, and that of rows again: the values of every column of which
/// values are made, in their order, little-endian.
///
/// Equal bytes are equal records, since what is not a number is always the same one.
struct RecordFormat<M: Measure>: Sendable {
  /// Of which values are made.
  private let columns: [Column<M.Value>]
  /// Values of each in a row, and where they begin.
  private let counts: [Int]
  private let starts: [Int]
  /// Of a row.
  let byteCount: Int
  /// So many are made values of together as caches hold.
  var rowsAtOnce: Int { max(1, min(1_024, (1 << 20) / max(1, byteCount))) }
  private let settings: M.Settings
  /// A value of every precision, and the runs of a place on their axis.
  private let blanks: [M.Value]
  private let repeats: Int

  init(_ plan: Plan<M>) {
    columns = plan.columns.filter { $0.restore != nil }
    counts = columns.map(\.count)
    var byteCount = 0
    starts = columns.map { column in
      defer { byteCount += column.count * column.kind.byteCount }
      return byteCount
    }
    self.byteCount = byteCount
    settings = plan.settings
    blanks = plan.precisions.map { M.blank(plan.settings, in: $0) }
    repeats = plan.layout.repeats
  }

  func stored(_ record: Record<M.Value>) -> StoredRecord { stored([record])[0] }

  func stored(_ records: [Record<M.Value>]) -> [StoredRecord] {
    let values = records.compactMap { $0.value }
    var rows = [UInt8](repeating: 0, count: values.count * byteCount)
    for index in columns.indices {
      let found = columns[index].values(values)
      found.spread(over: &rows, runs: values.count, from: starts[index], apart: byteCount)
    }
    var end = 0
    return records.map { record in
      if case .failed(let reason) = record { return .failed(reason) }
      end += byteCount
      return .row(Array(rows[end - byteCount..<end]))
    }
  }

  /// Values of runs at these places into which columns are restored.
  func blanks(at places: [Int]) -> [M.Value] {
    // The axis of precisions is the last but that of repeats.
    places.map { blanks[blanks.count == 1 ? 0 : $0 / repeats % blanks.count] }
  }

  /// The values of rows, by their numbers.
  ///
  /// - Parameters:
  ///   - rows: one after the other.
  ///   - places: of their runs in the plan.
  /// - Returns: nil if one is a row that no run at its place can have.
  func values(_ rows: [UInt8], _ numbers: [Int], at places: [Int]) -> [M.Value]? {
    var values = blanks(at: places)
    for index in columns.indices {
      let found = self.values(index, rows, runs: numbers.count) { numbers[$0] }
      guard columns[index].restore?(found, &values) ?? true else { return nil }
    }
    return values
  }

  /// Whether runs at these places can have found this. Failures they always can.
  func accepts(_ records: [StoredRecord], at places: [Int]) -> Bool {
    var (rows, rowPlaces): ([UInt8], [Int]) = ([], [])
    for (record, place) in zip(records, places) {
      guard case .row(let row) = record else { continue }
      guard row.count == byteCount else { return false }
      rows += row
      rowPlaces.append(place)
    }
    let found = values(rows, Array(rowPlaces.indices), at: rowPlaces)
    return found.map { $0.allSatisfy { M.accepts($0, settings: settings) } } ?? false
  }

  /// What runs have in a column; nil for one of which nothing is kept.
  ///
  /// - Parameter number: of a run's row; below 0 where what stands for none is asked for.
  func values(
    of column: Column<M.Value>, _ rows: [UInt8], runs: Int, number: (Int) -> Int
  ) -> ColumnValues? {
    columns.firstIndex { $0.name == column.name }.map { values($0, rows, runs: runs, number: number) }
  }

  private func values(_ column: Int, _ rows: [UInt8], runs: Int, number: (Int) -> Int) -> ColumnValues {
    columns[column].kind.gathered(
      of: rows, apart: byteCount, from: starts[column], count: counts[column], runs: runs, number: number)
  }
}

extension ColumnKind {
  /// Of a value.
  var byteCount: Int {
    switch self {
    case .flag: 1
    case .count, .single: 4
    case .number: 8
    }
  }

  /// So many values of the row of every run, by its number; rows lie so many bytes apart, the values of each behind so many.
  fileprivate func gathered(
    of rows: [UInt8], apart byteCount: Int, from start: Int, count: Int, runs: Int, number: (Int) -> Int
  ) -> ColumnValues {
    func gathered<Value: BitwiseCopyable>(missing: Value) -> [Value] {
      [Value](unsafeUninitializedCapacity: runs * count) { values, filled in
        rows.withUnsafeBytes { rows in
          for run in 0..<runs {
            let number = number(run)
            for place in 0..<count {
              let first = number * byteCount + start + place * MemoryLayout<Value>.size
              values[run * count + place] =
                number < 0 ? missing : rows.loadUnaligned(fromByteOffset: first, as: Value.self)
            }
          }
        }
        filled = runs * count
      }
    }
    return switch self {
    case .flag: .flags(gathered(missing: Self.missingFlag))
    case .count: .counts(gathered(missing: Self.missingCount))
    case .single: .singles(gathered(missing: .nan))
    case .number: .numbers(gathered(missing: .nan))
    }
  }
}

extension ColumnValues {
  /// Puts the values of so many runs into rows that lie so many bytes apart, those of the first run behind so many bytes.
  func spread(over rows: inout [UInt8], runs: Int, from start: Int, apart byteCount: Int) {
    func spread<Value: BitwiseCopyable>(_ values: [Value]) {
      let (size, count) = (MemoryLayout<Value>.size, values.count / max(1, runs))
      rows.withUnsafeMutableBytes { rows in
        for run in 0..<runs {
          for place in 0..<count {
            rows.storeBytes(
              of: values[run * count + place], toByteOffset: run * byteCount + start + place * size,
              as: Value.self)
          }
        }
      }
    }
    switch self {
    case .flags(let values): spread(values)
    case .counts(let values): spread(values)
    case .singles(let values): spread(values.map { $0.isNaN ? .nan : $0 })
    case .numbers(let values): spread(values.map { $0.isNaN ? .nan : $0 })
    }
  }
}
