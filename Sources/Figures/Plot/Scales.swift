import Foundation
import Text

/// An axis on which equal differences of values are equal distances in pixels.
struct LinearScale: Equatable, Sendable {
  /// The values at the two ends.
  let domain: ClosedRange<Double>
  /// The pixels of the domain's lower and upper bound, in either order.
  let start: Double
  let end: Double

  /// All values of a domain that is one value lie in the middle.
  func position(_ value: Double) -> Double {
    // Halved, so that no difference is too large for a number.
    let (low, high) = (domain.lowerBound / 2, domain.upperBound / 2)
    guard high > low else { return (start + end) / 2 }
    return start + (end - start) * ((value / 2 - low) / (high - low))
  }

  /// Three to eight multiples of 1, 2 or 5 times a power of ten within the domain.
  var ticks: [Double] {
    let length = domain.upperBound - domain.lowerBound
    guard length > 0 else { return [domain.lowerBound] }
    guard length.isFinite else { return [domain.lowerBound, domain.upperBound] }
    let power = pow(10, log10(length / 5).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { length / $0 <= 7 } ?? power
    // 0.3 / 0.05 is a little less than 6.
    let ends = (
      (domain.lowerBound / step - 1e-9).rounded(.up), (domain.upperBound / step + 1e-9).rounded(.down)
    )
    // Numbers whose difference is too small for their size, or too large for any.
    guard ends.0.magnitude < 1e15, ends.1.magnitude < 1e15 else {
      return [domain.lowerBound, domain.upperBound]
    }
    let (first, last) = (Int(saturating: ends.0), Int(saturating: ends.1))
    // Divided rather than multiplied where that is exact: 3 / 10 is 0.3, 3 * 0.1 is not.
    guard first <= last else { return [] }
    return (first...last).map { step < 1 ? Double($0) / (1 / step).rounded() : Double($0) * step }
  }
}

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
    let first = Int(saturating: exponent(domain.lowerBound).rounded(.up))
    let last = Int(saturating: exponent(domain.upperBound).rounded(.down))
    return first <= last ? (first...last).map { pow(base.rawValue, Double($0)) } : []
  }

  private func exponent(_ value: Double) -> Double {
    switch base {
    case .two: log2(value)
    case .ten: log10(value)
    }
  }
}

/// A logarithmic axis with a place of its own for zero, below a break.
struct ZeroLogScale: Equatable, Sendable {
  private let logarithmic: LogScale
  /// The pixel of zero; nil if the axis has none.
  let zero: Double?

  /// Powers of ten between which all axes lie.
  private static let smallest = 1e-300
  private static let largest = 1e300
  /// Pixels between zero and the smallest value.
  static let gap = 34.0

  /// - Parameters:
  ///   - domain: of the values that are not zero.
  ///   - start: the lower end in pixels, below `end`.
  init(domain: ClosedRange<Double>, hasZero: Bool, start: Double, end: Double) {
    zero = hasZero ? start - Self.gap / 2 : nil
    logarithmic = LogScale(base: .ten, domain: domain, start: hasZero ? start - Self.gap : start, end: end)
  }

  /// From the power of ten below the smallest to that above the largest of the numbers that are not zero.
  ///
  /// - Parameter floor: below which nothing is told apart.
  init(numbers: some Sequence<Double>, floor: Double = 0, start: Double, end: Double) {
    var (low, high, hasZero) = (Double.infinity, 0.0, false)
    for number in numbers where number.isFinite {
      if number > 0 {
        low = min(low, number)
        high = max(high, number)
      } else {
        hasZero = true
      }
    }
    if high == 0 { (low, high) = (0.1, 1) }
    low = max(pow(10, log10(max(low, min(floor, high))).rounded(.down)), Self.smallest)
    high = min(pow(10, log10(high).rounded(.up)), Self.largest)
    self.init(domain: low...max(high, min(10 * low, Self.largest)), hasZero: hasZero, start: start, end: end)
  }

  /// Zero for zero, and the ends for what lies beyond them.
  func position(_ value: Double) -> Double {
    if value <= 0, let zero { return zero }
    let domain = logarithmic.domain
    return logarithmic.position(min(max(value, domain.lowerBound), domain.upperBound))
  }

  /// Powers of ten, as many as have room, and zero.
  func ticks(_ text: (Double) -> String) -> [Tick] {
    let powers = logarithmic.powers
    let every = (powers.count + 11) / 12
    let chosen = powers.enumerated().filter { (powers.count - 1 - $0.offset).isMultiple(of: every) }
    return chosen.map { Tick(position($0.element), text($0.element)) } + (zero.map { [Tick($0, "0")] } ?? [])
  }
}
