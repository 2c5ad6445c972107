import Drawing
import Foundation
import Text

/// A panel: shade, axes, horizon and curves, and labels where there is room for them.
struct MemoryPanelDrawing {
  let panel: MemoryPanel
  let geometry: MemoryGeometry
  let hasYTitle: Bool
  /// Whether curves and shades say what they are.
  var hasLabels = true

  static let floorWords = "here bit-identity measures float rounding"

  private var frame: CGRect { geometry.frame }
  private var floors: [CGRect] { geometry.columns(of: panel.floorSizes) }
  /// Of the curves that have points.
  private var curves: [MemoryCurveDrawing] {
    panel.curves.filter { !$0.points.isEmpty }
      .map { MemoryCurveDrawing(curve: $0, geometry: geometry, heading: panel.heading) }
  }

  func draw(on canvas: inout Canvas) {
    for floor in floors { canvas.fill(floor, PlotColor.shade) }
    axes.draw(on: &canvas)
    canvas.horizontal(geometry.horizon, frame.minX, frame.maxX, Stroke(PlotColor.quiet, dash: [5, 4]))
    let curves = curves
    for curve in curves { curve.drawBand(on: &canvas) }
    for curve in curves { curve.drawLine(on: &canvas) }
    for curve in curves { curve.drawMarkers(on: &canvas) }
    drawLabels(curves, on: &canvas)
    if curves.isEmpty {
      canvas.text(
        "no measured run", at: CGPoint(x: frame.midX, y: frame.midY), PlotColor.quiet, alignment: .middle)
    }
  }

  /// A tick of the steps; in full as long as there is room left of the axis.
  private func stepsText(_ steps: Double) -> String {
    geometry.y.domain.upperBound < 1e6 ? NumberText.large(steps) : NumberText.tick(steps)
  }

  private var axes: AxesDrawing {
    AxesDrawing(
      frame: frame, heading: panel.heading,
      xTicks: geometry.sizes.map { Tick(geometry.x.position(Double($0)), "\($0)") },
      xTitle: "hidden size (units)",
      yTicks: geometry.y.powers.map { Tick(geometry.y.position($0), stepsText($0)) },
      yTitle: hasYTitle ? "shared steps" : "")
  }

  // MARK: Labels

  private func drawLabels(_ curves: [MemoryCurveDrawing], on canvas: inout Canvas) {
    let line = CGRect(x: frame.minX, y: geometry.horizon - 1, width: frame.width, height: 2)
    var layout = LabelLayout(occupied: [line] + curves.flatMap(\.occupied))
    drawHorizonLabel(on: &canvas, &layout)
    guard hasLabels else { return }
    drawFloorLabels(on: &canvas, &layout)
    for curve in curves { drawLabel(curve, on: &canvas, &layout) }
  }

  /// On the horizon line or else a line above it, as far left as there is room.
  private func drawHorizonLabel(on canvas: inout Canvas, _ layout: inout LabelLayout) {
    let text = "\(NumberText.large(geometry.y.domain.upperBound)): end of the run"
    let label = PlotLabel([text], color: PlotColor.quiet)
    let frames = label.frames(in: frame, xStep: 8, ys: [geometry.horizon - 19, geometry.horizon - 36])
    label.draw(on: &canvas, in: layout.place(among: frames) { $0.minX - 4 * $0.minY })
  }

  /// In the middle of each shaded region, where there is most room above and below.
  private func drawFloorLabels(on canvas: inout Canvas, _ layout: inout LabelLayout) {
    for region in floors {
      let font = Font(isItalic: true)
      let label = PlotLabel(
        PlotText.wrapped(Self.floorWords, width: region.width - 12, font: font), color: PlotColor.ink,
        font: font)
      let left = min(max(region.midX - label.size.width / 2, frame.minX), frame.maxX - label.size.width)
      let frames = stride(from: frame.minY + 2, to: frame.maxY - label.size.height - 4, by: 4).map {
        CGRect(origin: CGPoint(x: left, y: $0), size: label.size)
      }
      let room = layout
      let place = layout.place(among: frames) { -room.verticalClearance(of: $0, limit: frame.height) }
      label.draw(on: &canvas, in: place, centered: true)
    }
  }

  /// Near the curve: bit-identity above it, to the left, and a threshold below it, to the right, where there
  /// is room.
  private func drawLabel(
    _ drawing: MemoryCurveDrawing, on canvas: inout Canvas, _ layout: inout LabelLayout
  ) {
    let label = PlotLabel(
      drawing.curve.count.curveLabel, color: drawing.curve.color, font: Font(isBold: true))
    let isAbove = drawing.curve.count == .settled
    let own = LabelLayout(occupied: drawing.occupied)
    let ys = Array(stride(from: frame.minY + 2, to: frame.maxY - label.size.height - 2, by: 3))
    let frames = label.frames(in: frame.insetBy(dx: 6, dy: 0), xStep: 8, ys: ys)
    let place = layout.place(among: frames) { candidate in
      let gap = own.verticalClearance(of: candidate, limit: frame.height)
      let offside = isAbove ? candidate.minX - frame.minX : frame.maxX - candidate.maxX
      let wrongSide = own.occupied.contains {
        $0.maxX > candidate.minX && $0.minX < candidate.maxX
          && (isAbove ? $0.maxY <= candidate.minY : $0.minY >= candidate.maxY)
      }
      return abs(gap - 3) + offside / 12 + (wrongSide ? 20 : 0)
    }
    label.draw(on: &canvas, in: place)
  }
}

/// Where the values of a panel are drawn.
struct MemoryGeometry {
  /// The rectangle between the axes.
  let frame: CGRect
  /// Hidden sizes, ascending, without repetition.
  let sizes: [Int]
  let x: LogScale
  let y: LogScale

  /// Room above the horizon for arrows and labels.
  static let headroom = 56.0
  /// Room on both sides of the hidden sizes.
  static let margin = 26.0

  /// - Parameters:
  ///   - sizes: hidden sizes.
  ///   - steps: from the lowest value of the axis to the horizon.
  init(frame: CGRect, sizes: [Int], steps: ClosedRange<Double>) {
    self.frame = frame
    self.sizes = sizes.sorted()
    let ends = (self.sizes.first ?? 1, self.sizes.last ?? 1)
    x = LogScale(
      base: .two, domain: Double(ends.0)...Double(ends.1), start: frame.minX + Self.margin,
      end: frame.maxX - Self.margin)
    y = LogScale(base: .ten, domain: steps, start: frame.maxY, end: frame.minY + Self.headroom)
  }

  /// The pixel of the last shared step.
  var horizon: Double { y.position(y.domain.upperBound) }

  func point(_ size: Int, _ steps: Double) -> CGPoint {
    CGPoint(x: x.position(Double(size)), y: y.position(steps))
  }

  /// The columns of some of the hidden sizes, each reaching halfway to its neighbours, those side by side
  /// joined.
  func columns(of chosen: [Int]) -> [CGRect] {
    var columns: [CGRect] = []
    for (index, size) in sizes.enumerated() where chosen.contains(size) {
      let left = index == 0 ? frame.minX : middle(sizes[index - 1], size)
      let right = index == sizes.count - 1 ? frame.maxX : middle(size, sizes[index + 1])
      let column = CGRect(x: left, y: frame.minY, width: right - left, height: frame.height)
      if let last = columns.last, last.maxX == left {
        columns[columns.count - 1] = last.union(column)
      } else {
        columns.append(column)
      }
    }
    return columns
  }

  private func middle(_ left: Int, _ right: Int) -> Double {
    (x.position(Double(left)) + x.position(Double(right))) / 2
  }
}
