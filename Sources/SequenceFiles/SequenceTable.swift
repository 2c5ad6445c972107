/// A sequence as a table: one row per step, one column per input.
public struct SequenceTable: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Row by row; all finite.
  public let values: [Double]

  /// - Throws: `SequenceFileProblem`: `empty`, or `notFinite` with the first place that is not.
  /// - Precondition: `values` fills the table.
  public init(rows: Int, columns: Int, values: [Double]) throws(SequenceFileProblem) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns)
    guard rows > 0, columns > 0 else { throw .empty(rows: rows, columns: columns) }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: place / columns, column: place % columns)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
  }
}
