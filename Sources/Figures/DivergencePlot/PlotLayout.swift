import Foundation

/// Where the panels of a plot stand, in pixels: one alone, or two to a row.
struct PlotLayout {
  let panelCount: Int

  static let width = 900.0
  /// Where titles and keys begin.
  static let left = 24.0
  /// Over the panels: headline, explanation and key.
  static let headingHeight = 132.0
  static let panelHeight = 330.0
  /// Over a panel for its name, and under it for its axis.
  private static let over = 36.0
  private static let under = 52.0
  /// Left of a panel for the numbers of its axis; and for the title of the axis, left of a row.
  private static let ticks = 56.0
  private static let axisTitle = 22.0
  private static let right = 20.0

  var columns: Int { min(panelCount, 2) }

  var height: Double {
    let rows = Double((panelCount + 1) / 2)
    return Self.headingHeight + rows * (Self.over + Self.panelHeight + Self.under)
  }

  /// The rectangle between the axes of a panel.
  func frame(_ index: Int) -> CGRect {
    let room = (Self.width - Self.axisTitle - Self.right) / Double(columns)
    let row = Double(index / columns)
    return CGRect(
      x: Self.axisTitle + Double(index % columns) * room + Self.ticks,
      y: Self.headingHeight + row * (Self.over + Self.panelHeight + Self.under) + Self.over,
      width: room - Self.ticks, height: Self.panelHeight)
  }

  /// Whether the panel is the first of its row.
  func isFirst(_ index: Int) -> Bool { index.isMultiple(of: columns) }
}
