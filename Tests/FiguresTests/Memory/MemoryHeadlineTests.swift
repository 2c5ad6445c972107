import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

/// The headline says no more than the results bear out.
@Suite struct MemoryHeadlineTests {
  private static let question =
    "For how long do inputs that differ only at the beginning keep a network's outputs apart?"

  /// - Parameter within: steps to within 1e-6 of the larger of two networks, and whether they are reached.
  private func headline(
    within: CensoredSteps, outcome: DivergenceOutcome, thresholds: [Double] = [1e-6]
  ) throws -> String {
    let plan = try Example.plan(cells: [.gru], inputSizes: [1], thresholds: thresholds)
    let records = Example.records(of: plan) { run in
      let isLarge = run.hiddenSize == 2
      let steps = CensoredSteps(steps: isLarge ? within.steps + run.repeatIndex : 20, reached: within.reached)
      return .measured(
        Example.measurement(
          settled: CensoredSteps(steps: isLarge ? 9_000 : 40, reached: outcome == .merged || !isLarge),
          thresholds: thresholds.map { _ in steps }, outcome: isLarge ? outcome : .merged))
    }
    let results = DivergenceResults(plan: plan, records: records)
    let figure = MemoryFigure(results)
    return MemoryHeadline(results, panels: figure.panels).lines.map(\.text).joined(separator: " ")
  }

  @Test func memoryFadesAndRoundingStays() throws {
    #expect(
      try headline(within: CensoredSteps(steps: 31, reached: true), outcome: .roundingFloor)
        == """
        On average, memory fades to 1e-6 within 32 steps at every size. What seems endless is float rounding.
        """)
  }

  @Test func otherwiseItIsAQuestion() throws {
    let reached = CensoredSteps(steps: 31, reached: true)
    #expect(try headline(within: reached, outcome: .merged) == Self.question)
    #expect(try headline(within: reached, outcome: .diverged) == Self.question)
    #expect(try headline(within: reached, outcome: .roundingFloor, thresholds: []) == Self.question)
    let censored = CensoredSteps(steps: 8_000, reached: false)
    #expect(try headline(within: censored, outcome: .roundingFloor) == Self.question)
  }
}
