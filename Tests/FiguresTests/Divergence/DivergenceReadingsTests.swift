import MemoryMeasures
import Testing

@testable import Figures

@Suite struct DivergenceReadingsTests {
  private func readings(
    thresholds: [Double] = [1e-6], _ outcome: (Run) -> DivergenceOutcome?
  ) throws -> DivergenceReadings {
    let plan = try Example.plan(cells: [.lstm], thresholds: thresholds)
    let horizon = plan.settings.horizon
    let results = plan.results { run in
      guard let outcome = outcome(run) else { return nil }
      return .measured(
        Example.measurement(
          settled: outcome == .merged
            ? CensoredSteps(steps: 200, reached: true) : CensoredSteps(steps: horizon, reached: false),
          thresholds: thresholds.map { _ in
            outcome == .diverged
              ? CensoredSteps(steps: horizon, reached: false) : CensoredSteps(steps: 100, reached: true)
          }, outcome: outcome))
    }
    return DivergenceReadings(results)
  }

  /// 8 runs, half of them, those of hidden size 2, at the rounding floor.
  @Test func whereRunsEndAtTheFloorTheThresholdApplies() throws {
    let readings = try readings { $0.hiddenSize == 2 ? .roundingFloor : .merged }
    #expect(readings.readings.map(\.name) == ["Bit-identity", "Threshold"])
    #expect(readings.readings.map(\.count) == ["settled steps", "steps to within 1e-6"])
    #expect(
      readings.readings.map(\.numbers) == [
        "Median ≥4,600 steps over all runs; reached by 4 of 8 runs within 9,000 steps.",
        "Median 100 steps over all runs; reached by 8 of 8 runs within 9,000 steps.",
      ])
    #expect(readings.verdict.count == 2)
    #expect(readings.verdict[0].hasPrefix("4 of 8 runs ended at the rounding floor: "))
    #expect(readings.verdict[0].contains("read the threshold"))
    #expect(
      readings.verdict[1].hasPrefix(
        "Censored, that is not reached within 9,000 shared steps and taken for this many: 4 of the settled steps."
      ))
    #expect(readings.roundingFloor == ["LSTM, hidden size 2: 4 of 4 runs"])
  }

  @Test func withoutAFloorBothApply() throws {
    let readings = try readings { _ in .merged }
    #expect(readings.verdict.count == 1)
    #expect(
      readings.verdict[0].hasPrefix("None of the 8 runs ended at the rounding floor, so both readings are"))
    #expect(readings.roundingFloor.isEmpty)
  }

  @Test func whatHasNotForgottenIsSaid() throws {
    let readings = try readings { $0.inputSize == 1 ? .diverged : .roundingFloor }
    #expect(readings.verdict[0].hasPrefix("4 of 8 runs ended at the rounding floor"))
    #expect(
      readings.verdict[1].hasPrefix("4 runs still differed by more than rounding explains after 9,000 shared")
    )
    #expect(readings.verdict[2].contains("8 of the settled steps and 4 of the steps to within 1e-6."))
    let all = try self.readings { _ in .roundingFloor }
    #expect(all.verdict[0].hasPrefix("All 8 runs ended at the rounding floor"))
  }

  @Test func withoutThresholdsOrRuns() throws {
    let bare = try readings(thresholds: []) { _ in .merged }
    #expect(bare.readings.map(\.name) == ["Bit-identity"])
    let none = try readings { _ in nil }
    #expect(none.verdict == ["No run is measured yet, so there is nothing to read."])
    #expect(none.readings.map(\.numbers) == ["No measured run.", "No measured run."])
  }
}
