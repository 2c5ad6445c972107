/// An eigenvalue of a real matrix.
public struct Eigenvalue: Equatable, Sendable {
  public let real: Double
  public let imaginary: Double

  /// Its distance from 0.
  public var modulus: Double { real.magnitude.hypotenuse(imaginary.magnitude) }
}

extension Double {
  /// sqrt(x² + y²), without overflow.
  fileprivate func hypotenuse(_ other: Double) -> Double {
    let (small, large) = (min(self, other), max(self, other))
    guard large > 0, large.isFinite else { return large }
    return large * (1 + (small / large) * (small / large)).squareRoot()
  }
}
