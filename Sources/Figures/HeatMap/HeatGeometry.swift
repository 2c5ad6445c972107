import Drawing
import Foundation

/// How large the cells of a heat map are, and how their numbers are written: the same in all panels.
struct HeatGeometry: Equatable, Sendable {
  /// Pixels.
  let cell: CGSize
  /// Nil if no label fits all cells.
  let label: Label?

  /// Which of the cells' labels is written, and in which font.
  struct Label: Equatable, Sendable {
    let place: Int
    let font: Font
  }

  /// Of a panel.
  private static let mostHeight = 900.0
  private static let fontSizes = [12.0, 11, 10, 9, 8]
  private static let margin = 2.0

  /// - Parameters:
  ///   - width: that a panel may have.
  init(_ panels: [HeatPanel], style: HeatStyle, width: Double) {
    let columns = Double(panels.map(\.columns.count).max() ?? 1)
    let rows = Double(panels.map(\.rows.count).max() ?? 1)
    let cellWidth = min(style.widest, width / columns)
    let least = style == .tiles ? 16.0 : 0
    let cell = CGSize(
      width: cellWidth, height: min(style.highest, max(cellWidth, least), Self.mostHeight / rows))
    self.cell = cell
    label = Self.label(panels.flatMap { $0.cells.joined() }, in: cell)
  }

  /// How many panels stand in a row: as many as asked for, if cells, headings and titles have room then, and at
  /// least two.
  static func columns(
    _ panels: [HeatPanel], style: HeatStyle, preferred: Int, xTitle: String
  ) -> Int {
    let cells = style.comfortable * Double(panels.map(\.columns.count).max() ?? 1)
    let heading = panels.map { AxesDrawing.headingFont.width($0.heading) }.max() ?? 0
    let least = max(cells, heading, Font().width(xTitle) + 10)
    let fitting = (1...max(1, min(preferred, panels.count))).last { columns in
      PanelGrid(count: panels.count, columns: columns, top: 0, panelHeight: 0).panelWidth >= least
    }
    return max(fitting ?? 1, min(2, panels.count))
  }

  /// The longest label in a font of at least 10 pixels, or else the shortest in a smaller one.
  private static func label(_ cells: [HeatCell], in cell: CGSize) -> Label? {
    let count = cells.map(\.labels.count).min() ?? 0
    let large = (0..<count).flatMap { place in
      fontSizes.filter { $0 >= 10 }.map { Label(place: place, font: Font(size: $0)) }
    }
    let small = fontSizes.filter { $0 < 10 }.map { Label(place: count - 1, font: Font(size: $0)) }
    let candidates = count == 0 ? [] : large + small
    // The widest label of each kind decides; digits are all of one width.
    return candidates.first { label in
      guard 1.3 * label.font.size <= cell.height else { return false }
      let texts = cells.map { $0.labels[label.place] }
      let longest = texts.map(\.count).max() ?? 0
      let wide = Set(texts.filter { $0.count >= longest - 1 })
      return wide.allSatisfy { label.font.width($0) + 2 * margin <= cell.width }
    }
  }
}
