import Drawing
import Foundation

/// What the symbols of a figure stand for, in as many lines as it takes.
struct Key: Sendable {
  /// Before the entries; empty for none.
  var title: String
  var entries: [KeyEntry]

  private static let symbolWidth = 20.0
  private static let gap = 16.0
  private static let lineHeight = 20.0

  init(title: String = "", _ entries: [KeyEntry] = []) {
    self.title = title
    self.entries = entries
  }

  func height(width: Double) -> Double { Self.lineHeight * Double(rows(width: width).count) }

  /// - Parameter corner: the upper left.
  func draw(on canvas: inout Canvas, at corner: CGPoint, width: Double) {
    canvas.text(title, at: CGPoint(x: corner.x, y: corner.y + 13), PlotColor.quiet)
    for (index, row) in rows(width: width).enumerated() {
      let middle = corner.y + Self.lineHeight * Double(index) + 9
      for (x, entry) in row {
        entry.symbol(CGPoint(x: corner.x + x + 8, y: middle), &canvas)
        let place = CGPoint(x: corner.x + x + Self.symbolWidth, y: middle + 4)
        canvas.text(entry.text, at: place, PlotColor.quiet)
      }
    }
  }

  /// Entries with their distance from the left, line by line.
  private func rows(width: Double) -> [[(x: Double, entry: KeyEntry)]] {
    var rows: [[(x: Double, entry: KeyEntry)]] = []
    let start = title.isEmpty ? 0 : Font().width(title) + 10
    var x = start
    for entry in entries {
      let room = Self.symbolWidth + Font().width(entry.text)
      if rows.isEmpty || x + room > width {
        rows.append([])
        x = start
      }
      rows[rows.count - 1].append((x, entry))
      x += room + Self.gap
    }
    return rows
  }
}

/// A symbol and what it stands for.
struct KeyEntry: Sendable {
  let text: String
  /// Draws the symbol around a point, in 16 by 16 pixels.
  let symbol: @Sendable (CGPoint, inout Canvas) -> Void

  init(_ text: String, symbol: @escaping @Sendable (CGPoint, inout Canvas) -> Void) {
    self.text = text
    self.symbol = symbol
  }

  /// A bar that stands across a row.
  static func bar(_ text: String) -> KeyEntry {
    KeyEntry(text) { $1.vertical($0.x, $0.y - 7, $0.y + 7, Stroke(PlotColor.ink, width: 2)) }
  }

  /// A piece of a curve.
  static func line(_ text: String, _ color: Color) -> KeyEntry {
    KeyEntry(text) {
      $1.horizontal($0.y, $0.x - 7, $0.x + 8, Stroke(color, width: 3))
    }
  }
}
