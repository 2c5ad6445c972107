import Experiments
import Figures
import MemoryMeasures
import RecurrentNetworks
import Testing

@Suite struct ComparisonSummaryTests {
  private static func layer(_ cell: CellType, inputs: Int, hidden: Int) -> RecurrentLayer<Double> {
    let columns = cell.gateCount * hidden
    return RecurrentLayer(
      cell: cell, inputSize: inputs, hiddenSize: hidden,
      inputKernel: Array(repeating: 0.5, count: inputs * columns),
      recurrentKernel: Array(repeating: 0.5, count: hidden * columns),
      bias: Array(repeating: 0, count: columns))
  }

  private static let letters = GivenNetwork(
    name: "letters.keras", path: "nets/letters.keras",
    network: RecurrentNetwork<Double>(
      layers: [layer(.lstm, inputs: 12, hidden: 4), layer(.gru, inputs: 4, hidden: 3)]))
  private static let noise = GivenNetwork(
    name: "noise.onnx", path: "nets/noise.onnx",
    network: RecurrentNetwork<Double>(layers: [layer(.rnn, inputs: 1, hidden: 2)]))

  private func plan(
    _ networks: [GivenNetwork] = [letters], twinKinds: [TwinKind], pairs: Int = 4, twins: Int = 4,
    thresholds: [Double] = [1e-1, 1e-3, 1e-6]
  ) throws -> ComparisonPlan {
    try ComparisonPlan(
      networks: networks, pairs: pairs, twinKinds: twinKinds, twins: twins,
      settings: DivergenceSettings(totalSteps: 10_000, uniqueSteps: 1_000, thresholds: thresholds))
  }

  private func reached(_ steps: Int) -> CensoredSteps { CensoredSteps(steps: steps, reached: true) }
  private var censored: CensoredSteps { CensoredSteps(steps: 9_000, reached: false) }

  /// All of the network's counts to within 1e-3 are above the glorot twins' and below the shuffled ones'. Of the
  /// 12 choose 6 = 924 orders two are as extreme: p = 2/924, times 8 comparisons: 0.0173.
  /// Four of its six settled steps are above all others, which are equal: two of eight remain to be chosen, in 28
  /// of 924 ways. Twice that, times the 6 comparisons with no smaller p: 0.364.
  @Test func trainedAgainstTwins() throws {
    let plan = try plan(twinKinds: [.glorot, .shuffled], pairs: 6, twins: 6)
    var records: [NetworkRun: RunRecord] = [:]
    for run in plan.coordinates {
      let steps =
        switch run.source {
        case .trained: 500 + run.index
        case .twin(.glorot): 40 + run.index
        default: 2_000 + run.index
        }
      records[run] = .measured(
        Example.measurement(
          settled: run.source == .trained && run.index > 1 ? censored : reached(8_000),
          thresholds: [reached(7), reached(steps), reached(60 + run.index)], outcome: .roundingFloor))
    }
    let text = ComparisonSummary(ComparisonResults(plan: plan, records: records)).text
    #expect(
      text == """
        letters.keras: input size 12, LSTM 4, GRU 3
        (median over the runs; after the dot, the share of them that got there)
        (≥ lower bound: the run in the middle had not got there after 9,000 shared steps)
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
    var records: [NetworkRun: RunRecord] = [:]
    for run in plan.coordinates where run.network == "letters.keras" {
      records[run] = .measured(
        Example.measurement(settled: reached(5 + run.index), thresholds: [reached(3)], outcome: .merged))
    }
    records[NetworkRun(network: "noise.onnx", source: .trained, index: 1)] = .failed(
      reason: "output not finite at shared step 0")
    let text = ComparisonSummary(ComparisonResults(plan: plan, records: records)).text
    #expect(
      text == """
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
}
