import CLAPACK

/// The singular value decomposition A = U S Vᵀ of a square matrix.
public struct SingularValues: Sendable {
  /// S, falling.
  public let values: [Double]
  /// Vᵀ, one right singular vector per row.
  public let rightTransposed: Matrix

  /// By LAPACK's dgesvd.
  ///
  /// - Throws: `LinearAlgebraError`.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns)
    guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    let size = matrix.rows
    var work = matrix.elements
    var values = [Double](repeating: 0, count: size)
    var right = [Double](repeating: 0, count: size * size)
    var superdiagonal = values
    if size > 0 {
      LinearAlgebra.prepare()
      let n = Int32(size)
      let status = LAPACKE_dgesvd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "S")), n, n, &work, n, &values, nil, 1,
        &right, n, &superdiagonal)
      guard status == 0 else { throw .noConvergence }
    }
    self.values = values
    rightTransposed = Matrix(rows: size, columns: size, elements: right)
  }
}
