import Drawing
import Foundation
import Text

/// Numbers over two axes as colours, one panel for each network type, all on one colour scale.
struct HeatMapFigure: Figure {
  let name: String
  let panels: [HeatPanel]
  var style = HeatStyle.tiles
  /// Their titles.
  let axes: (x: String, y: String)
  let columns: PanelColumns
  /// What the colours stand for, with its unit.
  let measure: String
  /// Nil for one from the smallest to the largest number.
  var givenScale: ColorScale?
  /// How the numbers of the colour bar are written.
  let text: @Sendable (Double) -> String
  let alternativeText: String
  let sheet: FigureSheet

  var panelsBottom: Double { layout.panels.bottom }

  /// Of all panels; nil where nothing was measured.
  var scale: ColorScale? { givenScale ?? ColorScale(panels.flatMap(\.numbers)) }

  private var layout: (panels: PanelGrid, geometry: HeatGeometry) {
    let top = sheet.contentTop + (scale == nil ? 0 : ColorBar.height)
    let columns = HeatGeometry.columns(panels, style: style, wanted: columns, xTitle: axes.x)
    let width = PanelGrid(count: panels.count, columns: columns, top: top, panelHeight: 0).panelWidth
    let geometry = HeatGeometry(panels, style: style, width: width)
    let rows = Double(panels.map(\.rows.count).max() ?? 1)
    let height = max(geometry.cell.height * rows, Font().width(axes.y) - Self.titleExcess)
    return (PanelGrid(count: panels.count, columns: columns, top: top, panelHeight: height), geometry)
  }

  /// Whether all cells have numbers that are easily read.
  var isNumbered: Bool { layout.geometry.label.map { !$0.isTurned && $0.font.size >= 10 } ?? false }

  /// How much longer the title of an axis may be than its panel: it reaches into the room above and below.
  private static let titleExcess = 56.0

  func drawPanels(on canvas: inout Canvas) {
    let (layout, scale) = (layout, scale)
    if let scale {
      ColorBar(scale: scale, title: measure, text: text)
        .draw(on: &canvas, at: CGPoint(x: FigureSheet.left, y: sheet.contentTop + 4))
    }
    for (index, panel) in panels.enumerated() {
      HeatPanelDrawing(
        panel: panel, frame: layout.panels.frame(index), geometry: layout.geometry, scale: scale,
        style: style, xTitle: axes.x, yTitle: layout.panels.isFirst(index) ? axes.y : ""
      ).draw(on: &canvas)
    }
  }
}

/// What a panel of a heat map shows: rows from the top, columns from the left.
struct HeatPanel: Equatable, Sendable {
  let heading: String
  let rows: [String]
  let columns: [String]
  /// [row][column].
  let cells: [[HeatCell]]
  /// A line across the cells, in rows and columns from the middle of the first cell; none by default.
  var border: [CGPoint] = []

  var numbers: [Double] { cells.joined().compactMap(\.value.number) }
}

/// A cell of a heat map.
struct HeatCell: Equatable, Sendable {
  enum Value: Equatable, Sendable {
    case measured(Double)
    /// The number is known to be at least this.
    case lowerBound(Double)
    /// Not measured, or not yet.
    case missing
    /// Measured, without a number.
    case failed
    /// There is nothing to measure.
    case undefined

    /// What the colour stands for.
    var number: Double? {
      switch self {
      case .measured(let number), .lowerBound(let number): number
      case .missing, .failed, .undefined: nil
      }
    }
  }

  let value: Value
  /// The number, from the longest to the shortest way to write it; as many for every cell of a figure.
  let labels: [String]
  /// Where the cell is and what was measured there, in words.
  let description: String
}

/// How a heat map draws its cells.
enum HeatStyle: Equatable, Sendable {
  /// Wide enough for numbers.
  case tiles
  /// As small as need be, and no larger than 22 pixels.
  case dots

  /// Pixels of a cell at most.
  var widest: Double { self == .tiles ? 72 : 22 }
  var highest: Double { self == .tiles ? 34 : 22 }
  /// Pixels of a cell that a row of panels should leave it.
  var comfortable: Double { self == .tiles ? 44 : 9 }
}

/// The numbers of a heat map in words.
struct HeatMapDescription {
  let panels: [HeatPanel]
  let unit: String

