import Experiments
import Figures
import MemoryMeasures
import RecurrentNetworks
import Testing

@Suite struct DivergenceSummaryTests {
  @Test func finishedResults() throws {
    let plan = try Example.plan(cells: [.lstm], thresholds: [1e-1, 1e-6])
    let records = Example.records(of: plan) { run in
      .measured(
        Example.measurement(
          settled: CensoredSteps(steps: 80 * run.hiddenSize + run.repeatIndex, reached: true),
          thresholds: [
            CensoredSteps(steps: run.inputSize, reached: true),
            CensoredSteps(steps: 1_000 * run.hiddenSize, reached: true),
          ], outcome: .merged))
    }
    let text = DivergenceSummary(DivergenceResults(plan: plan, records: records)).text
    #expect(
      text == """
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
    var records = Example.records(of: plan) { run in
      let reached = run.repeatIndex == 0 && run.inputSize == 1
      return .measured(
        Example.measurement(
          settled: CensoredSteps(steps: reached ? 87 : 9_000, reached: reached),
          thresholds: [
            CensoredSteps(steps: 5, reached: true), CensoredSteps(steps: 9_000, reached: false),
          ], outcome: reached ? .merged : run.hiddenSize == 1 ? .roundingFloor : .diverged))
    }
    for run in records.keys where run.hiddenSize == 2 && run.inputSize == 4 { records[run] = nil }
    for run in records.keys where run.hiddenSize == 2 && run.repeatIndex == 1 {
      records[run] = .failed(reason: "output not finite at shared step 0")
    }
    let text = DivergenceSummary(DivergenceResults(plan: plan, records: records)).text
    #expect(
      text == """
        GRU: mean settled steps
        (shared steps until the outputs stay bit-identical; mean over 2 repeats)
        (≥ lower bound: at least one repeat had not settled after 9,000 shared steps)
        (– no measured run)
        hidden size │ input size (values per step)
            (units) │      1       4
        ────────────┼─────────────────────────────
                  1 │ ≥4,543  ≥9,000
                  2 │     87       –

        GRU: mean steps to within 0.0001 · fraction settled
        (shared steps until the outputs stay within 0.0001 of each other; mean over 2 repeats; \
        after the dot, the share of them that settled)
        (≥ lower bound: at least one repeat had not come within 0.0001 after 9,000 shared steps)
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

  @Test func aTableForEachCellAndDepth() throws {
    let plan = try Example.plan(cells: [.rnn, .gruResetBefore], layers: [1, 3], thresholds: [1e-6])
    let text = DivergenceSummary(DivergenceResults(plan: plan, records: [:])).text
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
    let text = DivergenceSummary(DivergenceResults(plan: plan, records: [:])).text
    #expect(text.hasPrefix("LSTM: mean settled steps\n"))
    #expect(!text.contains("within"))
  }
}
