import MemoryMeasures

extension DivergenceMeasurement: MeasuredValue {
  public struct Stored: Codable {
    /// Without its curve.
    fileprivate var measurement: DivergenceMeasurement
    /// The measurement's curve in float64, whose decimal digits read back as the same float32 for certain.
    fileprivate var curve: [Double]
  }

  public init(stored: Stored) {
    self = stored.measurement
    curve = stored.curve.map(Float.init)
  }

  public var stored: Stored {
    var measurement = self
    measurement.curve = []
    return Stored(measurement: measurement, curve: curve.map(Double.init))
  }

  public func isIdentical(to other: DivergenceMeasurement) -> Bool {
    firstEqual == other.firstEqual && settled == other.settled && merged == other.merged
      && thresholds == other.thresholds && outcome == other.outcome
      && ExactBits.same(finalDifference, other.finalDifference)
      && ExactBits.same(forgettingRate, other.forgettingRate)
      && curve.elementsEqual(other.curve, by: ExactBits.same)
  }
}

extension DivergenceError: RunFailure {
  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at shared step \(step)"
    case .equalInputs: "both sequences read equal inputs in every unique step"
    }
  }
}
