import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

@Suite struct MemorizationPlanTests {
  private typealias Trainings = MemorizationExample

  @Test func theArticlesGridHasTenThousandTrainings() {
    #expect(MemorizationGrid.article.runCount == 10_000)
    #expect(Set(MemorizationGrid.article.coordinates).count == 10_000)
  }

  @Test func runsComeInTheOrderOfTheAxes() throws {
    let grid = try Trainings.plan().grid
    #expect(grid.shape == [2, 2, 2, 3, 2])
    let runs = grid.coordinates
    #expect(runs.count == 48)
    #expect(runs[0] == Trainings.run())
    #expect(runs[1] == Trainings.run(repeat: 1))
    #expect(runs[2] == Trainings.run(position: 4))
    #expect(runs[6] == Trainings.run(hidden: 5))
    #expect(runs[12] == Trainings.run(layers: 2))
    #expect(runs[24] == Trainings.run(.gru))
    #expect(grid.gridCells.map(\.position).prefix(4) == [1, 4, 9, 1])
  }

  @Test func whatIsOutOfRangeIsRefusedByName() throws {
    #expect(throws: GridError.outOfRange(.position, 0)) { try MemorizationGrid(positions: [1, 0]) }
    #expect(throws: GridError.emptyAxis(.cell)) { try MemorizationGrid(cells: []) }
    #expect(throws: GridError.repeatedValue(.layers, "2")) { try MemorizationGrid(layers: [2, 1, 2]) }
    #expect(throws: GridError.tooManyRuns(2e8, of: MemorizationGrid.axes)) {
      try MemorizationGrid(repeats: 100_000)
    }
    for loss in [0, -1, Double.infinity] {
      #expect(throws: MemorizationPlanError.learnedBelow(loss)) { try Trainings.plan(learnedBelow: loss) }
    }
    #expect(throws: PlanError.gain(-1)) {
      var recipe = Initialization(.pytorch)
      recipe.gain = -1
      _ = try MemorizationPlan(grid: .article, settings: .standard, initialization: recipe)
    }
  }

  @Test func whatIsStoredIsReadAgain() throws {
    let plan = try Trainings.plan(seed: .max, curveEpochs: [1, 12])
    let read = try CanonicalJSON.decode(MemorizationPlan.self, from: CanonicalJSON.encode(plan))
    #expect(read == plan)
    #expect(read.fingerprint == plan.fingerprint)
  }

  @Test func whatIsStoredIsChecked() throws {
    let text = String(decoding: try CanonicalJSON.encode(Trainings.plan()), as: UTF8.self)
    for (good, bad) in [("\"batchSize\":8", "\"batchSize\":0"), ("\"positions\":[1,", "\"positions\":[0,")] {
      #expect(text.contains(good))
      #expect(throws: (any Error).self) {
        try CanonicalJSON.decode(MemorizationPlan.self, from: text.replacing(good, with: bad).utf8)
      }
    }
  }

  /// The number was computed when the field was added: it must never change, or stored results lose their plan.
  @Test func everySettingIsInTheFingerprint() throws {
    let plan = try Trainings.plan()
    let others = try [
      Trainings.plan(seed: 8), Trainings.plan(curveEpochs: [12]), Trainings.plan(positions: [1, 4]),
      Trainings.plan(learnedBelow: 0.2),
    ]
    #expect(Set((others + [plan]).map(\.fingerprint)).count == 5)
    #expect(others.map { plan.firstDifference(from: $0) } == [.seed, .curves, .positions, .learnedBelow])

    func differing(_ change: (inout MemorizationSettings) -> Void) throws -> PlanField? {
      var settings = plan.settings
      change(&settings)
      let other = try MemorizationPlan(grid: plan.grid, settings: settings, seed: plan.seed)
      return plan.firstDifference(from: other)
    }
    #expect(try differing { $0.lengths = 4...7 } == .length)
    #expect(try differing { $0.lengthDraw = .sequence } == .lengthPer)
    #expect(try differing { $0.epochs = 13 } == .epochs)
    #expect(try differing { $0.updatesPerEpoch = 2 } == .updatesPerEpoch)
    #expect(try differing { $0.batchSize = 9 } == .batchSize)
    #expect(try differing { $0.learningRate = 0.06 } == .learningRate)
    #expect(try differing { $0.truncation = 3 } == .truncate)
    #expect(try differing { $0.evaluationSequences = 33 } == .evaluationSequences)
  }

  @Test func everyTrainingHasStreamsOfItsOwn() throws {
    let plan = try Trainings.plan()
    let streams = plan.coordinates.flatMap { [plan.networkStream($0), plan.taskStream($0)] }
    #expect(Set(streams).count == 96)
  }

  @Test func costsGrowWithTheNetwork() throws {
    let plan = try Trainings.plan()
    let small = plan.cost(of: Trainings.run())
    #expect(plan.cost(of: Trainings.run(hidden: 5)) > small)
    #expect(plan.cost(of: Trainings.run(layers: 2)) > 2 * small)
    #expect(plan.cost(of: Trainings.run(.gru)) > 2 * small)
    // Nothing to learn, nothing to do.
    #expect(plan.cost(of: Trainings.run(position: 9)) == 0)
  }

  @Test func whatNoTrainingCanHaveFoundIsNotAccepted() throws {
    let plan = try Trainings.plan(curveEpochs: [12])
    func record(
      _ loss: Double, _ outcome: MemorizationOutcome, _ epochs: Int, _ curve: [Float] = [0.1]
    ) -> MemorizationRecord {
      MemorizationRecord(loss: loss, outcome: outcome, epochs: epochs, curve: curve)
    }
    #expect(plan.accepts(record(0.2, .trained, 12)))
    #expect(plan.accepts(record(.nan, .diverged, 5)))
    #expect(plan.accepts(record(.nan, .noTarget, 0)))
    #expect(!plan.accepts(record(-0.1, .trained, 12)))
    #expect(!plan.accepts(record(0.2, .trained, 11)))
    #expect(!plan.accepts(record(0.2, .trained, 12, [])))
    #expect(!plan.accepts(record(0.2, .diverged, 5)))
    #expect(!plan.accepts(record(.nan, .diverged, 13)))
    #expect(!plan.accepts(record(.nan, .noTarget, 1)))
  }
}
