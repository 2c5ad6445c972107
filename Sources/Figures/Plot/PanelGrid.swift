import Foundation

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
