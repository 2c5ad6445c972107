import CLAPACK

/// A P = Q R by Householder reflections (LAPACK), with or without column pivoting.
///
/// With pivoting, the columns come in the order in which they add most to those before (Businger & Golub 1965), so
/// that the diagonal of R falls in size, and columns that depend on others come last.
package struct QRFactorisation: Sendable {
  /// R's place, and below it the reflections that make Q.
  private let reflections: [Double]
  private let scales: [Double]
  package let rows: Int
  package let columns: Int
  /// Column j of A P is column `order[j]` of A.
  package let order: [Int]

  /// - Throws: `LinearAlgebraError.notFinite`.
  package init(_ matrix: Matrix, pivoting: Bool) throws(LinearAlgebraError) {
    guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    (rows, columns) = (matrix.rows, matrix.columns)
    let (m, n) = (Int32(rows), Int32(columns))
    var elements = matrix.elements
    var scales = [Double](repeating: 0, count: min(rows, columns))
    var pivots = [Int32](repeating: 0, count: columns)
    if !scales.isEmpty {
      let status = LinearAlgebra.call {
        pivoting
          ? $0.dgeqp3(LAPACK_COL_MAJOR, m, n, &elements, m, &pivots, &scales)
          : $0.dgeqrf(LAPACK_COL_MAJOR, m, n, &elements, m, &scales)
      }
      precondition(status == 0, "a size that LAPACK refuses")
    }
    order = pivoting && !scales.isEmpty ? pivots.map { Int($0) - 1 } : Array(0..<matrix.columns)
    reflections = elements
    self.scales = scales
  }

  /// R, min(rows, columns) x columns.
  package var upperTriangle: Matrix {
    var triangle = Matrix(rows: scales.count, columns: columns)
    for column in 0..<columns {
      for row in 0...column where row < scales.count {
        triangle[row, column] = reflections[column * rows + row]
      }
    }
    return triangle
  }

  /// |R_jj|: what column `order[j]` adds to those before it. At most one per column of A.
  package var diagonal: [Double] { scales.indices.map { abs(reflections[$0 * rows + $0]) } }

  /// The x that minimises |A x - target| and uses only the first `rank` columns of A P; 0 for the others.
  ///
  /// - Precondition: as many values as A has rows; R's diagonal is not 0 up to the rank.
  package func solve(_ target: [Double], rank: Int) -> [Double] {
    precondition(target.count == rows && rank <= scales.count)
    var solution = [Double](repeating: 0, count: columns)
    guard rank > 0 else { return solution }
    var values = target
    let leading = Int32(rows)
    var status = LinearAlgebra.call {
      $0.dormqr(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "T")), leading, 1, Int32(rank),
        reflections, leading, scales, &values, leading)
    }
    precondition(status == 0, "a size that LAPACK refuses")
    status = LinearAlgebra.call {
      $0.dtrtrs(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")),
        Int32(rank), 1, reflections, leading, &values, leading)
    }
    precondition(status == 0, "a rank above that of the matrix")
    for place in 0..<rank { solution[order[place]] = values[place] }
    return solution
  }
}
