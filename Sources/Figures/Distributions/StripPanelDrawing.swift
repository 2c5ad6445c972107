import Drawing
import Foundation
import Text

/// A panel of a strip plot: every run a point, the median a bar, and how the reference compares.
struct StripPanelDrawing {
  let panel: StripPanel
  let geometry: StripGeometry
  /// That the names of the samples have, left of it; 0 for no names.
  let nameWidth: Double

  static let comparisonName = "δ"
  static let comparisonWidth = 48.0
  private var frame: CGRect { geometry.frame }

  func draw(on canvas: inout Canvas) {
    drawAxis(on: &canvas)
    for (index, sample) in panel.samples.enumerated() { draw(sample, in: geometry.row(index), on: &canvas) }
  }

  private func drawAxis(on canvas: inout Canvas) {
    let beyond = CGRect(
      x: geometry.beyond.lowerBound, y: frame.minY,
      width: geometry.beyond.upperBound - geometry.beyond.lowerBound, height: frame.height)
    canvas.fill(beyond, PlotColor.shade)
    for power in geometry.x.powers {
      let x = geometry.x.position(power)
      canvas.line(
        from: CGPoint(x: x, y: frame.minY), to: CGPoint(x: x, y: frame.maxY), Stroke(PlotColor.grid))
    }
    let ticks = geometry.x.powers.map { Tick(geometry.x.position($0), NumberText.tick($0)) }
    AxesDrawing(
      frame: frame, heading: panel.heading, headingFont: Font(isBold: true),
      xTicks: ticks + [Tick(beyond.midX, "≥")], xTitle: "shared steps"
    ).draw(on: &canvas)
    if panel.samples.contains(where: { $0.comparison != nil }) {
      let place = CGPoint(x: frame.maxX + 6, y: frame.minY - 10)
      canvas.text(Self.comparisonName, at: place, PlotColor.quiet)
    }
  }

  private func draw(_ sample: StripSample, in row: CGRect, on canvas: inout Canvas) {
    let color = sample.isReference ? PlotColor.orange : PlotColor.blue
    if nameWidth > 0 {
      let font = Font(isBold: sample.isReference)
      canvas.text(
        PlotText.shortened(sample.name, width: nameWidth, font: font),
        at: CGPoint(x: row.minX - 8, y: row.midY + 4), font, color, alignment: .end)
    }
    let reached = sample.counts.filter(\.reached).map(\.steps)
    for center in geometry.swarm(reached, middle: row.midY) {
      canvas.fill(.circle(at: center, radius: StripGeometry.radius), color.withOpacity(0.6))
    }
    for center in geometry.beyond(sample.counts.count - reached.count, middle: row.midY) {
      canvas.stroke(.circle(at: center, radius: StripGeometry.radius - 0.4), Stroke(color, width: 1.1))
    }
    drawMedian(sample, in: row, on: &canvas)
    if let comparison = sample.comparison {
      canvas.text(
        comparison.text, at: CGPoint(x: row.maxX + 6, y: row.midY + 4),
        Font(size: 11, isBold: comparison.isSignificant),
        comparison.isSignificant ? PlotColor.ink : PlotColor.quiet)
    }
    canvas.mark(row, sample.description)
  }

  private func drawMedian(_ sample: StripSample, in row: CGRect, on canvas: inout Canvas) {
    guard !sample.counts.isEmpty else {
      return canvas.text(
        "no measured run", at: CGPoint(x: row.minX + 8, y: row.midY + 4), PlotColor.quiet)
    }
    let x =
      sample.isLowerBound ? geometry.beyond.lowerBound : geometry.x.position(max(1, sample.median))
    canvas.line(
      from: CGPoint(x: x, y: row.minY + 3), to: CGPoint(x: x, y: row.maxY - 3),
      Stroke(PlotColor.ink, width: 2))
  }
}
