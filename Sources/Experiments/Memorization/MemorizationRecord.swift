import MemoryMeasures

/// What a results file keeps of a training: everything but the trained network.
public struct MemorizationRecord: Hashable, Sendable {
  /// Mean absolute error over the evaluation sequences; NaN if training diverged or had no target.
  public var loss: Double
  public var outcome: MemorizationOutcome
  /// Epochs that were completed.
  public var epochs: Int
  /// Training losses at the sampled epochs; NaN from where training diverged on.
  public var curve: [Float]

  public init(_ training: MemorizationMeasurement) {
    self.init(
      loss: training.loss, outcome: training.outcome, epochs: training.epochs, curve: training.lossCurve)
  }

  init(loss: Double, outcome: MemorizationOutcome, epochs: Int, curve: [Float] = []) {
    self.loss = loss
    self.outcome = outcome
    self.epochs = epochs
    self.curve = curve
  }
}

extension MemorizationRecord: MeasuredValue {
  public struct Stored: Codable {
    fileprivate var loss: Double
    fileprivate var outcome: MemorizationOutcome
    fileprivate var epochs: Int
    /// In float64, whose decimal digits read back as the same float32 for certain.
    fileprivate var curve: [Double]
  }

  public init(stored: Stored) {
    self.init(
      loss: stored.loss, outcome: stored.outcome, epochs: stored.epochs,
      curve: stored.curve.map(Float.init))
  }

  public var stored: Stored {
    Stored(loss: loss, outcome: outcome, epochs: epochs, curve: curve.map(Double.init))
  }

  public func isIdentical(to other: MemorizationRecord) -> Bool {
    outcome == other.outcome && epochs == other.epochs && ExactBits.same(loss, other.loss)
      && curve.elementsEqual(other.curve, by: ExactBits.same)
  }
}

extension MemorizationError: RunFailure {
  public var reason: String {
    switch self {
    case .position(let position): "no input stands at position \(position)"
    case .inputSize(let size): "the network reads \(size) values per step instead of 1"
    case .cancelled: "cancelled"
    }
  }
}
