import Drawing
import Foundation
import MemoryMeasures

/// Counts of steps as strips of points, one panel for each network and count: a row of panels per network.
struct DistributionsFigure: Figure {
  let panels: [StripPanel]
  let alternativeText: String
  /// Panels to a row.
  private let columns: Int
  private let steps: ClosedRange<Double>
  let sheet: FigureSheet
  private let layout: PanelGrid
  private let nameWidth: Double

  let name = "distributions"
  var panelsBottom: Double { layout.bottom }

  private static let widestName = 210.0
  private static let networkFont = Font(size: 15, isBold: true)

  /// - Parameters:
  ///   - panels: those of a network together, as many for each.
  ///   - horizon: shared steps of every run.
  init(panels: [StripPanel], columns: Int, horizon: Int, alternativeText: String, sheet: FigureSheet) {
    self.panels = panels
    self.columns = columns
    self.alternativeText = alternativeText
    self.sheet = sheet
    let rows = Double(panels.map(\.samples.count).max() ?? 1)
    let smallest = panels.flatMap(\.samples).flatMap(\.counts).map { Double($0.steps) }.min() ?? 1
    let low = pow(10, log10(max(1, smallest)).rounded(.down))
    steps = low...max(Double(horizon), 10 * low)
    let names = panels.flatMap(\.samples).map { Font(isBold: $0.isReference).width($0.name) }
    nameWidth = min(names.max() ?? 0, Self.widestName)
    let hasNetworks = panels.contains { !$0.network.isEmpty }
    layout = PanelGrid(
      count: panels.count, columns: columns, top: sheet.contentTop,
      panelHeight: rows * StripGeometry.rowHeight, ticks: 12, over: hasNetworks ? 58 : 36, under: 44,
      axisTitle: FigureSheet.left + nameWidth)
  }

  func drawPanels(on canvas: inout Canvas) {
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
  /// How the reference compares with it, in a few characters; nil for the reference itself.
  let comparison: Comparison?
  /// Everything in words.
  let description: String

  struct Comparison: Equatable, Sendable {
    let text: String
    let isSignificant: Bool
  }
}
