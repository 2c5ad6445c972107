import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

/// The tables of drawn networks.
@Suite struct SizeTablesTests {
  @Test func finishedResults() throws {
    let plan = try Example.plan(cells: [.lstm], thresholds: [1e-1, 1e-6])
    let results = plan.results { run in
      .measured(
        Example.measurement(
          settled: CensoredSteps(steps: 80 * run.hiddenSize + run.repeatIndex, reached: true),
          thresholds: [
            CensoredSteps(steps: run.inputSize, reached: true),
            CensoredSteps(steps: 1_000 * run.hiddenSize, reached: true),
          ], outcome: .merged))
    }
    #expect(
      results.summary() == """
        LSTM: mean settled steps
        (shared steps until the outputs stay bit-identical; mean over 2 repeats)
        hidden size │ input size (values per step)
            (units) │   1    4
        ────────────┼─────────────────────────────
                  1 │  81   81
                  2 │ 161  161

        LSTM: mean steps to within 1e-6
        (shared steps until the outputs stay within 1e-6 of each other; mean over 2 repeats)
        hidden size │ input size (values per step)
            (units) │     1      4
        ────────────┼─────────────────────────────
                  1 │ 1,000  1,000
                  2 │ 2,000  2,000

        Outcomes: of 8 measured runs, 8 merged, 0 ended at the rounding floor, 0 diverged.

        """)
  }

  /// What several precisions have together says how many repeats each has, not how many the first one has.
  @Test func repeatsOfSeveralPrecisions() throws {
    let plan = try Plan<Divergence>(
      subjects: .drawn(NetworkGrid(cells: [.gru], layers: [1], hiddenSizes: [2, 4], inputSizes: [1])),
      repeats: 4, settings: Example.settings([0.1]), precisions: [.float32, .bfloat16])
    let results = plan.results { run in
      if run.point == [0] && run.repeatIndex < 2 { return .failed(reason: "output not finite") }
      let settled = CensoredSteps(steps: 50, reached: true)
      return .measured(Example.measurement(settled: settled, thresholds: [settled], outcome: .merged))
    }
    let text = results.summary()
    #expect(text.contains("(median over 2 to 4 of 4 repeats; columns are precisions)"), "\(text)")
    let sheet = try #require(results.figures().first).sheet
    #expect(sheet.explanation.contains("Median over 2 to 4 of 4 repeats;"), "\(sheet.explanation)")
    #expect(sheet.caption.contains("; 2 to 4 of 4 repeats per grid cell;"), "\(sheet.caption)")
    #expect(sheet.notes == "float32: Left out: 4 failed runs.")
  }

  @Test func censoredMissingAndFailedRuns() throws {
    let plan = try Example.plan(cells: [.gru], thresholds: [1e-3, 1e-4])
    let results = plan.results { run in
      if run.hiddenSize == 2 && run.repeatIndex == 1 {
        return run.inputSize == 4 ? nil : .failed(reason: "output not finite at shared step 0")
      }
      let reached = run.repeatIndex == 0 && run.inputSize == 1
      if run.hiddenSize == 2 && run.inputSize == 4 { return nil }
      return .measured(
        Example.measurement(
          settled: CensoredSteps(steps: reached ? 87 : 9_000, reached: reached),
          thresholds: [
            CensoredSteps(steps: 5, reached: true), CensoredSteps(steps: 9_000, reached: false),
          ], outcome: reached ? .merged : run.hiddenSize == 1 ? .roundingFloor : .diverged))
    }
    #expect(
      results.summary() == """
        GRU: mean settled steps · share that had settled
        (shared steps until the outputs stay bit-identical; mean over 1 to 2 of 2 repeats; \
        after the dot, the share of them that had settled)
        (≥ lower bound: at least one repeat had not settled before the last tenth of the 9,000 shared steps)
        (– no measured run)
        hidden size │ input size (values per step)
            (units) │            1             4
        ────────────┼─────────────────────────────
                  1 │ ≥4,543 · 0.5  ≥9,000 · 0.0
                  2 │     87 · 1.0             –

        GRU: mean steps to within 0.0001 · share that had come within 0.0001
        (shared steps until the outputs stay within 0.0001 of each other; mean over 1 to 2 of 2 repeats; \
        after the dot, the share of them that had come within 0.0001)
        (≥ lower bound: at least one repeat had not come within 0.0001 before the last tenth of the 9,000 \
        shared steps)
        (– no measured run)
        hidden size │ input size (values per step)
            (units) │            1             4
        ────────────┼─────────────────────────────
                  1 │ ≥9,000 · 0.0  ≥9,000 · 0.0
                  2 │ ≥9,000 · 0.0             –

        Outcomes: of 5 measured runs, 2 merged, 3 ended at the rounding floor, 0 diverged.
        Where runs end at the rounding floor, bit-identity measures float rounding; the steps to within a \
        threshold measure memory.
        Failed, and left out of every mean: 1 run.
          1 × output not finite at shared step 0
        Not in these results (yet): 2 runs.

        """)
  }

  /// Means over a run near its floor are marked, and survival tables count what is censored with the whole horizon.
  @Test func marksAndSurvival() throws {
    let plan = try Example.plan(cells: [.rnn], hiddenSizes: [64], thresholds: [1e-6])
    let results = plan.results { run in
      .measured(
        Example.measurement(
          settled: CensoredSteps(steps: 8_500, reached: false),
          thresholds: [CensoredSteps(steps: 100 + run.repeatIndex * 7_000, reached: true)],
          outcome: .roundingFloor,
          floor: DifferenceFloor(
            median: run.inputSize == 4 && run.repeatIndex == 1 ? 1e-7 : 1e-9, largest: 2e-7)))
    }
    let text = results.summary()
    #expect(
      text.contains(
        "(† less than 30 rounding floors above what never fades: rounding may decide these steps, in"))
    #expect(text.contains(" 64 │ 3,600  3,600†\n"))
    #expect(text.contains(" 64 │ ≥8,500 · 0.0  ≥8,500 · 0.0\n"))
    #expect(
      results.survival() == """
        RNN: until bit-identical for good: restricted mean steps · share censored
        (area under the Kaplan-Meier curve up to 9,000 shared steps: censored runs count with all of them)
        hidden size │ input size (values per step)
            (units) │           1            4
        ────────────┼─────────────────────────────
                 64 │ 9,000 · 1.0  9,000 · 1.0

        RNN: until within 1e-6 for good: restricted mean steps · share censored
        (area under the Kaplan-Meier curve up to 9,000 shared steps: censored runs count with all of them)
        hidden size │ input size (values per step)
            (units) │           1             4
        ────────────┼─────────────────────────────
                 64 │ 3,600 · 0.0  3,600† · 0.0

        """)
  }

  @Test func aTableForEachCellAndDepth() throws {
    let plan = try Example.plan(cells: [.rnn, .gruResetBefore], layers: [1, 3], thresholds: [1e-6])
    let text = Results(plan: plan, records: [:]).summary()
    let titles = text.split(separator: "\n").filter { $0.contains(": mean") }.map(String.init)
    let blocks = [
      "RNN, 1 layer", "RNN, 3 layers", "GRU (reset before), 1 layer", "GRU (reset before), 3 layers",
    ]
    #expect(
      titles
        == blocks.flatMap {
          ["\($0): mean settled steps", "\($0): mean steps to within 1e-6"]
        })
  }

  /// The middle of three runs of which one was not reached is exact, their mean is not.
  @Test func whatIsChosen() throws {
    let plan = try Plan<Divergence>(
      subjects: .drawn(NetworkGrid(cells: [.lstm], hiddenSizes: [2], inputSizes: [1])), repeats: 3,
      settings: Example.settings([1e-1, 1e-3, 1e-6]))
    let results = plan.results { run in
      let last = CensoredSteps(steps: 9_000, reached: false)
      func steps(_ count: Int) -> CensoredSteps {
        run.repeatIndex == 2 ? last : CensoredSteps(steps: count + run.repeatIndex, reached: true)
      }
      return .measured(
        Example.measurement(
          settled: steps(50), thresholds: [steps(10), steps(20), steps(30)], outcome: .kept))
    }
    let choice = TableChoice(threshold: 1e-3, statistic: .median)
    let text = results.summary(on: Terminal(), choice)
    #expect(
      text.hasPrefix(
        """
        LSTM: median settled steps · share that had settled
        (shared steps until the outputs stay bit-identical; median over 3 repeats; \
        after the dot, the share of them that had settled)
        hidden size │ input size (values per step)
            (units) │         1
        ────────────┼─────────────────────────────
                  2 │ 51 · 0.67

        LSTM: median steps to within 0.001 · share that had come within 0.001

        """))
    #expect(text.contains(" 2 │ 21 · 0.67\n") && !text.contains("1e-6"))
    #expect(results.summary().contains(" 2 │ ≥3,020 · 0.67\n"))
    let survival = try #require(results.survival(on: Terminal(), TableChoice(threshold: 0.1)))
    #expect(survival.contains("until within 0.1 for good") && !survival.contains("1e-6"))
    #expect(results.tableChoices.thresholds == [1e-1, 1e-3, 1e-6])
    #expect(results.tableChoices.statistics == [.mean, .median])
  }

  @Test func withoutThresholdsThereIsOneTable() throws {
    let plan = try Example.plan(cells: [.lstm], thresholds: [])
    let text = Results(plan: plan, records: [:]).summary()
    #expect(text.hasPrefix("LSTM: mean settled steps\n"))
    #expect(!text.contains("within"))
  }
}

