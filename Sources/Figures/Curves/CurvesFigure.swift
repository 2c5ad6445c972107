import Drawing
import Foundation

/// Curves with their spread, on logarithmic axes: a panel for each network or type of networks.
struct CurvesFigure: Figure {
  let name: String
  let panels: [CurvePanel]
  let alternativeText: String
  private let axes: (x: String, y: String)
  private let sheet: FigureSheet
  private let layout: PanelGrid
  /// Below which heights are not told apart.
  private let floor: Double
  private let steps: ClosedRange<Double>

  static let panelHeight = 330.0

  var title: String { sheet.title }
  var caption: String { sheet.caption }
  var size: CGSize { sheet.size(contentBottom: layout.bottom) }

  /// - Parameters:
  ///   - axes: their titles.
  ///   - steps: of the horizontal axis, from 1 on.
  ///   - floor: below which heights are not told apart.
  init(
    name: String, panels: [CurvePanel], axes: (x: String, y: String), steps: ClosedRange<Double>,
    floor: Double = 0, alternativeText: String, sheet: FigureSheet
  ) {
    self.name = name
    self.panels = panels
    self.axes = axes
    self.steps = steps
    self.floor = floor
    self.alternativeText = alternativeText
    self.sheet = sheet
    layout = PanelGrid(
      count: panels.count, columns: min(panels.count, 2), top: sheet.contentTop,
      panelHeight: Self.panelHeight)
  }

  /// Every height that is drawn.
  private var heights: [Double] {
    panels.flatMap { panel in
      panel.series.flatMap { $0.points.flatMap { [$0.low, $0.middle, $0.high] } } + panel.levels.map(\.value)
    }
  }

  func draw(on canvas: inout Canvas) {
    sheet.draw(on: &canvas, contentBottom: layout.bottom)
    let heights = heights
    for (index, panel) in panels.enumerated() {
      let frame = layout.frame(index)
      CurvePanelDrawing(
        panel: panel, frame: frame,
        x: LogScale(base: .ten, domain: steps, start: frame.minX + 8, end: frame.maxX - 8),
        y: ZeroLogScale(numbers: heights, floor: floor, start: frame.maxY, end: frame.minY),
        xTitle: axes.x, yTitle: layout.isFirst(index) ? axes.y : ""
      ).draw(on: &canvas)
    }
  }
}
