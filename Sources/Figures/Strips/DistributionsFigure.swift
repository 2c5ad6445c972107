import Drawing
import Foundation
import MemoryMeasures

/// Counts of steps as strips of points, one panel for each network and count: a row of panels per network.
struct DistributionsFigure: Figure {
  /// Those of a network together, as many for each.
  let panels: [StripPanel]
  /// Panels to a row.
  let columns: Int
  /// Shared steps of every run.
  let horizon: Int
  let alternativeText: String
  let sheet: FigureSheet

  let name = "distributions"
  var panelsBottom: Double { layout.bottom }

  private static let widestName = 210.0
  private static let networkFont = Font(size: 15, isBold: true)

  /// The axis of the steps: from the power of ten below the smallest to the horizon.
  private var steps: ClosedRange<Double> {
    let smallest = panels.flatMap(\.samples).flatMap(\.counts).map { Double($0.steps) }.min() ?? 1
    let low = pow(10, log10(max(1, smallest)).rounded(.down))
    return low...max(Double(horizon), 10 * low)
  }

  private var nameWidth: Double {
    let names = panels.flatMap(\.samples).map { Font(isBold: $0.isReference).width($0.name) }
    return min(names.max() ?? 0, Self.widestName)
  }

  private var layout: PanelGrid {
    let rows = Double(panels.map(\.samples.count).max() ?? 1)
    let hasNetworks = panels.contains { !$0.network.isEmpty }
    return PanelGrid(
      count: panels.count, columns: columns, top: sheet.contentTop,
      panelHeight: rows * StripGeometry.rowHeight, ticks: 12, over: hasNetworks ? 58 : 36, under: 44,
      axisTitle: FigureSheet.left + nameWidth)
  }

  func drawPanels(on canvas: inout Canvas) {
    let (layout, steps, nameWidth) = (layout, steps, nameWidth)
    for (index, panel) in panels.enumerated() {
      var frame = layout.frame(index)
      let hasComparison = panel.samples.contains { $0.comparison != nil }
      if hasComparison { frame.size.width -= StripPanelDrawing.comparisonWidth }
      if layout.isFirst(index) {
        let name = PlotText.shortened(
          panel.network, width: FigureSheet.textWidth, font: Self.networkFont)
        let place = CGPoint(x: FigureSheet.left, y: frame.minY - 32)
        canvas.text(name, at: place, Self.networkFont, PlotColor.ink)
      }
      StripPanelDrawing(
        panel: panel, geometry: StripGeometry(frame: frame, steps: steps),
        nameWidth: layout.isFirst(index) ? nameWidth : 0
      ).draw(on: &canvas)
    }
  }
}

/// What a panel of a strip plot shows: one network by one count.
struct StripPanel: Equatable, Sendable {
  let network: String
  /// Of the count.
  let heading: String
  /// From the top.
  let samples: [StripSample]
}

/// One row of a strip plot: the counts of all runs of one source.
struct StripSample: Equatable, Sendable {
  let name: String
  /// Whether it is what the other samples are compared with.
  let isReference: Bool
  let counts: [CensoredSteps]
  /// Of the counts; lower bound if its run did not get there. NaN for no counts.
  let median: Double
  let isLowerBound: Bool
  /// At the median; empty for none.
  var mark = ""
  /// How the reference compares with it, in a few characters; nil for the reference itself.
  let comparison: Comparison?
  /// Everything in words.
  let description: String

  struct Comparison: Equatable, Sendable {
    let text: String
    let isSignificant: Bool
  }
}
