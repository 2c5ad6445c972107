import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

func committedNetwork(_ path: String) throws -> RecurrentNetwork<Double> {
  try NetworkFile(path: Repository.path(path)).network()
}

/// The committed results are those of the present engine.
@Suite struct ReferenceResultsTests {
  private typealias Trainings = MemorizationExample

  private func reference<M: Measure>(_ name: String, _: M.Type) throws -> Results<M> {
    try read(Repository.path("results/\(name).h5"), M.self)
  }

  /// Measures runs anew: bit for bit what the results have.
  private func expectSame<M: Measure>(
    _ reference: Results<M>, _ runs: [Run], networks: [RecurrentNetwork<Double>] = []
  ) throws {
    var found: [Run: Record<M.Value>] = [:]
    try Prober(reference.plan, networks: networks).measure(runs, threads: 1, isCancelled: { false }) {
      found[$0] = Record($1)
    }
    #expect(found.count == runs.count)
    #expect(reference.plan.agree(found, reference.records.filter { runs.contains($0.key) }))
  }

  @Test(arguments: [
    "divergence", "compare", "capacity", "recall", "memorize", "memorize-rnn-5", "memorize-lstm-5",
    "memorize-cells", "memorize-fixed-length", "memorize-networks", "memorize-pytorch",
  ])
  func areThereWhole(name: String) throws {
    let results = try Document(reading: Repository.path("results/\(name).h5")).results
    expectWhole(results)
  }

  private func expectWhole(_ results: some AnyResults) {
    #expect(results.typed.isComplete && results.typed.failed.isEmpty)
  }

  // MARK: Divergence

  @Test func theDefaultExperimentIsThereWhole() throws {
    let plan = try reference("divergence", Divergence.self).plan
    #expect(try plan == Example.article())
    let compared = try reference("compare", Divergence.self).plan
    #expect(compared.subjects.given.count == 4 && compared.subjects.twinKinds.contains(.shuffled))
  }

  /// The runs that end soon, drawn and measured anew.
  @Test(arguments: [1, 4, 128]) func smallNetworksComeOutTheSame(inputSize: Int) throws {
    let reference = try reference("divergence", Divergence.self)
    let runs = reference.plan.runs.filter { run in
      guard case .drawn(let shape) = run.subject else { return false }
      return shape.inputSize == inputSize && shape.hiddenSize <= 16 && run.repeatIndex == 7
    }
    #expect(runs.count == 10)
    try expectSame(reference, runs)
  }

  /// The runs that end soon, of the network itself and of twins of each kind that is freshly drawn.
  @Test func comparedNetworksComeOutTheSame() throws {
    let reference = try reference("compare", Divergence.self)
    let networks = try reference.plan.subjects.given.map { try committedNetwork($0.path) }
    let name = "adding-pytorch-lstm32.safetensors"
    let runs = reference.plan.runs.filter { run in
      switch run.subject {
      case .given(name): run.repeatIndex < 3
      case .twin(of: name, let kind, let number):
        kind != .shuffled && run.repeatIndex < 3 && (number ?? 0) < 3
      default: false
      }
    }
    #expect(runs.count >= 12)
    try expectSame(reference, runs, networks: networks)
  }

  // MARK: Memorization

  @Test(
    arguments: [
      ("memorize", Trainings.run(hidden: 5, repeat: 2), 4),
      ("memorize", Trainings.run(layers: 5, hidden: 3), 7),
      ("memorize-rnn-5", Trainings.run(hidden: 5, repeat: 4), 10),
      ("memorize-lstm-5", Trainings.run(.lstm, hidden: 5), 3),
      ("memorize-cells", Trainings.run(.gru, layers: 2, hidden: 4, repeat: 9), 2),
      ("memorize-fixed-length", Trainings.run(hidden: 7), 10),
    ] as [(String, Run, Int)])
  func trainingsComeOutTheSame(name: String, run: Run, position: Int) throws {
    let reference = try reference(name, Memorization.self)
    let place = try #require(reference.plan.settings.positions.firstIndex(of: position))
    let run = Run(run.subject, at: [place], repeat: run.repeatIndex)
    #expect(reference.records[run] != nil)
    try expectSame(reference, [run])
  }

  /// Illium et al. 2022: no network remembers more positions than N - (l - 1), of N cells in l layers. One does, by one.
  @Test func theBorderIsWithinTheBound() throws {
    let reference = try reference("memorize", Memorization.self)
    let settings = reference.plan.settings
    var beyond: [NetworkShape: Int] = [:]
    for shape in try #require(reference.plan.subjects.grid).shapes {
      let statistics = settings.positions.indices.map {
        MemorizationStatistics(
          reference.measured(.drawn(shape), at: [$0]), isLearned: settings.isLearned)
      }
      let border = try #require(MemorizationStatistics.border(statistics, at: settings.positions))
      let bound = shape.layers * shape.hiddenSize - (shape.layers - 1)
      if border > bound { beyond[shape] = border - bound }
    }
    #expect(beyond == [NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 13): 1])
  }

  // MARK: Capacity

  @Test func capacitiesAreBelowTheUnits() throws {
    let reference = try reference("capacity", Capacity.self)
    for (subject, _) in reference.plan.cells {
      let units = reference.plan.outline(of: subject).outputSize
      let statistics = CapacityStatistics(reference.measured(subject).map(\.shown))
      #expect(statistics.meanCapacity < Double(units))
    }
  }

  /// To the digits that every processor gives.
  @Test(arguments: [CellType.esn, .lstm]) func capacitiesComeOutTheSame(cell: CellType) throws {
    let reference = try reference("capacity", Capacity.self)
    let run = Run(.drawn(NetworkShape(cell: cell, inputSize: 1, hiddenSize: 10)), repeat: 7)
    let expected = try #require(reference.records[run]?.value)
    var found: CapacityMeasurement?
    try Prober(reference.plan).measure([run], threads: 1, isCancelled: { false }) { _, result in
      found = try? result.get()
    }
    let measured = try #require(found)
    func expectSame(_ new: [Double], _ old: [Double]) {
      #expect(zip(new, old).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    expectSame(measured.uncorrectedFunction, expected.uncorrectedFunction)
    expectSame(measured.noiseFloor, expected.noiseFloor)
    guard expected.isCorrected else { return }
    expectSame(measured.memoryFunction, expected.memoryFunction)
    expectSame([measured.standardError], [expected.standardError])
  }
}
