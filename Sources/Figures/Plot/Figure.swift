import Drawing
import Foundation

/// A picture of results: what it shows is settled when it is made, and drawing it measures nothing.
package protocol Figure: Sendable {
  /// By which the command line calls it: the same for the same figure of all results.
  var name: String { get }
  /// What is to be seen, with its numbers, in one or two sentences: for those who do not see it.
  var alternativeText: String { get }
  /// What it has around its panels.
  var sheet: FigureSheet { get }
  /// Where the panels end, in pixels.
  var panelsBottom: Double { get }

  /// Draws the panels, and marks what is measured.
  func drawPanels(on canvas: inout Canvas)
}

extension Figure {
  /// What it shows, or what the results say, in a sentence or two. It stands above the panels.
  package var title: String { sheet.headline.map(\.text).joined(separator: " ") }
  /// Protocol, seed and program. It stands below the panels.
  var caption: String { sheet.caption }
  /// Pixels.
  var size: CGSize { sheet.size(contentBottom: panelsBottom) }

  /// Draws everything but the white background.
  func draw(on canvas: inout Canvas) {
    sheet.draw(on: &canvas, contentBottom: panelsBottom)
    drawPanels(on: &canvas)
  }

  /// The figure, ready to be written in any format.
  package var picture: Picture {
    var canvas = Canvas()
    draw(on: &canvas)
    return Picture(canvas: canvas, size: size, title: title, description: alternativeText)
  }
}

/// What every figure has around its panels: headline, explanation, key and notes above them, a caption below.
package struct FigureSheet: Sendable {
  /// Every line of its own colour.
  let headline: [(text: String, color: Color)]
  let explanation: String
  let key: Key
  /// In bold, where something is missing from the picture; empty for nothing.
  let notes: String
  let caption: String

  /// Pixels of every figure.
  static let width = 900.0
  /// Where text begins and, from the right, where it ends.
  static let left = 24.0
  static let right = 20.0
  static let textWidth = width - left - right

  private static let headlineFont = Font(size: 20, isBold: true)
  private static let captionFont = Font(size: 11)
  private static let headlineHeight = 26.0
  private static let margin = 16.0

  private var headlineLines: [(text: String, color: Color)] {
    headline.flatMap { line in
      PlotText.wrapped(line.text, width: Self.textWidth, font: Self.headlineFont).map { ($0, line.color) }
    }
  }
  private var explanationLines: [String] { PlotText.filled(explanation, width: Self.textWidth) }
  private var captionLines: [String] {
    PlotText.wrapped(caption, width: Self.textWidth, font: Self.captionFont)
  }
  private var noteLines: [String] {
    PlotText.filled(notes, width: Self.textWidth, font: Font(isBold: true))
  }

  /// Where the key begins.
  private var keyTop: Double {
    14 + Self.headlineHeight * Double(headlineLines.count) + PlotText.lineHeight
      * Double(explanationLines.count) + 14
  }

  private var notesTop: Double { keyTop + key.height(width: Self.textWidth) }

  /// Where the panels begin.
  var contentTop: Double {
    notesTop + (notes.isEmpty ? 0 : 4 + PlotText.lineHeight * Double(noteLines.count))
  }

  /// - Parameter contentBottom: where the panels end.
  func size(contentBottom: Double) -> CGSize {
    let caption = PlotText.lineHeight * Double(captionLines.count)
    return CGSize(width: Self.width, height: (contentBottom + caption + Self.margin).rounded(.up))
  }

  /// - Parameter contentBottom: where the panels end.
  func draw(on canvas: inout Canvas, contentBottom: Double) {
    var baseline = 34.0
    for line in headlineLines {
      canvas.text(line.text, at: CGPoint(x: Self.left, y: baseline), Self.headlineFont, line.color)
      baseline += Self.headlineHeight
    }
    for line in explanationLines {
      canvas.text(line, at: CGPoint(x: Self.left, y: baseline), PlotColor.quiet)
      baseline += PlotText.lineHeight
    }
    key.draw(on: &canvas, at: CGPoint(x: Self.left, y: keyTop), width: Self.textWidth)
    for (index, line) in noteLines.enumerated() {
      let place = CGPoint(x: Self.left, y: notesTop + 12 + PlotText.lineHeight * Double(index))
      canvas.text(line, at: place, Font(isBold: true), PlotColor.ink)
    }
    for (index, line) in captionLines.enumerated() {
      let place = CGPoint(x: Self.left, y: contentBottom + 11 + PlotText.lineHeight * Double(index))
      canvas.text(line, at: place, Self.captionFont, PlotColor.quiet)
    }
  }
}

