import Foundation

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