/// The tables of given networks and their twins.
@Suite struct TwinTablesTests {
  private static let letters = Example.network("letters.keras", (.lstm, 12, 4), (.gru, 4, 3))
  private static let noise = Example.network("noise.onnx", (.rnn, 1, 2))

  private func plan(
    _ networks: [GivenNetwork] = [letters], twinKinds: [TwinKind], pairs: Int = 4, twins: Int = 4,
    thresholds: [Double] = [1e-1, 1e-3, 1e-6]
  ) throws -> Plan<Divergence> {
    try Plan(
      subjects: .given(networks, twinKinds: twinKinds, twins: twins), repeats: pairs,
      settings: Example.settings(thresholds))
  }

  private func reached(_ steps: Int) -> CensoredSteps { CensoredSteps(steps: steps, reached: true) }
  private var censored: CensoredSteps { CensoredSteps(steps: 9_000, reached: false) }

  /// All of the network's counts to within 1e-3 are above the glorot twins' and below the shuffled ones': of 240 networks
  /// one is as extreme in each tail, p = 2/240, times 6 comparisons: 0.05. The others are equal.
  private func compared(
    _ networks: [GivenNetwork] = [letters], twins: Int = 239, outcome: DivergenceOutcome = .roundingFloor
  ) throws -> Results<Divergence> {
    let plan = try plan(networks, twinKinds: [.glorot, .shuffled], pairs: 3, twins: twins)
    return plan.results { run in
      let steps =
        switch run.subject {
        case .twin(_, .glorot, _): 40
        case .twin: 2_000
        default: 500
        }
      // What was reached has faded, however the run ended.
      let isOpen = outcome == .diverged && run.subject == .given(networks[0].name)
      return .measured(
        Example.measurement(
          settled: censored,
          thresholds: [reached(7), isOpen ? censored : reached(steps + run.repeatIndex), censored],
          outcome: outcome))
    }
  }

