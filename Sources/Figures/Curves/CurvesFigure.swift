import Drawing
import Foundation

/// Curves with their spread: a panel for each network or type of networks.
struct CurvesFigure: Figure {
  let name: String
  let panels: [CurvePanel]
  let alternativeText: String
  private let x: (axis: CurveAxis, title: String)
  private let y: (axis: CurveAxis, title: String)
  private let sheet: FigureSheet
  private let layout: PanelGrid

  /// Above which panels are small, three to a row.
  private static let mostLargePanels = 6

  var title: String { sheet.title }
  var caption: String { sheet.caption }
  var size: CGSize { sheet.size(contentBottom: layout.bottom) }

  /// - Parameters:
  init(
    name: String, panels: [CurvePanel], x: (axis: CurveAxis, title: String),
    y: (axis: CurveAxis, title: String), alternativeText: String, sheet: FigureSheet
  ) {
    self.name = name
    self.panels = panels
    self.x = x
    self.y = y
    self.alternativeText = alternativeText
    self.sheet = sheet
    let isLarge = panels.count <= Self.mostLargePanels
    layout = PanelGrid(
      count: panels.count, columns: max(1, min(panels.count, isLarge ? 2 : 3)), top: sheet.contentTop,
      panelHeight: isLarge ? 330 : 200)
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
        x: x.axis.placed([], start: frame.minX + 8, end: frame.maxX - 8),
        y: y.axis.placed(heights, start: frame.maxY, end: frame.minY), xTitle: x.title,
        yTitle: layout.isFirst(index) ? y.title : ""
      ).draw(on: &canvas)
    }
  }
}
