import Drawing
import Foundation
import Text

/// A panel of curves: axes, levels, bands, lines and marks.
struct CurvePanelDrawing {
  let panel: CurvePanel
  let frame: CGRect
  let x: PlacedAxis
  let y: PlacedAxis
  let xTitle: String
  /// Empty for none.
  let yTitle: String

  func draw(on canvas: inout Canvas) {
    for level in panel.levels where level.isFloor {
      let top = y.position(level.value)
      canvas.fill(
        CGRect(x: frame.minX, y: top, width: frame.width, height: frame.maxY - top), PlotColor.shade)
    }
    axes.draw(on: &canvas)
    for series in panel.series {
      let top = series.points.map { point($0.x, $0.high) }
      let bottom = series.points.reversed().map { point($0.x, $0.low) }
      canvas.fill(.lines(top + bottom, closed: true), series.color.withOpacity(0.13))
    }
    for series in panel.series {
      canvas.stroke(.lines(series.points.map { point($0.x, $0.middle) }), Stroke(series.color, width: 1.8))
    }
    for series in panel.series { drawMarks(series, on: &canvas) }
    for level in panel.levels { draw(level, on: &canvas) }
    if panel.series.allSatisfy(\.points.isEmpty) {
      canvas.text(
        "no measured run", at: CGPoint(x: frame.midX, y: frame.midY), PlotColor.quiet, alignment: .middle)
    }
  }

  private var axes: AxesDrawing {
    AxesDrawing(
      frame: frame, heading: panel.heading, xTicks: x.ticks, xTitle: xTitle, yTicks: y.ticks, yTitle: yTitle)
  }

  private func draw(_ level: CurveLevel, on canvas: inout Canvas) {
    let height = y.position(level.value)
    canvas.horizontal(height, frame.minX, frame.maxX, Stroke(PlotColor.quiet, dash: [5, 4]))
    let label = PlotLabel([level.label], color: PlotColor.quiet, font: Font(size: 11))
    var layout = LabelLayout(occupied: occupied)
    let right = frame.maxX - label.size.width - 4
    let places = [frame.minX + 4, right].flatMap { x in
      [height - label.size.height - 1, height + 1].map {
        CGRect(origin: CGPoint(x: x, y: $0), size: label.size)
      }
    }
    label.draw(on: &canvas, in: layout.place(among: places.filter(frame.contains)) { _ in 0 })
  }

  /// What the lines cover, roughly.
  private var occupied: [CGRect] {
    panel.series.flatMap { series in
      let centers = series.points.map { point($0.x, $0.middle) }
      return zip(centers, centers.dropFirst()).map { left, right in
        CGRect(
          x: left.x, y: min(left.y, right.y) - 1, width: right.x - left.x, height: abs(left.y - right.y) + 2)
      }
    }
  }

  private func drawMarks(_ series: CurveSeries, on canvas: inout Canvas) {
    for (place, text) in series.descriptions.sorted(by: { $0.key < $1.key }) {
      let center = point(series.points[place].x, series.points[place].middle)
      canvas.fill(.circle(at: center, radius: 2.8), series.color)
      canvas.mark(CGRect(x: center.x - 6, y: center.y - 6, width: 12, height: 12), text)
    }
  }

  private func point(_ step: Double, _ value: Double) -> CGPoint {
    CGPoint(x: x.position(step), y: y.position(value))
  }
}

/// An axis of curves before it is known where it lies.
enum CurveAxis: Equatable, Sendable {
  /// Logarithmic, from end to end.
  case steps(ClosedRange<Double>)
  /// The same with ticks at powers of two.
  case doublings(ClosedRange<Double>)
  /// Logarithmic, as far as the numbers reach, with a place for zero; numbers below the floor are not told apart.
  case magnitudes(floor: Double)
  case linear(ClosedRange<Double>)
  /// The same of what has no parts: ticks at whole numbers only.
  case wholes(ClosedRange<Double>)

  /// - Parameters:
  ///   - numbers: that are drawn.
  ///   - start: the pixel of the lower end.
  func placed(_ numbers: @autoclosure () -> [Double], start: Double, end: Double) -> PlacedAxis {
    switch self {
    case .steps(let domain):
      let scale = LogScale(base: .ten, domain: domain, start: start, end: end)
      return PlacedAxis(
        position: scale.position,
        ticks: scale.powers.map { Tick(scale.position($0), NumberText.large($0)) })
    case .doublings(let domain):
      let scale = LogScale(base: .two, domain: domain, start: start, end: end)
      return PlacedAxis(
        position: scale.position, ticks: scale.powers.map { Tick(scale.position($0), NumberText.tick($0)) })
    case .magnitudes(let floor):
      let scale = ZeroLogScale(numbers: numbers(), floor: floor, start: start, end: end)
      return PlacedAxis(position: scale.position, ticks: scale.ticks(NumberText.tick))
    case .linear(let domain), .wholes(let domain):
      let isWhole = self == .wholes(domain)
      let scale = LinearScale(domain: domain, start: start, end: end)
      return PlacedAxis(
        position: { scale.position(min(max($0, domain.lowerBound), domain.upperBound)) },
        ticks: scale.ticks.filter { !isWhole || $0 == $0.rounded() }.map {
          Tick(scale.position($0), Self.text($0))
        })
    }
  }

  private static func text(_ number: Double) -> String {
    number.magnitude >= 1_000 ? NumberText.large(number) : NumberText.shortest(number)
  }
}

/// Where the values of an axis lie, in pixels.
struct PlacedAxis: Sendable {
  let position: @Sendable (Double) -> Double
  let ticks: [Tick]
}
