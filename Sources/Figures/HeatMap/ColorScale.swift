import Drawing
import Foundation

/// The colours of numbers.
struct ColorScale: Equatable, Sendable {
  let domain: ClosedRange<Double>
  /// Whether equal ratios, and not equal differences, of numbers are equal distances of colours.
  let isLogarithmic: Bool

  /// Above which the largest number must be of the smallest for a logarithmic scale: more than a linear one can
  /// show without all small numbers looking the same.
  static let linearRatio = 20.0

  /// From the smallest to the largest of the numbers. Zeros have no place on a logarithmic scale: it begins with the
  /// smallest number above them, and they have the colour of that.
  ///
  /// - Returns: nil without finite numbers.
  init?(_ numbers: [Double]) {
    let finite = numbers.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    let smallest = finite.filter { $0 > 0 }.min() ?? high
    let isLogarithmic = low >= 0 && high / smallest >= Self.linearRatio
    self.init(domain: (isLogarithmic ? smallest : low)...high, isLogarithmic: isLogarithmic)
  }

  init(domain: ClosedRange<Double>, isLogarithmic: Bool) {
    self.domain = domain
    self.isLogarithmic = isLogarithmic
  }

  /// From 0 for the smallest to 1 for the largest; all numbers of a scale that is one number lie in the middle.
  func position(_ number: Double) -> Double {
    let (low, high) = (place(domain.lowerBound), place(domain.upperBound))
    return high > low ? (place(number) - low) / (high - low) : 0.5
  }

  func color(_ number: Double) -> Color { ColorMap.viridis.color(at: position(number)) }

  /// Numbers for a scale bar, both ends among them.
  var ticks: [Double] {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    guard low < high else { return [low] }
    let inner: [Double] =
      isLogarithmic
      ? LogScale(base: .ten, domain: domain, start: 0, end: 1).powers
      : LinearScale(domain: domain, start: 0, end: 1).ticks
    // Not those that would stand on an end.
    return [low] + inner.filter { (0.08...0.92).contains(position($0)) } + [high]
  }

  private func place(_ number: Double) -> Double { isLogarithmic ? log10(number) : number }
}