/// How many panels stand in a row.
enum PanelColumns: Equatable, Sendable {
  /// So many, each column of a kind.
  case exactly(Int)
  /// As many of these as have room, one after the other.
  case atMost(Int)

  var count: Int {
    switch self {
    case .exactly(let count), .atMost(let count): count
    }
  }
}

/// Where the panels of a figure stand, in pixels: rows of equal panels, filled from the left.
struct PanelGrid: Equatable, Sendable {
  let count: Int
  let columns: Int
  /// Where the first row begins.
  let top: Double
  let panelHeight: Double
  /// Left of every panel for the numbers of its axis; over it for its name, and under it for its axis.
  var ticks = 56.0
  var over = 36.0
  var under = 52.0
  /// Left of every row for the title of its axis.
  var axisTitle = 22.0

  private var rows: Int { (count + columns - 1) / columns }

  /// Where the last row ends.
  var bottom: Double { top + Double(rows) * (over + panelHeight + under) }

  /// The width of every panel.
  var panelWidth: Double {
    (FigureSheet.width - axisTitle - FigureSheet.right) / Double(columns) - ticks
  }

  /// The rectangle between the axes of a panel.
  func frame(_ index: Int) -> CGRect {
    let (row, column) = (Double(index / columns), Double(index % columns))
    return CGRect(
      x: axisTitle + column * (ticks + panelWidth) + ticks,
      y: top + row * (over + panelHeight + under) + over, width: panelWidth, height: panelHeight)
  }

  /// Whether the panel is the first of its row.
  func isFirst(_ index: Int) -> Bool { index.isMultiple(of: columns) }
}

/// The colours of the figures, on white and on dark pages. Blue and orange differ for every common kind of colour
/// blindness, and are fit for text.
enum PlotColor {
  static let background = Color(0xffffff, dark: 0x161b22)
  static let ink = Color(0x1f2328, dark: 0xe6edf3)
  static let quiet = Color(0x57606a, dark: 0x9da7b3)
  static let grid = Color(0xdadee4, dark: 0x363d47)
  static let shade = Color(0xebe9ef, dark: 0x2a2e3c)
  static let orange = Color(0xb34500, dark: 0xff9a52)
  static let blue = Color(0x0068a8, dark: 0x6cb6ff)

  /// Of one of several curves; not the colours that are hard to see: the lightest on white, and the darkest on a dark page.
  static func series(_ place: Int, of count: Int, alone: Color = viridis(0.3, dark: 0.6)) -> Color {
    guard count > 1 else { return alone }
    let share = Double(place) / Double(count - 1)
    return viridis(0.88 * share, dark: 0.45 + 0.55 * share)
  }

  private static func viridis(_ position: Double, dark: Double) -> Color {
    var color = ColorMap.viridis.color(at: position)
    color.dark = ColorMap.viridis.color(at: dark).number
    return color
  }
}

extension FigureSheet {
  init(_ headline: String, explanation: String, key: Key, notes: String, caption: String) {
    self.init(
      headline: [(headline, PlotColor.ink)], explanation: explanation, key: key, notes: notes,
      caption: caption)
  }
}
