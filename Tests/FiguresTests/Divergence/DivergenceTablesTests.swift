import Experiments
import Figures
import MemoryMeasures
import RecurrentNetworks
import Testing

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

        LSTM: mean steps to within 1e-6 · fraction settled
        (shared steps until the outputs stay within 1e-6 of each other; mean over 2 repeats; \
        after the dot, the share of them that settled)
        hidden size │ input size (values per step)
            (units) │           1            4
        ────────────┼─────────────────────────────
                  1 │ 1,000 · 1.0  1,000 · 1.0
                  2 │ 2,000 · 1.0  2,000 · 1.0

        Outcomes: of 8 measured runs, 8 merged, 0 ended at the rounding floor, 0 diverged.

        """)
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
        GRU: mean settled steps
        (shared steps until the outputs stay bit-identical; mean over 2 repeats)
        (≥ lower bound: at least one repeat had not settled before the last tenth of the 9,000 shared steps)
        (– no measured run)
        hidden size │ input size (values per step)
            (units) │      1       4
        ────────────┼─────────────────────────────
                  1 │ ≥4,543  ≥9,000
                  2 │     87       –

        GRU: mean steps to within 0.0001 · fraction settled
        (shared steps until the outputs stay within 0.0001 of each other; mean over 2 repeats; \
        after the dot, the share of them that settled)
        (≥ lower bound: at least one repeat had not come within 0.0001 before the last tenth of the 9,000 \
        shared steps)
        (– no measured run)
        hidden size │ input size (values per step)
            (units) │            1             4
        ────────────┼─────────────────────────────
                  1 │ ≥9,000 · 0.5  ≥9,000 · 0.0
                  2 │ ≥9,000 · 1.0             –

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
    #expect(text.contains(" 64 │ 3,600 · 0.0  3,600† · 0.0\n"))
    #expect(text.contains(" 64 │ ≥8,500  ≥8,500\n"))
    #expect(
      results.survival == """
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
          ["\($0): mean settled steps", "\($0): mean steps to within 1e-6 · fraction settled"]
        })
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

  /// All of the network's counts to within 1e-3 are above the glorot twins' and below the shuffled ones'. Of the
  /// 12 choose 6 = 924 orders two are as extreme: p = 2/924, times 8 comparisons: 0.0173.
  /// Four of its six settled steps are above all others, which are equal: two of eight remain to be chosen, in 28
  /// of 924 ways. Twice that, times the 6 comparisons with no smaller p: 0.364.
  @Test func trainedAgainstTwins() throws {
    let plan = try plan(twinKinds: [.glorot, .shuffled], pairs: 6, twins: 6)
    let results = plan.results { run in
      let steps =
        switch run.subject {
        case .twin(_, .glorot): 40
        case .twin: 2_000
        default: 500
        }
      return .measured(
        Example.measurement(
          settled: !run.isOfTwin && run.repeatIndex > 1 ? censored : reached(8_000),
          thresholds: [reached(7), reached(steps + run.repeatIndex), reached(60 + run.repeatIndex)],
          outcome: .roundingFloor))
    }
    #expect(
      results.summary() == """
        letters.keras: input size 12, LSTM 4, GRU 3
        (median over the runs; after the dot, the share of them that got there)
        (≥ lower bound: the run in the middle had not got there before the last tenth of the 9,000 shared steps)
            networks │ shared steps until the outputs
              (runs) │ stay identical  within 0.001  within 1e-6
        ─────────────┼──────────────────────────────────────────
         trained (6) │  ≥9,000 · 0.33     503 · 1.0     63 · 1.0
          glorot (6) │    8,000 · 1.0      43 · 1.0     63 · 1.0
        shuffled (6) │    8,000 · 1.0   2,003 · 1.0     63 · 1.0

        letters.keras against random networks of its shape
        (Cliff's delta: of all pairs of a run of the network and a run of a twin, the share in which the
        network takes longer, less the share in which the twin does)
        (p: Mann-Whitney test, two-sided, exact, corrected by Holm's method for all 8 comparisons
        of these results)
                          twins, │ the network against its twins
                         outputs │ Cliff's delta      p        finding at 5%
        ─────────────────────────┼──────────────────────────────────────────
          glorot, stay identical │         +0.67   0.37  no difference found
            glorot, within 0.001 │         +1.00  0.018     remembers longer
             glorot, within 1e-6 │          0.00      1  no difference found
        shuffled, stay identical │         +0.67   0.37  no difference found
          shuffled, within 0.001 │         -1.00  0.018    remembers shorter
           shuffled, within 1e-6 │          0.00      1  no difference found

        Outcomes: of 18 measured runs, 0 merged, 18 ended at the rounding floor, 0 diverged.
        Where runs end at the rounding floor, bit-identity measures float rounding; the steps to within a \
        threshold measure memory.

        """)
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

  @Test func aConstructedNetworkIsNotCalledTrained() throws {
    let shape = NetworkShape(cell: .lstm, inputSize: 1, hiddenSize: 4)
    let latch = try GivenNetwork(
      ConstructionRecipe(.latch, shape: shape, rate: nil), name: "latch lstm", precision: .float32)
    let text = try Results(plan: plan([latch], twinKinds: [.keras]), records: [:]).summary()
    #expect(text.contains("constructed (0) │ ") && text.contains("keras (0) │ "))
    #expect(!text.contains("trained"))
  }
}
