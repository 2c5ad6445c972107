import Drawing
import Foundation

/// A panel of a heat map: axes, coloured cells and, where they fit, numbers.
struct HeatPanelDrawing {
  let panel: HeatPanel
  /// Perhaps larger than the cells, which begin at its upper left.
  let frame: CGRect
  let geometry: HeatGeometry
  /// Nil where nothing was measured.
  let scale: ColorScale?
  let style: HeatStyle
  let xTitle: String
  /// Empty for none.
  let yTitle: String

  func draw(on canvas: inout Canvas) {
    for (row, cells) in panel.cells.enumerated() {
      for (column, cell) in cells.enumerated() {
        let place = CGRect(
          x: frame.minX + Double(column) * geometry.cell.width,
          y: frame.minY + Double(row) * geometry.cell.height, width: geometry.cell.width,
          height: geometry.cell.height)
        draw(cell, in: place, on: &canvas)
      }
    }
    axes.draw(on: &canvas)
    drawBorder(on: &canvas)
  }

  private func drawBorder(on canvas: inout Canvas) {
    guard !panel.border.isEmpty else { return }
    let points = panel.border.map {
      CGPoint(
        x: frame.minX + ($0.x + 0.5) * geometry.cell.width,
        y: frame.minY + ($0.y + 0.5) * geometry.cell.height)
    }
    canvas.clipped(to: area) {
      $0.stroke(.lines(points), Stroke(PlotColor.background.withOpacity(0.8), width: 4))
      $0.stroke(.lines(points), Self.borderStroke)
    }
  }

  static let borderStroke = Stroke(PlotColor.ink, width: 1.6, dash: [5, 3])

  /// That the cells cover.
  private var area: CGRect {
    CGRect(
      x: frame.minX, y: frame.minY, width: geometry.cell.width * Double(panel.columns.count),
      height: geometry.cell.height * Double(panel.rows.count))
  }

  private var axes: AxesDrawing {
    AxesDrawing(
      frame: area, heading: panel.heading, headingWidth: frame.width,
      xTicks: panel.columns.enumerated().map {
        Tick(frame.minX + (Double($0) + 0.5) * geometry.cell.width, $1)
      }, xTitle: xTitle,
      yTicks: panel.rows.enumerated().map {
        Tick(frame.minY + (Double($0) + 0.5) * geometry.cell.height, $1)
      }, yTitle: yTitle, yTitleMiddle: frame.midY, hasLines: false)
  }

  private func draw(_ cell: HeatCell, in place: CGRect, on canvas: inout Canvas) {
    let ink = HeatSwatch(value: cell.value, scale: scale, style: style).draw(on: &canvas, in: place)
    if let label = geometry.label, label.place < cell.labels.count {
      canvas.text(
        cell.labels[label.place], at: CGPoint(x: place.midX, y: place.midY + 0.36 * label.font.size),
        label.font, ink, alignment: .middle)
    }
    canvas.mark(place, cell.description)
  }
}
