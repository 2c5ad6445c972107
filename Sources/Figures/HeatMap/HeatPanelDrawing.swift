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
      let drop = 0.36 * label.font.size
      canvas.text(
        cell.labels[label.place],
        at: label.isTurned
          ? CGPoint(x: place.midX + drop, y: place.midY) : CGPoint(x: place.midX, y: place.midY + drop),
        label.font, ink, alignment: .middle, rotation: label.isTurned ? -90 : 0)
    }
    canvas.mark(place, cell.description)
  }
}

/// The look of a cell: a coloured tile or dot if it was measured, with slanted lines over the colour if that is a
/// lower bound; a cross if there is no number, and an empty frame or ring if nothing was measured.
struct HeatSwatch {
  let value: HeatCell.Value
  let scale: ColorScale?
  var style = HeatStyle.tiles

  /// - Returns: the colour for text in it.
  @discardableResult
  func draw(on canvas: inout Canvas, in place: CGRect) -> Color {
    let gap = min(place.width, place.height) >= 8 ? 0.5 : 0
    let inner = place.insetBy(dx: gap, dy: gap)
    guard let number = value.number, let scale else {
      drawWithoutNumber(on: &canvas, in: inner)
      return PlotColor.quiet
    }
    let color = scale.color(number)
    canvas.fill(outline(inner), color)
    let ink = color.readable
    if case .lowerBound = value { canvas.hatch(inner, Stroke(ink.withOpacity(0.3)), spacing: 6) }
    return ink
  }

  private func outline(_ frame: CGRect) -> Path {
    switch style {
    case .tiles: .rectangle(frame)
    case .dots:
      .circle(at: CGPoint(x: frame.midX, y: frame.midY), radius: min(frame.width, frame.height) * 0.46)
    }
  }

  private func drawWithoutNumber(on canvas: inout Canvas, in frame: CGRect) {
    switch value {
    case .measured, .lowerBound, .undefined: break
    case .missing:
      canvas.stroke(outline(frame.insetBy(dx: 0.5, dy: 0.5)), Stroke(PlotColor.grid))
    case .failed:
      let arm = min(frame.width, frame.height) * 0.3
      let (x, y) = (frame.midX, frame.midY)
      canvas.stroke(
        Path([
          .move(CGPoint(x: x - arm, y: y - arm)), .line(CGPoint(x: x + arm, y: y + arm)),
          .move(CGPoint(x: x - arm, y: y + arm)), .line(CGPoint(x: x + arm, y: y - arm)),
        ]), Stroke(PlotColor.orange, width: 1.4))
    }
  }
}

/// What hatched and empty cells are, where there are any.
struct HeatMapKey {
  let cells: [HeatCell]
  var style = HeatStyle.tiles
  /// What is to be said of lower bounds.
  var lowerBound = ""
  /// Of cells that were measured without a number.
  var failed = ""
  var missing = "no measured run"
  /// Of the line across the cells; empty where there is none.
  var border = ""

  var key: Key {
    var entries: [KeyEntry] = []
    let isHatched = cells.contains { if case .lowerBound = $0.value { true } else { false } }
    if isHatched { entries.append(entry(lowerBound, .lowerBound(1))) }
    if cells.contains(where: { $0.value == .failed }) { entries.append(entry(failed, .failed)) }
    if cells.contains(where: { $0.value == .missing }) { entries.append(entry(missing, .missing)) }
    if !border.isEmpty {
      entries.append(
        KeyEntry(border) {
          $1.horizontal($0.y, $0.x - 8, $0.x + 8, HeatPanelDrawing.borderStroke)
        })
    }
    return Key(entries)
  }

  private func entry(_ text: String, _ value: HeatCell.Value) -> KeyEntry {
    KeyEntry(text) {
      let place = CGRect(x: $0.x - 8, y: $0.y - 7, width: 16, height: 14)
      let scale = ColorScale(domain: 0...1, isLogarithmic: false)
      HeatSwatch(value: value, scale: scale, style: style).draw(on: &$1, in: place)
    }
  }
}
