import Drawing
import Foundation

/// Numbers over two axes as colours, one panel for each network type, all on one colour scale.
struct HeatMapFigure: Figure {
  let name: String
  let panels: [HeatPanel]
  let alternativeText: String
  /// Of all panels; nil where nothing was measured.
  let scale: ColorScale?
  private let style: HeatStyle
  private let axes: (x: String, y: String)
  private let bar: ColorBar?
  private let sheet: FigureSheet
  private let geometry: HeatGeometry
  private let layout: PanelGrid

  var title: String { sheet.title }
  var caption: String { sheet.caption }
  var size: CGSize { sheet.size(contentBottom: layout.bottom) }

  /// - Parameters:
  ///   - axes: their titles.
  ///   - columns: panels to a row, if they fit.
  ///   - measure: what the colours stand for, with its unit.
  ///   - scale: from the smallest to the largest number by default.
  ///   - text: how the numbers of the colour bar are written.
  init(
    name: String, panels: [HeatPanel], style: HeatStyle = .tiles, axes: (x: String, y: String), columns: Int,
    measure: String,
    scale: ColorScale? = nil, text: @escaping @Sendable (Double) -> String, alternativeText: String,
    sheet: FigureSheet
  ) {
    self.name = name
    self.panels = panels
    self.style = style
    self.axes = axes
    self.alternativeText = alternativeText
    self.sheet = sheet
    let scale = scale ?? ColorScale(panels.flatMap(\.numbers))
    self.scale = scale
    bar = scale.map { ColorBar(scale: $0, title: measure, text: text) }
    let top = sheet.contentTop + (scale == nil ? 0 : ColorBar.height)
    let columns = HeatGeometry.columns(panels, style: style, preferred: columns, xTitle: axes.x)
    let width = PanelGrid(count: panels.count, columns: columns, top: top, panelHeight: 0).panelWidth
    geometry = HeatGeometry(panels, style: style, width: width)
    let rows = Double(panels.map(\.rows.count).max() ?? 1)
    layout = PanelGrid(
      count: panels.count, columns: columns, top: top,
      panelHeight: max(geometry.cell.height * rows, Font().width(axes.y) - Self.titleExcess))
  }

  /// How much longer the title of an axis may be than its panel: it reaches into the room above and below.
  private static let titleExcess = 56.0

  func draw(on canvas: inout Canvas) {
    sheet.draw(on: &canvas, contentBottom: layout.bottom)
    bar?.draw(on: &canvas, at: CGPoint(x: FigureSheet.left, y: sheet.contentTop + 4))
    for (index, panel) in panels.enumerated() {
      HeatPanelDrawing(
        panel: panel, frame: layout.frame(index), geometry: geometry, scale: scale, style: style,
        xTitle: axes.x,
        yTitle: layout.isFirst(index) ? axes.y : ""
      ).draw(on: &canvas)
    }
  }
}
