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
      canvas.vertical(x, frame.minY, frame.maxY, Stroke(PlotColor.grid))
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
    canvas.vertical(x, row.minY + 3, row.maxY - 3, Stroke(PlotColor.ink, width: 2))
    canvas.text(sample.mark, at: CGPoint(x: x + 3, y: row.minY + 10), PlotColor.ink)
  }
}

/// Where the counts of a strip are drawn: a logarithmic axis up to the horizon, then a place for runs that did not
/// get there.
struct StripGeometry {
  /// Of the whole panel.
  let frame: CGRect
  let x: LogScale
  /// Where censored runs stand.
  let beyond: ClosedRange<Double>

  static let rowHeight = 30.0
  static let radius = 2.6
  private static let beyondWidth = 40.0

  init(frame: CGRect, steps: ClosedRange<Double>) {
    self.frame = frame
    let end = frame.maxX - Self.beyondWidth
    x = LogScale(base: .ten, domain: steps, start: frame.minX + 6, end: end - 6)
    beyond = end...frame.maxX
  }

  /// The strip of a sample.
  func row(_ index: Int) -> CGRect {
    CGRect(
      x: frame.minX, y: frame.minY + Double(index) * Self.rowHeight, width: frame.width,
      height: Self.rowHeight)
  }

  /// Places for steps that were reached, near the middle of a row: each as close to it as it can be without lying on
  /// another, or among those of its distance from it if there is no such place.
  func swarm(_ steps: [Int], middle: Double) -> [CGPoint] {
    let most = Self.rowHeight / 2 - Self.radius - 2
    let offsets = stride(from: 0.0, through: most, by: 1.3).flatMap { $0 == 0 ? [0.0] : [$0, -$0] }
    var placed: [CGPoint] = []
    for step in steps.sorted() {
      let left = x.position(Double(step))
      let near = placed.suffix(60).filter { left - $0.x < 2 * Self.radius }
      var best = (offset: 0.0, overlap: Double.infinity)
      for offset in offsets {
        let overlap = near.reduce(0.0) { sum, other in
          let distance = hypot(left - other.x, middle + offset - other.y)
          return sum + max(0, 2 * Self.radius - distance)
        }
        if overlap < best.overlap - 1e-9 { best = (offset, overlap) }
      }
      placed.append(CGPoint(x: left, y: middle + best.offset))
    }
    return placed
  }

  /// Places for so many censored runs: columns of four, closer together where there are many.
  func beyond(_ count: Int, middle: Double) -> [CGPoint] {
    let columns = (count + 3) / 4
    let room = beyond.upperBound - beyond.lowerBound - 12
    let spacing = columns > 1 ? min(2 * Self.radius + 0.8, room / Double(columns - 1)) : 0
    let rowSpacing = 2 * Self.radius + 0.6
    return (0..<count).map { index in
      let column = Double(index / 4)
      let row = Double(index % 4) - 1.5
      return CGPoint(x: beyond.lowerBound + 6 + column * spacing, y: middle + row * rowSpacing)
    }
  }
}
