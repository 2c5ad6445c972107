import MemoryMeasures
import Text

/// A count of shared steps that tables and figures show.
enum ShownCount: Hashable {
  /// Until the outputs stay bit-identical.
  case settled
  /// Until they stay within this of each other, the threshold at a place of the settings.
  case within(Double, place: Int)

  /// The count's place among those by which networks and twins are compared.
  var comparison: (name: String, place: Int) {
    switch self {
    case .settled: ("settled", 0)
    case .within(_, let place): ("threshold", place)
    }
  }

  func steps(_ measurement: DivergenceMeasurement) -> CensoredSteps {
    switch self {
    case .settled: measurement.settled
    case .within(_, let place): measurement.thresholds[place]
    }
  }

  func statistics(_ measurements: [DivergenceMeasurement]) -> CensoredSample {
    CensoredSample(measurements.map(steps))
  }

  /// What is counted, as in "steps until the outputs are ...": bit-identical for good; within 1e-6 for good.
  var label: String {
    switch self {
    case .settled: "bit-identical for good"
    case .within: "within \(threshold) for good"
    }
  }

  /// 1e-6; empty where there is none.
  var threshold: String {
    if case .within(let threshold, _) = self { NumberText.shortest(threshold) } else { "" }
  }
}

extension DivergenceSettings {
  /// The threshold of tables of drawn networks: 1e-6, just above the rounding of float32, or else the smallest there
  /// is. Nil without thresholds.
  var tabulatedThreshold: ShownCount? {
    (shown([1e-6]).first ?? shown([thresholds.min()].compactMap(\.self)).first)
  }

  /// Bit-identity, then the tabulated threshold where there is one.
  var tabulatedCounts: [ShownCount] { [.settled] + [tabulatedThreshold].compactMap(\.self) }

  /// The counts by which networks are compared with their twins.
  var comparedCounts: [ShownCount] { shown(thresholds) }

  /// The steps to within 1e-3 and 1e-6 or, if there are neither, to the smallest threshold.
  var drawnThresholds: [ShownCount] {
    let preferred = shown([1e-3, 1e-6])
    return preferred.isEmpty ? [tabulatedThreshold].compactMap(\.self) : preferred
  }

  private func shown(_ values: [Double]) -> [ShownCount] {
    values.compactMap { value in
      thresholds.firstIndex(of: value).map { .within(value, place: $0) }
    }
  }
}

extension CensoredSample {
  /// The mean as tables write it: ≥74,479 where some runs did not get there.
  var meanText: String { NumberText.steps(mean, isLowerBound: fraction < 1) }
  var medianText: String { NumberText.steps(median.steps, isLowerBound: median.isLowerBound) }
}
