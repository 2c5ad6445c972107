import Testing

@testable import MemoryMeasures

/// What repeats are summed up in, by the names of results files.
@Suite struct DivergenceMeasureTests {
  private let settings: DivergenceSettings

  init() throws { settings = try DivergenceSettings(thresholds: [0.1]) }

  private func measurement(settled: Int, reached: Bool = true, within: Bool = true) -> DivergenceMeasurement {
    let count = CensoredSteps(steps: settled, reached: reached)
    return DivergenceMeasurement(
      firstEqual: CensoredSteps(steps: settled - 1, reached: true), settled: count, merged: count,
      thresholds: [CensoredSteps(steps: 2 * settled, reached: within)], outcome: .merged, finalDifference: 0)
  }

  private func statistics(_ measurements: DivergenceMeasurement...) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: Divergence.statistics(settings).map { statistic in
        switch statistic.values(measurements) {
        case .numbers(let values): (statistic.name, values[0])
        case .counts(let values): (statistic.name, Double(values[0]))
        case .flags(let values): (statistic.name, Double(values[0]))
        case .singles: preconditionFailure("no statistic is of float32")
        }
      })
  }

  @Test func numbersDoneByHand() {
    let statistics = statistics(
      measurement(settled: 2), measurement(settled: 4, reached: false), measurement(settled: 4),
      measurement(settled: 10, within: false))
    #expect(statistics["measured_runs"] == 4)
    #expect(statistics["mean_settled_steps"] == 5 && statistics["mean_settled"] == 0)
    // Squares 9 + 1 + 1 + 25 = 36, divided by 3.
    #expect(statistics["std_settled_steps"] == 12.0.squareRoot())
    #expect(statistics["settled_fraction"] == 0.75)
    #expect(statistics["mean_first_equal_steps"] == 4)
    #expect(statistics["mean_threshold_steps"] == 10 && statistics["mean_threshold"] == 0)
    #expect(statistics["median_threshold_steps"] == 8 && statistics["median_threshold"] == 1)
    #expect(statistics["threshold_fraction"] == 0.75)
  }

  /// Counts of one horizon: what is not reached is counted with it, and no median hides that.
  @Test func mediansAreExactBelowWhatWasNotReached() {
    let horizon = measurement(settled: 99, reached: false)
    let exact = statistics(measurement(settled: 4), horizon, measurement(settled: 4))
    #expect(exact["median_settled_steps"] == 4 && exact["median_settled"] == 1)
    let bound = statistics(measurement(settled: 4), horizon)
    #expect(bound["median_settled_steps"] == 51.5 && bound["median_settled"] == 0)
  }

  @Test func oneRepeatHasNoDeviationAndNoneHasNothing() {
    let one = statistics(measurement(settled: 7))
    #expect(one["mean_settled_steps"] == 7 && one["mean_settled"] == 1)
    #expect(one["median_settled_steps"] == 7)
    #expect(one["std_settled_steps"]?.isNaN == true)
    let none = statistics()
    #expect(none["measured_runs"] == 0)
    #expect(none["median_settled"] == Double(ColumnKind.missingFlag))
    #expect(none["mean_settled"] == Double(ColumnKind.missingFlag))
    for name in ["mean_settled_steps", "median_settled_steps", "settled_fraction", "mean_threshold_steps"] {
      #expect(none[name]?.isNaN == true)
    }
  }

  @Test func countsByWhichNetworksAreCompared() {
    let value = measurement(settled: 7, within: false)
    let compared = Divergence.comparedSteps(settings)
    #expect(compared.map(\.name) == ["threshold"])
    #expect(compared.map { $0.steps(value) } == [value.thresholds])
    #expect(compared[0].axis?.values == .numbers([0.1]))
  }

  @Test func valuesThatNoRunCanHave() {
    let value = measurement(settled: 7)
    #expect(Divergence.accepts(value, settings: settings))
    func refuses(_ change: (inout DivergenceMeasurement) -> Void) -> Bool {
      var other = value
      change(&other)
      return !Divergence.accepts(other, settings: settings)
    }
    #expect(refuses { $0.settled.steps = 0 })
    #expect(refuses { $0.settled.steps = settings.horizon + 1 })
    #expect(refuses { $0.merged.reached = false })
    #expect(refuses { $0.thresholds = [] })
    #expect(refuses { $0.curve = [1] })
  }
}
