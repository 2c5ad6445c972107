import MemoryMeasures
import RecurrentNetworks

/// Text that is equal for equal values only, of which fingerprints are made: floating-point numbers as their
/// bits.
enum ExactText {
  static func of(_ values: Double...) -> String { list(values) }

  static func list(_ values: [Double]) -> String {
    values.map { String($0.bitPattern, radix: 16) }.joined(separator: ",")
  }

  static func list(_ values: [Int]) -> String { values.map(String.init).joined(separator: ",") }

  /// The fields of a reservoir.
  static func fields(of reservoir: Reservoir) -> [(field: PlanField, exactText: String)] {
    [
      (.spectralRadius, of(reservoir.spectralRadius)),
      (.density, of(reservoir.density)),
      (.leakRate, of(reservoir.leakRate)),
      (.inputScaling, of(reservoir.inputScaling)),
      (.biasScaling, of(reservoir.biasScaling)),
      (.activation, reservoir.activation.rawValue),
    ]
  }

  /// The fields of a divergence protocol.
  static func fields(of settings: DivergenceSettings) -> [(field: PlanField, exactText: String)] {
    [
      (.totalSteps, "\(settings.totalSteps)"),
      (.uniqueSteps, "\(settings.uniqueSteps)"),
      (.thresholds, list(settings.thresholds)),
      (.curves, "\(settings.recordsCurve)"),
    ]
  }
}
