import Foundation

/// A logarithmic axis: equal ratios of values are equal distances in pixels.
struct LogScale: Equatable {
  /// The base whose powers fall on exact positions.
  enum Base: Double {
    case two = 2
    case ten = 10
  }

  let base: Base
  /// The values at the two ends, greater than 0.
  let domain: ClosedRange<Double>
  /// The pixels of the domain's lower and upper bound, in either order.
  let start: Double
  let end: Double

  /// The pixel of a value greater than 0. All values of a domain that is one value lie in the middle.
  func position(_ value: Double) -> Double {
    let lower = exponent(domain.lowerBound)
    let length = exponent(domain.upperBound) - lower
    guard length > 0 else { return (start + end) / 2 }
    return start + (end - start) * ((exponent(value) - lower) / length)
  }

  /// The powers of the base within the domain.
  var powers: [Double] {
    let first = Int(exponent(domain.lowerBound).rounded(.up))
    let last = Int(exponent(domain.upperBound).rounded(.down))
    return first <= last ? (first...last).map { pow(base.rawValue, Double($0)) } : []
  }

  private func exponent(_ value: Double) -> Double {
    switch base {
    case .two: log2(value)
    case .ten: log10(value)
    }
  }
}
