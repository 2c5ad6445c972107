import Foundation

/// A logarithmic axis with a place of its own for zero, below a break.
struct ZeroLogScale: Equatable, Sendable {
  private let logarithmic: LogScale
  /// The pixel of zero; nil if the axis has none.
  let zero: Double?

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
    low = pow(10, log10(max(low, min(floor, high))).rounded(.down))
    high = pow(10, log10(high).rounded(.up))
    self.init(domain: low...max(high, 10 * low), hasZero: hasZero, start: start, end: end)
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
