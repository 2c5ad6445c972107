import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks

/// What a divergence sweep found, as a picture: per cell type and depth a panel of shared steps against the
/// hidden size, counted by bit-identity and by a threshold (that of the tables), with the region shaded where
/// runs end at the rounding floor. Made from results alone, finished or not; nothing is measured again.
///
/// A point is the median over the input sizes of the means over the repeats; the band reaches from the
/// smallest to the largest of these means. What is only a lower bound has an open marker with an arrow.
public struct DivergencePlot: Sendable {
  private let results: DivergenceResults
  /// By depth, then cell type, both in the grid's order.
  let panels: [DivergencePanel]

  public init(_ results: DivergenceResults) {
    self.results = results
    panels = results.plan.grid.layers.flatMap { layers in
      results.plan.grid.cells.map { DivergencePanel(results: results, cell: $0, layers: layers) }
    }
  }

  /// An SVG document of 900 pixels' width with a white background, in UTF-8. The same for the same results.
  public var svg: String {
    let width = SVGElement.number(PlotLayout.width)
    let height = SVGElement.number(layout.height)
    let root = SVGElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("width", width), ("height", height),
        ("viewBox", "0 0 \(width) \(height)"), ("role", "img"), ("font-family", PlotText.fonts),
        ("font-size", SVGElement.number(PlotText.size)), ("fill", PlotColor.ink),
      ],
      children: [
        SVGElement("title", text: headline.lines.map(\.text).joined(separator: " ")),
        .rectangle(
          CGRect(x: 0, y: 0, width: PlotLayout.width, height: layout.height),
          [("fill", PlotColor.background)]),
      ] + heading + panels.indices.flatMap(panel))
    return #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + root.markup()
  }

  private var layout: PlotLayout { PlotLayout(panelCount: panels.count) }
  private var headline: PlotHeadline { PlotHeadline(results, panels: panels) }
  private var points: [CurvePoint] { panels.flatMap(\.curves).flatMap(\.points) }

  private var heading: [SVGElement] {
    let titles = headline.lines.enumerated().map { index, line in
      SVGElement.text(
        line.text, at: CGPoint(x: PlotLayout.left, y: 34 + 26 * Double(index)),
        [("font-size", "20"), ("font-weight", "bold"), ("fill", line.color)])
    }
    let explanation = SVGElement.text(
      """
      Shared steps until the outputs of one network, fed two sequences that differ only at the beginning, \
      agree for good.
      """, at: CGPoint(x: PlotLayout.left, y: 86), [("fill", PlotColor.quiet)])
    let key = PlotKey(results: results, hasLowerBounds: points.contains(where: \.medianIsLowerBound))
    return titles + [explanation] + key.elements(left: PlotLayout.left, baseline: 109) + gaps
  }

  /// A line about runs that are not in the picture, if there are any.
  private var gaps: [SVGElement] {
    var notes: [String] = []
    let done = results.records.count
    let total = results.plan.grid.runCount
    if done < total {
      notes.append("Not finished: \(NumberText.whole(done)) of \(NumberText.count(total, "run")).")
    }
    let failed = results.failed.count
    if failed > 0 { notes.append("Left out: \(NumberText.count(failed, "failed run")).") }
    guard !notes.isEmpty else { return [] }
    return [
      .text(
        notes.joined(separator: " "), at: CGPoint(x: PlotLayout.left, y: 130), [("font-weight", "bold")])
    ]
  }

  private func panel(_ index: Int) -> [SVGElement] {
    let frame = layout.frame(index)
    let geometry = PanelGeometry(frame: frame, sizes: results.plan.grid.hiddenSizes, steps: steps)
    let drawing = PanelDrawing(panel: panels[index], geometry: geometry).element
    guard layout.isFirst(index) else { return [drawing] }
    let (x, y) = (SVGElement.number(18), SVGElement.number(frame.midY))
    let title = SVGElement.text(
      "shared steps", at: .zero,
      [("text-anchor", "middle"), ("transform", "translate(\(x) \(y)) rotate(-90)")])
    return [title, drawing]
  }

  /// From 10, or the power of ten below the smallest value, to the horizon.
  private var steps: ClosedRange<Double> {
    let horizon = Double(results.plan.settings.horizon)
    let smallest = points.map(\.smallest).reduce(min(10, horizon), min)
    return pow(10, log10(smallest).rounded(.down))...horizon
  }
}
