import Foundation

/// A panel: shade, axes, horizon and curves, and labels where there is room for them.
struct PanelDrawing {
  let panel: DivergencePanel
  let geometry: PanelGeometry

  private var frame: CGRect { geometry.frame }
  private var curves: [CurveDrawing] { panel.curves.map { CurveDrawing(curve: $0, geometry: geometry) } }
  private var floors: [CGRect] { geometry.columns(of: panel.floorSizes) }

  var element: SVGElement {
    let shades = floors.map { SVGElement.rectangle($0, [("class", "floor"), ("fill", PlotColor.shade)]) }
    let drawn = curves.filter { !$0.curve.points.isEmpty }
    let children = shades + axes + [horizonLine] + drawn.map(\.band) + drawn.map(\.line)
    return .group([("class", "panel")], children + drawn.flatMap(\.markers) + labels(drawn))
  }

  // MARK: Axes

  private var axes: [SVGElement] {
    let title = SVGElement.text(
      panel.heading, at: CGPoint(x: frame.minX, y: frame.minY - 10),
      [("font-size", "15"), ("font-weight", "bold")])
    let caption = SVGElement.text(
      "hidden size (units)", at: CGPoint(x: frame.midX, y: frame.maxY + 38), [("text-anchor", "middle")])
    return [title] + stepTicks + sizeTicks + [
      .line(
        from: CGPoint(x: frame.minX, y: frame.maxY), to: CGPoint(x: frame.maxX, y: frame.maxY),
        [("stroke", PlotColor.quiet)]),
      caption,
    ]
  }

  private var stepTicks: [SVGElement] {
    geometry.y.powers.flatMap { value in
      let y = geometry.y.position(value)
      return [
        SVGElement.line(
          from: CGPoint(x: frame.minX, y: y), to: CGPoint(x: frame.maxX, y: y), [("stroke", PlotColor.grid)]),
        .text(
          NumberText.large(value), at: CGPoint(x: frame.minX - 7, y: y + 4),
          [("text-anchor", "end"), ("fill", PlotColor.quiet)]),
      ]
    }
  }

  /// A tick for every hidden size, and its number unless it would touch the one before.
  private var sizeTicks: [SVGElement] {
    var elements: [SVGElement] = []
    var free = -Double.infinity
    for size in geometry.sizes {
      let x = geometry.x.position(Double(size))
      elements.append(
        .line(
          from: CGPoint(x: x, y: frame.maxY), to: CGPoint(x: x, y: frame.maxY + 5),
          [("stroke", PlotColor.quiet)]))
      let half = PlotText.width("\(size)") / 2
      guard x - half >= free else { continue }
      free = x + half + 5
      elements.append(
        .text(
          "\(size)", at: CGPoint(x: x, y: frame.maxY + 18),
          [("text-anchor", "middle"), ("fill", PlotColor.quiet)]))
    }
    return elements
  }

  private var horizonLine: SVGElement {
    .line(
      from: CGPoint(x: frame.minX, y: geometry.horizon), to: CGPoint(x: frame.maxX, y: geometry.horizon),
      [("class", "horizon"), ("stroke", PlotColor.quiet), ("stroke-dasharray", "5 4")])
  }

  // MARK: Labels

  private func labels(_ curves: [CurveDrawing]) -> [SVGElement] {
    let line = CGRect(x: frame.minX, y: geometry.horizon - 1, width: frame.width, height: 2)
    var layout = LabelLayout(occupied: [line] + curves.flatMap(\.occupied))
    return horizonLabel(&layout) + floorLabels(&layout) + curves.flatMap { label($0, &layout) }
      + (curves.isEmpty ? [nothingMeasured] : [])
  }

  /// On the horizon line or else a line above it, as far left as there is room.
  private func horizonLabel(_ layout: inout LabelLayout) -> [SVGElement] {
    let text = "\(NumberText.large(geometry.y.domain.upperBound)): end of the run"
    let label = PlotLabel([text], color: PlotColor.quiet)
    let frames = label.frames(in: frame, xStep: 8, ys: [geometry.horizon - 19, geometry.horizon - 36])
    return label.placed(layout.place(among: frames) { $0.minX - 4 * $0.minY })
  }

  /// In the middle of each shaded region, where there is most room above and below.
  private func floorLabels(_ layout: inout LabelLayout) -> [SVGElement] {
    floors.flatMap { region -> [SVGElement] in
      let words = "here bit-identity measures float rounding"
      let label = PlotLabel(
        PlotText.wrapped(words, width: region.width - 12), color: PlotColor.ink, isItalic: true)
      let left = min(max(region.midX - label.size.width / 2, frame.minX), frame.maxX - label.size.width)
      let frames = stride(from: frame.minY + 2, to: frame.maxY - label.size.height - 4, by: 4).map {
        CGRect(origin: CGPoint(x: left, y: $0), size: label.size)
      }
      let room = layout
      return label.placed(
        layout.place(among: frames) { -room.verticalClearance(of: $0, limit: frame.height) }, centered: true)
    }
  }

  /// Near the curve: bit-identity above it, to the left, and a threshold below it, to the right, where there
  /// is room.
  private func label(_ drawing: CurveDrawing, _ layout: inout LabelLayout) -> [SVGElement] {
    let label = PlotLabel(drawing.curve.labelLines, color: drawing.curve.color, isBold: true)
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
    return label.placed(place)
  }

  private var nothingMeasured: SVGElement {
    .text(
      "no measured run", at: CGPoint(x: frame.midX, y: frame.midY),
      [("text-anchor", "middle"), ("fill", PlotColor.quiet)])
  }
}
