import Drawing
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
struct MemoryFigure: Figure {
  /// By depth, then cell type, both in the grid's order.
  let panels: [MemoryPanel]
  let alternativeText: String
  private let sheet: FigureSheet
  private let layout: PanelGrid
  private let sizes: [Int]
  /// The axis of the steps.
  private let steps: ClosedRange<Double>

  let name = "memory"
  var title: String { sheet.title }
  var caption: String { sheet.caption }
  var size: CGSize { sheet.size(contentBottom: layout.bottom) }

  init(_ results: DivergenceResults, program: String? = nil) {
    let grid = results.plan.grid
    panels = grid.layers.flatMap { layers in
      grid.cells.map { MemoryPanel(results: results, cell: $0, layers: layers) }
    }
    sizes = grid.hiddenSizes
    let points = panels.flatMap(\.curves).flatMap(\.points)
    // From 10, or the power of ten below the smallest value, to the horizon.
    let horizon = Double(results.plan.settings.horizon)
    let smallest = points.map(\.smallest).reduce(min(10, horizon), min)
    steps = pow(10, log10(smallest).rounded(.down))...horizon
    sheet = FigureSheet(
      headline: MemoryHeadline(results, panels: panels).lines,
      explanation: """
        Shared steps until the outputs of one network, fed two sequences that differ only at the beginning, \
        agree for good.
        """,
      key: MemoryKey(results: results, hasLowerBounds: points.contains(where: \.medianIsLowerBound)).key,
      notes: GapNotes(results).text, caption: DivergenceCaption.text(results.plan, program: program))
    layout = PanelGrid(
      count: panels.count, columns: min(panels.count, 2), top: sheet.contentTop, panelHeight: 330)
    alternativeText = MemoryDescription(panels: panels).text
  }

  func draw(on canvas: inout Canvas) {
    sheet.draw(on: &canvas, contentBottom: layout.bottom)
    for (index, panel) in panels.enumerated() {
      let geometry = MemoryGeometry(frame: layout.frame(index), sizes: sizes, steps: steps)
      MemoryPanelDrawing(panel: panel, geometry: geometry, hasYTitle: layout.isFirst(index)).draw(on: &canvas)
    }
  }
}
