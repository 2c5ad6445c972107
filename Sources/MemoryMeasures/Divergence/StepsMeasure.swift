
/// A count of a divergence run that given networks and their twins are compared by.
public enum StepsMeasure: Hashable, Sendable {
  /// Until the outputs stay bit-identical.
  case settled
  /// Until the difference stays within the threshold at this place of the settings.
  case threshold(Int)

  public func count(of measurement: DivergenceMeasurement) -> CensoredSteps {
    switch self {
    case .settled: measurement.settled
    case .threshold(let place): measurement.thresholds[place]
    }
  }
}
