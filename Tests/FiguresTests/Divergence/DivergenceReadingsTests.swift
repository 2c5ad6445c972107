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
        "Censored, that is not reached before the last tenth of the 9,000 shared steps, and taken for the steps so far: "
          + "4 of the settled steps."
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
      readings.verdict[1].hasPrefix("4 runs diverged: the outputs differed by more than rounding explains"))
    #expect(readings.verdict[1].contains("in a form that moves"))
    #expect(readings.verdict[2].contains("8 of the settled steps and 4 of the steps to within 1e-6."))
    let all = try self.readings { _ in .roundingFloor }
    #expect(all.verdict[0].hasPrefix("All 8 runs ended at the rounding floor"))
  }

  @Test func whatIsKeptOrStillFallingRemembers() throws {
    let readings = try readings {
      $0.inputSize == 1 ? .merged : $0.hiddenSize == 1 ? .kept : .fading
    }
    #expect(
      readings.verdict[1].hasPrefix(
        "2 runs kept the difference as it was, as a latch does; 2 runs still differed ever less after 9,000 shared"
      ))
    #expect(readings.verdict.allSatisfy { !$0.contains("diverged") })
  }

  /// A floor of 1e-7 is 10 floors below 1e-6: that is said, of these runs alone.
  @Test func aThresholdNearTheFloorIsToldAndNoOther() throws {
    func verdict(floor: Double) throws -> [String] {
      let results = try Example.plan(cells: [.rnn], thresholds: [1e-6]).results { run in
        .measured(
          Example.measurement(
            settled: CensoredSteps(steps: 200, reached: true),
            thresholds: [CensoredSteps(steps: 100, reached: true)], outcome: .merged,
            floor: run.hiddenSize == 2 ? DifferenceFloor(median: floor, largest: floor) : .none))
      }
      return DivergenceReadings(results).verdict
    }
    #expect(try verdict(floor: 1e-7)[1].hasPrefix("In 4 of 8 runs 1e-6 is less than 30 floors above"))
    #expect(try verdict(floor: 1e-8).count == 1)
  }

  @Test func withoutThresholdsOrRuns() throws {
    let bare = try readings(thresholds: []) { _ in .merged }
    #expect(bare.readings.map(\.name) == ["Bit-identity"])
    let none = try readings { _ in nil }
    #expect(none.verdict == ["No run is measured yet, so there is nothing to read."])
    #expect(none.readings.map(\.numbers) == ["No measured run.", "No measured run."])
  }
}
