import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct RunWordsTests {
  private func plan(
    cells: [CellType], hiddenSizes: [Int], inputSizes: [Int], layers: [Int] = [1], repeats: Int
  ) throws -> Plan<Divergence> {
    let grid = NetworkGrid(cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: inputSizes)
    return try Plan(subjects: .drawn(grid), repeats: repeats, settings: .standard)
  }

  private func comparison() throws -> Plan<Divergence> {
    let networks = ["a", "b"].map { name in
      GivenNetwork(
        name: name, path: name,
        network: RecurrentNetwork<Double>(
          shape: NetworkShape(cell: .lstm, inputSize: 1, hiddenSize: 2),
          initialization: Initialization(.keras),
          stream: RandomStream(seed: 1)))
    }
    return try Plan(
      subjects: .given(networks, twinKinds: [.keras, .shuffled], twins: 9), repeats: 5, settings: .standard)
  }

  @Test func runsOfGrids() throws {
    let plan = try plan(cells: [.lstm], hiddenSizes: [8], inputSizes: [4], layers: [1, 2], repeats: 4)
    let labels = plan.runs.map(plan.label)
    #expect(labels[3].words == "lstm, 1 layer, hidden size 8, input size 4, repeat 3")
    #expect(labels[4].words == "lstm, 2 layers, hidden size 8, input size 4, repeat 0")
  }

  @Test func runsOfMeasuresWithAxesOfTheirOwn() throws {
    let trainings = try Plan<Memorization>(
      subjects: .drawn(Memorization.offer.grid), settings: .standard)
    let position = Run(
      .drawn(NetworkShape(cell: .rnn, layers: 2, inputSize: 1, hiddenSize: 8)), at: [3], repeat: 1)
    #expect(trainings.label(of: position).words == "rnn, 2 layers, hidden size 8, position 4, repeat 1")
    let capacities = try Plan<Capacity>(subjects: .drawn(Capacity.offer.grid), settings: .standard)
    let esn = Run(.drawn(NetworkShape(cell: .esn, inputSize: 1, hiddenSize: 50)), repeat: 3)
    #expect(capacities.label(of: esn).words == "esn, 1 layer, hidden size 50, repeat 3")
  }

  @Test func runsOfGivenNetworks() throws {
    let plan = try comparison()
    #expect(plan.label(of: Run(.given("a"), repeat: 3)).words == "a, trained, pair 3")
    #expect(
      plan.label(of: Run(.twin(of: "a", .shuffled, number: 8), repeat: 0)).words
        == "a, shuffled, twin 8, pair 0")
  }

  // MARK: Missing runs

  @Test func nothingIsMissing() {
    #expect(MissingRuns([]).isEmpty)
  }

  @Test func runsAreGrouped() throws {
    let plan = try plan(cells: [.lstm], hiddenSizes: [1, 8], inputSizes: [1, 2, 4], repeats: 4)
    let missing = plan.runs.filter { run in
      guard case .drawn(let shape) = run.subject, shape.hiddenSize == 8 else { return false }
      return shape.inputSize < 4 ? run.repeatIndex != 2 : run.repeatIndex == 0
    }
    #expect(!MissingRuns(missing.map(plan.label)).isEmpty)
    #expect(
      MissingRuns(missing.map(plan.label)).sentence == """
        7 runs of the plan are in no part:
          lstm, 1 layer, hidden size 8: input sizes 1, 2 (repeats 0-1, 3); input size 4 (repeat 0)
        """)
  }

  @Test func aSingleRun() throws {
    let plan = try plan(cells: [.gru], hiddenSizes: [3], inputSizes: [5], layers: [2], repeats: 8)
    #expect(
      MissingRuns([plan.label(of: plan.runs[7])]).sentence == """
        1 run of the plan is in no part:
          gru, 2 layers, hidden size 3: input size 5 (repeat 7)
        """)
  }

  @Test func moreThanTwentyLinesAreCounted() throws {
    let plan = try plan(cells: [.rnn], hiddenSizes: Array(1...23), inputSizes: [1], repeats: 2)
    let lines = MissingRuns(plan.runs.map(plan.label)).sentence.split(separator: "\n")
    #expect(lines.count == 22)
    #expect(lines.first == "46 runs of the plan are in no part:")
    #expect(lines[20] == "  rnn, 1 layer, hidden size 20: input size 1 (repeats 0-1)")
    #expect(lines.last == "  and 6 more runs")
  }

  @Test func missingRunsOfGivenNetworks() throws {
    let plan = try comparison()
    let runs =
      [
        Run(.given("a"), repeat: 0), Run(.given("a"), repeat: 1),
      ] + (2...5).map { Run(.twin(of: "a", .keras, number: $0), repeat: 4) } + [Run(.given("b"), repeat: 4)]
    #expect(
      MissingRuns(runs.map(plan.label)).sentence == """
        7 runs of the plan are in no part:
          a, trained: pairs 0-1
          a, keras: twins 2-5 (pair 4)
          b, trained: pair 4
        """)
  }
}
