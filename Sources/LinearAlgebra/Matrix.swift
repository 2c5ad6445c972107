/// A matrix of float64, column by column, as LAPACK has them.
public struct Matrix: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Column by column, rows x columns.
  public var elements: [Double]

  /// - Precondition: as many elements as the sizes say.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// - Parameter columns: all of the same length; none make an empty matrix.
  public init(columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows })
    self.init(rows: rows, columns: columns.count, elements: columns.flatMap { $0 })
  }

  public subscript(row: Int, column: Int) -> Double {
    get { elements[column * rows + row] }
    set { elements[column * rows + row] = newValue }
  }

  public func column(_ index: Int) -> ArraySlice<Double> { elements[index * rows..<(index + 1) * rows] }
}
