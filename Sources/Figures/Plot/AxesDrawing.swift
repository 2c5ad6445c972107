import Drawing
import Foundation

/// The axes of a panel: its name, lines, numbers and titles.
struct AxesDrawing {
  let frame: CGRect
  let heading: String
  var headingFont = Self.headingFont
  /// For names that have no room in the other.
  private static let smallHeadingFont = Font(isBold: true)
  /// That the name may have; the panel's by default.
  var headingWidth: Double?
  /// Below the panel.
  var xTicks: [Tick] = []
  var xTitle = ""
  /// Left of the panel.
  var yTicks: [Tick] = []
  /// Left of the numbers; empty for none.
  var yTitle = ""
  /// At which height its middle is; the panel's by default.
  var yTitleMiddle: Double?
  /// Whether a line crosses the panel at every vertical tick.
  var hasLines = true

  /// The distance of `yTitle` from the panel.
  static let yTitleDistance = 56.0
  static let headingFont = Font(size: 15, isBold: true)

  func draw(on canvas: inout Canvas) {
    drawHeading(on: &canvas)
    drawYAxis(on: &canvas)
    drawXAxis(on: &canvas)
  }

  private func drawHeading(on canvas: inout Canvas) {
    let width = headingWidth ?? frame.width
    let font = headingFont.width(heading) <= width ? headingFont : Self.smallHeadingFont
    let text = PlotText.shortened(heading, width: width, font: font)
    canvas.text(text, at: CGPoint(x: frame.minX, y: frame.minY - 10), font, PlotColor.ink)
  }

  private func drawYAxis(on canvas: inout Canvas) {
    var free = Double.infinity
    for tick in yTicks.sorted(by: { $0.position > $1.position }) {
      if hasLines {
        canvas.horizontal(tick.position, frame.minX, frame.maxX, Stroke(PlotColor.grid))
      }
      guard tick.position <= free else { continue }
      free = tick.position - 14
      canvas.text(
        tick.label, at: CGPoint(x: frame.minX - 7, y: tick.position + 4), PlotColor.quiet, alignment: .end)
    }
    guard !yTitle.isEmpty else { return }
    canvas.text(
      yTitle, at: CGPoint(x: frame.minX - Self.yTitleDistance, y: yTitleMiddle ?? frame.midY), PlotColor.ink,
      alignment: .middle, rotation: -90)
  }

  /// A tick for every place, and its number unless it would touch the one before.
  private func drawXAxis(on canvas: inout Canvas) {
    canvas.horizontal(frame.maxY, frame.minX, frame.maxX, Stroke(PlotColor.quiet))
    var free = -Double.infinity
    for tick in xTicks.sorted(by: { $0.position < $1.position }) {
      canvas.vertical(tick.position, frame.maxY, frame.maxY + 5, Stroke(PlotColor.quiet))
      let half = Font().width(tick.label) / 2
      guard tick.position - half >= free else { continue }
      free = tick.position + half + 5
      canvas.text(
        tick.label, at: CGPoint(x: tick.position, y: frame.maxY + 18), PlotColor.quiet, alignment: .middle)
    }
    canvas.text(
      xTitle, at: CGPoint(x: frame.midX, y: frame.maxY + 38), PlotColor.ink, alignment: .middle)
  }
}

/// A place on an axis, in pixels, and its number.
struct Tick: Equatable, Sendable {
  let position: Double
  let label: String

  init(_ position: Double, _ label: String) {
    self.position = position
    self.label = label
  }
}

extension Canvas {
  mutating func vertical(_ x: Double, _ top: Double, _ bottom: Double, _ stroke: Stroke) {
    line(from: CGPoint(x: x, y: top), to: CGPoint(x: x, y: bottom), stroke)
  }

  mutating func horizontal(_ y: Double, _ left: Double, _ right: Double, _ stroke: Stroke) {
    line(from: CGPoint(x: left, y: y), to: CGPoint(x: right, y: y), stroke)
  }
}
