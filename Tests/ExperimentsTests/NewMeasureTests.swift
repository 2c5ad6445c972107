import HDF5
import HDF5Reading
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// A measure that is declared nowhere but here goes the whole way.
@Suite struct NewMeasureTests {
  /// The mean of a network's weights, times a factor.
  enum MeanWeight: Measure {
    struct Settings: SettingGroup {
      var factor = 2
      var shift = 0
      static let standard = Settings()
      static let settings: [Setting<Settings>] = [
        .whole("factor", \.factor, in: 1...9, "Factor on the mean."),
        .whole("shift", \.shift, in: 0...9, "Added to it.").added(formerly: .whole(0)),
      ]
    }

    struct Value: Sendable { var mean: Double }

    enum Failure: RunFailure {
      case empty
      var reason: String { "no weights" }
    }

    static let name = "mean-weight"
    static let title = "Means of weights"
    static let arithmeticRevision = 1
    static let offer = NetworkOffer(repeats: 3)

    static func columns(_ settings: Settings) -> [Column<Value>] {
      [.number("mean", \.mean, "mean of the weights, times the factor")]
    }
    static func blank(_ settings: Settings) -> Value { Value(mean: .nan) }
    static func statistics(_ settings: Settings) -> [Statistic<Value>] {
      [.number("largest_mean", "largest of the means") { $0.map(\.mean).max() ?? .nan }]
    }
    static func cost(_ shape: NetworkShape, at point: [Int], settings: Settings) -> Double {
      shape.parameterCount
    }
    static func bytes(_ shape: NetworkShape, runs: Int, settings: Settings, precision: Precision) -> Double {
      1_000
    }
    static func inputPath(_ run: Run, inputSize: Int, settings: Settings) -> [UInt64] { [99] }
    static func inputs<Scalar: NetworkScalar>(
      of index: Int, in lineup: Lineup<MeanWeight, Scalar>
    ) -> [RunInput<Scalar>] { [] }

    static func measure<Scalar: NetworkScalar>(
      _ lineup: Lineup<MeanWeight, Scalar>, completed: (Int, Result<Value, Failure>) -> Void
    ) throws(CancellationError) {
      for index in lineup.runs.indices {
        if lineup.isCancelled() { throw CancellationError() }
        let weights = RecurrentNetwork<Double>(rounding: lineup.network(index)).layers[0].inputKernel
        let mean = weights.reduce(0, +) / Double(weights.count)
        completed(index, .success(Value(mean: Double(lineup.settings.factor) * mean)))
      }
    }
  }

  private func plan(factor: Int = 3) throws -> Plan<MeanWeight> {
    try Plan(
      subjects: .drawn(Example.grid()), repeats: 3, settings: .init(factor: factor), seed: 5,
      precision: .float64)
  }

  private func reader(_ path: String) throws -> ResultsReader {
    ResultsReader(path: path, labelled: try LabelledResults(bytes(of: path), path: path))
  }

  @Test func goesTheWholeWay() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.h5")
    let plan = try plan()
    #expect(try plan.runCount == 24 && plan.stored() == plan)
    #expect(plan.firstDifference(from: try self.plan(factor: 4)) == "factor")
    #expect(refusedKey { try self.plan(factor: 10) } == "factor")
    #expect(Experiment<MeanWeight>.settings.contains { $0.key == "factor" })

    let results = try Sweep(
      plan: plan, output: path, jobs: 2, provenance: Example.provenance, prober: Prober(plan)
    ).run()
    #expect(results.isComplete && folder.names == ["x.h5"])
    let run = plan.runs[7]
    let kernel = try Prober(plan).network(run, in: Double.self).layers[0].inputKernel
    #expect(results.records[run]?.value?.mean == 3 * (kernel.reduce(0, +) / Double(kernel.count)))

    let found = try reader(path).results(of: MeanWeight.self)
    #expect(found.plan == plan && plan.agree(found.records, results.records))
    #expect(try reader(path).provenance().commandLine == Example.provenance.commandLine)
    let root = StoredObject(file: path)
    #expect(try root.attribute("factor", as: Int64.self) == [3])
    #expect(try root.dataset("mean").shape() == [2, 1, 2, 2, 3])
    #expect(try root.dataset("largest_mean").shape() == [2, 1, 2, 2])
    #expect(
      try labelled(results).variable("mean")?.text("long_name") == "mean of the weights, times the factor")

    // Measures that are not in the list are not opened.
    #expect(throws: ResultsFileError.malformed(path: path, .format("memprobe mean-weight"))) {
      try Document(reading: path)
    }
  }

  @Test func resumesFromItsJournal() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.h5")
    let plan = try plan()
    let whole = try Sweep(
      plan: plan, output: folder.path("whole.h5"), jobs: 1, provenance: Example.provenance,
      prober: Prober(plan)
    ).run()
    do {
      let journal = try Journal(JournalPath.of(path), plan: plan, shard: .whole, overwrites: false)
      try journal.begin()
      for run in plan.runs.prefix(9) { try journal.append(run, #require(whole.records[run])) }
      try journal.append(plan.runs[9], .failed(reason: MeanWeight.Failure.empty.reason))
    }
    let contents = try JournalContents<MeanWeight>(bytes(of: JournalPath.of(path)), path: path)
    #expect(contents.records.count == 10)
    let resumed = try Sweep(
      plan: plan, output: path, jobs: 1, provenance: Example.provenance, prober: Prober(plan)
    ).run()
    #expect(resumed.failed.map(\.run) == [plan.runs[9]])
    #expect(
      plan.agree(
        resumed.records.filter { $0.key != plan.runs[9] }, whole.records.filter { $0.key != plan.runs[9] }))
  }

  /// Plans, results and journals from before there was a setting stay what they are.
  @Test func aSettingThatIsAdded() throws {
    func plan(shift: Int) throws -> Plan<MeanWeight> {
      try Plan<MeanWeight>(
        subjects: .drawn(NetworkGrid(cells: [.rnn], hiddenSizes: [2], inputSizes: [1])),
        settings: MeanWeight.Settings(shift: shift))
    }
    let (before, shifted) = try (plan(shift: 0), plan(shift: 3))
    let (text, shiftedText) = try (CanonicalJSON.encode(before), CanonicalJSON.encode(shifted))
    #expect(!String(decoding: text, as: UTF8.self).contains("shift"))
    #expect(String(decoding: shiftedText, as: UTF8.self).contains("shift"))
    #expect(before.fingerprint != shifted.fingerprint && before.firstDifference(from: shifted) == "shift")
    #expect(try CanonicalJSON.decode(Plan<MeanWeight>.self, from: text[...]) == before)
    #expect(try CanonicalJSON.decode(Plan<MeanWeight>.self, from: shiftedText[...]) == shifted)
  }
}
