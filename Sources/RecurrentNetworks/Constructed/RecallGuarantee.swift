/// How a constructed network returns the first input: answer = scale · h[unit].
public struct RecallGuarantee: Equatable, Sendable {
  /// Of the last layer, that holds the answer.
  public let unit: Int
  /// A power of two.
  public let scale: Double
  /// The readout as a function of the whole output.
  public let readout: LinearReadout
  /// How exact the answer is.
  public let promise: RecallPromise
  /// Later inputs up to this magnitude change nothing.
  public let largestLaterInput: Double
}

/// How exactly a network is known to return its first input, whatever comes after.
public struct RecallPromise: Codable, Hashable, Sendable {
  /// The first step after which the answer is there; it stays for ever.
  public let firstStep: Int
  /// The answer is the first input bit for bit if its magnitude lies in this range,
  public let exactRange: ClosedRange<Double>
  /// and off by at most this much if it is smaller.
  public let smallInputError: Double

  /// Largest possible |answer - first input|. Nil beyond the range, for which nothing is promised.
  public func bound(firstInput: Double) -> Double? {
    if exactRange.contains(firstInput.magnitude) { return 0 }
    return firstInput.magnitude < exactRange.lowerBound ? smallInputError : nil
  }
}

/// A linear function of a network's output: offset + Σ weight · h.
public struct LinearReadout: Equatable, Sendable {
  /// One for every unit of the last layer.
  public let weights: [Double]
  /// Added to the weighted sum.
  public let offset: Double

  /// A weight for every unit of the last layer.
  public init(weights: [Double], offset: Double = 0) {
    self.weights = weights
    self.offset = offset
  }

  /// One unit, times a factor.
  ///
  /// - Precondition: `unit` is one of `outputSize` units.
  public init(unit: Int, scale: Double, outputSize: Int) {
    var weights = [Double](repeating: 0, count: outputSize)
    weights[unit] = scale
    self.init(weights: weights)
  }

  /// Units of weight 0 are left out, so that a single unit times a power of two is exact.
  ///
  /// - Parameter output: hidden states of the last layer, as many as there are weights.
  public func answer<Scalar: NetworkScalar>(_ output: [Scalar]) -> Double {
    precondition(output.count == weights.count)
    return zip(weights, output).reduce(offset) { $1.0 == 0 ? $0 : $0 + $1.0 * Double($1.1) }
  }
}
