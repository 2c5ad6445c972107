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

/// The bar that says which colour is which number.
struct ColorBar: Sendable {
  let scale: ColorScale
  let title: String
  /// How the numbers are written.
  let text: @Sendable (Double) -> String

  static let height = 54.0
  private static let barHeight = 12.0
  private static let width = 320.0
  private static let steps = 80

  /// - Parameter corner: the upper left.
  func draw(on canvas: inout Canvas, at corner: CGPoint) {
    canvas.text(title, at: CGPoint(x: corner.x, y: corner.y + 11), PlotColor.ink)
    let frame = CGRect(x: corner.x, y: corner.y + 18, width: Self.width, height: Self.barHeight)
    drawColors(on: &canvas, in: frame)
    var free = -Double.infinity
    var previous = ""
    for (index, number) in scale.ticks.enumerated() {
      let x = frame.minX + scale.position(number) * frame.width
      canvas.vertical(x, frame.maxY, frame.maxY + 4, Stroke(PlotColor.quiet))
      let label = text(number)
      let width = Font().width(label)
      // The ends are written within the bar's width.
      let left = min(max(x - width / 2, frame.minX), frame.maxX - width)
      let isLast = index == scale.ticks.count - 1
      let reserved = isLast ? -Double.infinity : frame.maxX - Font().width(text(scale.domain.upperBound)) - 6
      guard left >= free, isLast || left + width <= reserved, label != previous else { continue }
      free = left + width + 6
      previous = label
      canvas.text(label, at: CGPoint(x: left, y: frame.maxY + 16), PlotColor.quiet)
    }
  }

  private func drawColors(on canvas: inout Canvas, in frame: CGRect) {
    guard scale.domain.lowerBound < scale.domain.upperBound else {
      return canvas.fill(frame, scale.color(scale.domain.lowerBound))
    }
    for step in 0..<Self.steps {
      let left = frame.minX + frame.width * Double(step) / Double(Self.steps)
      // Each reaches under the next, so that no gap shines through.
      let right = min(left + 2 * frame.width / Double(Self.steps), frame.maxX)
      canvas.fill(
        CGRect(x: left, y: frame.minY, width: right - left, height: frame.height),
        ColorMap.viridis.color(at: (Double(step) + 0.5) / Double(Self.steps)))
    }
  }
}