  @Test func trainedAgainstTwins() throws {
    let text = try compared().summary()
    #expect(
      text == """
        letters.keras: input size 12, LSTM 4, GRU 3
        (median over the networks, each by its median over 3 pairs of sequences;
        after the dot, the share of the networks, or of a single network's pairs, that got there)
        (≥ lower bound: the network in the middle had not got there before the last tenth of the 9,000 shared steps)
              networks │ shared steps until the outputs
            (how many) │ within 0.1  within 0.001   within 1e-6
        ───────────────┼───────────────────────────────────────
           trained (1) │  7.0 · 1.0     501 · 1.0  ≥9,000 · 0.0
          glorot (239) │  7.0 · 1.0      41 · 1.0  ≥9,000 · 0.0
        shuffled (239) │  7.0 · 1.0   2,001 · 1.0  ≥9,000 · 0.0

        letters.keras against random networks of its shape
        (longer than: twins whose median over the pairs is smaller)
        (ratio: median of the network over that of the twins;
        95%: its interval, by a bootstrap over twins and pairs)
        (ICC: intraclass correlation of the twins' pairs: 1 where further pairs say nothing new)
        (p: exact permutation test of the rank among the twins, two-sided,
        corrected by Holm's method for all 6 comparisons of these results; so many
        twins can make it as small as 0.05)
                        twins, │ the network against its twins
                       outputs │ longer than  ratio         95%    ICC     p                   finding at 5%
        ───────────────────────┼────────────────────────────────────────────────────────────────────────────
            glorot, within 0.1 │    0 of 239      1         1–1      –     1             no difference found
          glorot, within 0.001 │  239 of 239   12.2     12–12.5  -0.50  0.05   this network remembers longer
           glorot, within 1e-6 │    0 of 239      –         0–∞      –     1             no difference found
          shuffled, within 0.1 │    0 of 239      1         1–1      –     1             no difference found
        shuffled, within 0.001 │    0 of 239   0.25  0.25–0.251  -0.50  0.05  this network remembers shorter
         shuffled, within 1e-6 │    0 of 239      –         0–∞      –     1             no difference found

        Outcomes: of 1,437 measured runs, 0 merged, 1,437 ended at the rounding floor, 0 diverged.
        Where runs end at the rounding floor, bit-identity measures float rounding; the steps to within a \
        threshold measure memory.

        """)
  }

  /// Two networks of a group above nine twins each: sums of two ranks of ten, p = 2/100, times 6.
  @Test func aGroup() throws {
    let networks = [0.5, 0.25].map { weight in
      Example.network("\(weight).keras", (.lstm, 12, 4), (.gru, 4, 3), weight: weight, group: "seeds")
    }
    let text = try compared(networks, twins: 9).summary()
    #expect(text.hasPrefix("seeds, 2 networks: input size 12, LSTM 4, GRU 3\n"))
    #expect(text.contains("\n     trained (2) │ ") || text.contains("trained (2) │ "))
    #expect(text.contains("glorot (18) │ "))
    #expect(text.contains("\nseeds: 2 networks against random networks of their shape\n"))
    #expect(text.contains("exact permutation test of the sum of ranks among the twins"))
    #expect(text.contains("95%: its interval, by a bootstrap over networks, twins and pairs"))
    #expect(text.contains("twins can make it as small as 0.12: nothing can be found without more --twins)"))
    #expect(!text.contains("this network") && text.contains("no difference found"))
    let found = try compared(networks, twins: 20).summary()
    #expect(
      found.contains("these networks remember longer") && found.contains("these networks remember shorter"))
  }

  /// Differences that do not fade are no memory.
  @Test func chaosIsNotMemory() throws {
    let text = try compared(outcome: .diverged).summary()
    #expect(text.contains("undecided: not fading") && !text.contains("remembers longer"))
    #expect(
      text.contains("(undecided: in most runs of the network, or of its twins, differences neither fade"))
  }

  /// Of earlier versions medians are told, and why there is no test.
  @Test func twinsWithPairsOfTheirOwn() throws {
    let plan = try Plan<Divergence>(
      subjects: .given([Self.letters], twinKinds: [.glorot], twins: 30, reading: .own), repeats: 10,
      settings: Example.settings([1e-3]))
    let results = plan.results { run in
      let steps = reached((run.isOfTwin ? 40 : 500) + run.repeatIndex)
      return .measured(Example.measurement(settled: censored, thresholds: [steps], outcome: .roundingFloor))
    }
    let text = results.summary()
    #expect(text.contains("(p: none. In results of this earlier version every twin read a single pair"))
    #expect(text.contains("│    30 of 30   9.26    –"))
    #expect(text.contains("not tested") && !text.contains("remembers longer") && !text.contains("Holm"))
  }

  @Test func aNetworkAlone() throws {
    let plan = try plan([Self.letters, Self.noise], twinKinds: [], pairs: 2, thresholds: [1e-4])
    let results = plan.results { run in
      guard run.subject == .given("letters.keras") else {
        return run.repeatIndex == 1 ? .failed(reason: "output not finite at shared step 0") : nil
      }
      return .measured(
        Example.measurement(
          settled: reached(5 + run.repeatIndex), thresholds: [reached(3)], outcome: .merged))
    }
    #expect(
      results.summary() == """
        letters.keras: input size 12, LSTM 4, GRU 3
        (median over the runs; after the dot, the share of them that got there)
            network │ shared steps until the outputs
             (runs) │ stay identical  within 0.0001
        ────────────┼───────────────────────────────
        trained (2) │      5.5 · 1.0      3.0 · 1.0

        noise.onnx: input size 1, RNN 2
        (median over the runs; after the dot, the share of them that got there)
        (– no measured run)
            network │ shared steps until the outputs
             (runs) │ stay identical  within 0.0001
        ────────────┼───────────────────────────────
        trained (0) │              –              –

        Outcomes: of 2 measured runs, 2 merged, 0 ended at the rounding floor, 0 diverged.
        Failed, and left out of every mean: 1 run.
          1 × output not finite at shared step 0
        Not in these results (yet): 1 run.

        """)
  }

  /// Rows are left out, and what is corrected for is not: as many comparisons as there are in the results.
  @Test func aThresholdAmongThoseCompared() throws {
    let results = try compared()
    let text = results.summary(on: Terminal(), TableChoice(threshold: 1e-3))
    #expect(text.contains("Holm's method for all 6 comparisons of these results"))
    #expect(text.contains("239 of 239   12.2     12–12.5  -0.50  0.05   this network remembers longer\n"))
    #expect(!text.contains("within 0.1") && !text.contains("1e-6"))
    #expect(results.tableChoices.statistics == [.median])
  }

  /// Those of networks without twins may be means.
  @Test func meansOfANetworkAlone() throws {
    let plan = try plan(twinKinds: [], pairs: 2, thresholds: [1e-4])
    let results = plan.results { run in
      .measured(
        Example.measurement(
          settled: run.repeatIndex == 0 ? reached(5) : censored, thresholds: [reached(3)], outcome: .kept))
    }
    let text = results.summary(on: Terminal(), TableChoice(statistic: .mean))
    #expect(text.contains("(mean over the runs; after the dot, the share of them that got there)"))
    #expect(text.contains("≥ lower bound: at least one run had not got there before the last tenth"))
    #expect(text.contains("trained (2) │   ≥4,502 · 0.5      3.0 · 1.0\n"))
  }

  @Test func aConstructedNetworkIsNotCalledTrained() throws {
    let shape = NetworkShape(cell: .lstm, inputSize: 1, hiddenSize: 4)
    let latch = try GivenNetwork(
      ConstructionRecipe(.latch, shape: shape, rate: nil), name: "latch lstm", precision: .float32)
    let text = try Results(plan: plan([latch], twinKinds: [.keras]), records: [:]).summary()
    #expect(text.contains("constructed (0) │ ") && text.contains("keras (0) │ "))
    #expect(!text.contains("trained"))
  }
}
