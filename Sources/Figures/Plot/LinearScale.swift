import Foundation

/// An axis on which equal differences of values are equal distances in pixels.
struct LinearScale: Equatable, Sendable {
  /// The values at the two ends.
  let domain: ClosedRange<Double>
  /// The pixels of the domain's lower and upper bound, in either order.
  let start: Double
  let end: Double

  /// All values of a domain that is one value lie in the middle.
  func position(_ value: Double) -> Double {
    let length = domain.upperBound - domain.lowerBound
    guard length > 0 else { return (start + end) / 2 }
    return start + (end - start) * ((value - domain.lowerBound) / length)
  }

  /// Three to eight multiples of 1, 2 or 5 times a power of ten within the domain.
  var ticks: [Double] {
    let length = domain.upperBound - domain.lowerBound
    guard length > 0 else { return [domain.lowerBound] }
    let power = pow(10, log10(length / 5).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { length / $0 <= 7 } ?? power
    // 0.3 / 0.05 is a little less than 6.
    let first = Int((domain.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((domain.upperBound / step + 1e-9).rounded(.down))
    // Divided rather than multiplied where that is exact: 3 / 10 is 0.3, 3 * 0.1 is not.
    guard first <= last else { return [] }
    return (first...last).map { step < 1 ? Double($0) / (1 / step).rounded() : Double($0) * step }
  }
}