  /// A sentence for every panel: its smallest and largest number.
  var text: String {
    panels.map { panel in
      let cells = panel.cells.joined()
      let measured = cells.compactMap { cell in cell.value.number.map { (cell: cell, number: $0) } }
      guard let low = measured.min(by: { $0.number < $1.number }),
        let high = measured.max(by: { $0.number < $1.number })
      else { return "\(panel.heading): no measured run." }
      let range =
        "from \(low.cell.labels.first ?? "") to \(high.cell.labels.first ?? "") \(unit)"
      let missing = cells.count - measured.count
      let gaps = missing > 0 ? ", \(NumberText.count(missing, "cell")) not measured" : ""
      return "\(panel.heading): \(NumberText.count(measured.count, "cell")) \(range)\(gaps)."
    }.joined(separator: " ")
  }
}

/// How large the cells of a heat map are, and how their numbers are written: the same in all panels.
struct HeatGeometry: Equatable, Sendable {
  /// Pixels.
  let cell: CGSize
  /// Nil if no label fits all cells.
  let label: Label?

  /// Which of the cells' labels is written, in which font, and whether upwards.
  struct Label: Equatable, Sendable {
    let place: Int
    let font: Font
    let isTurned: Bool
  }

  /// Of a panel.
  private static let mostHeight = 1_200.0
  private static let fontSizes = [12.0, 11, 10, 9, 8]
  private static let margin = 2.0

  /// Cells are no higher than wide, unless only higher ones have room for numbers, written upwards.
  ///
  /// - Parameters:
  ///   - width: that a panel may have.
  init(_ panels: [HeatPanel], style: HeatStyle, width: Double) {
    let columns = Double(panels.map(\.columns.count).max() ?? 1)
    let rows = Double(panels.map(\.rows.count).max() ?? 1)
    let cellWidth = min(style.widest, width / columns)
    let highest = min(style.highest, Self.mostHeight / rows)
    let usual = CGSize(width: cellWidth, height: min(highest, max(cellWidth, style == .tiles ? 16 : 0)))
    let cells = panels.flatMap { $0.cells.joined() }
    let sizes = [usual, CGSize(width: cellWidth, height: highest)]
    let labelled = sizes.lazy.compactMap { size in Self.label(cells, in: size).map { (size, $0) } }.first
    cell = labelled?.0 ?? usual
    label = labelled?.1
  }

  /// How many panels stand in a row: as many as are wanted, if cells, headings and titles have room then, and at
  /// least two; fewer where only then their cells have numbers.
  static func columns(
    _ panels: [HeatPanel], style: HeatStyle, wanted: PanelColumns, xTitle: String
  ) -> Int {
    guard case .atMost(let most) = wanted else { return wanted.count }
    func width(_ columns: Int) -> Double {
      PanelGrid(count: panels.count, columns: columns, top: 0, panelHeight: 0).panelWidth
    }
    let cells = style.comfortable * Double(panels.map(\.columns.count).max() ?? 1)
    let heading = panels.map { AxesDrawing.headingFont.width($0.heading) }.max() ?? 0
    let least = max(cells, heading, Font().width(xTitle) + 10)
    let fitting = (1...max(1, min(most, panels.count))).last { width($0) >= least }
    let columns = max(fitting ?? 1, min(2, panels.count))
    return (1...columns).last { HeatGeometry(panels, style: style, width: width($0)).label != nil } ?? columns
  }

  /// The longest label in a font of at least 10 pixels, or else the shortest in a smaller one; or else upwards.
  private static func label(_ cells: [HeatCell], in cell: CGSize) -> Label? {
    let count = cells.map(\.labels.count).min() ?? 0
    let candidates = [false, true].flatMap { isTurned in
      (0..<count).flatMap { place in
        fontSizes.filter { $0 >= 10 || place == count - 1 }
          .map { Label(place: place, font: Font(size: $0), isTurned: isTurned) }
      }
    }
    // The widest label of each kind decides; digits are all of one width.
    return candidates.first { label in
      let (length, height) = label.isTurned ? (cell.height, cell.width) : (cell.width, cell.height)
      guard 1.3 * label.font.size <= height else { return false }
      let texts = cells.map { $0.labels[label.place] }
      let longest = texts.map(\.count).max() ?? 0
      let wide = Set(texts.filter { $0.count >= longest - 1 })
      return wide.allSatisfy { label.font.width($0) + 2 * margin <= length }
    }
  }
}
