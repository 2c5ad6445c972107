import CLAPACK

extension Matrix {
  /// The eigenvalues of a square matrix (LAPACK's dgeev), in no particular order.
  ///
  /// - Throws: `LinearAlgebraError`.
  public func eigenvalues() throws(LinearAlgebraError) -> [Eigenvalue] {
    precondition(rows == columns)
    guard elements.allSatisfy(\.isFinite) else { throw .notFinite }
    guard rows > 0 else { return [] }
    LinearAlgebra.prepare()
    var work = elements
    var real = [Double](repeating: 0, count: rows)
    var imaginary = real
    let size = Int32(rows)
    let status = LAPACKE_dgeev(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")), size, &work, size, &real,
      &imaginary, nil, 1, nil, 1)
    guard status == 0 else { throw .noConvergence }
    return zip(real, imaginary).map { Eigenvalue(real: $0, imaginary: $1) }
  }

  /// The largest modulus of an eigenvalue; 0 for the empty matrix.
  ///
  /// - Throws: `LinearAlgebraError`.
  public func spectralRadius() throws(LinearAlgebraError) -> Double {
    try eigenvalues().reduce(0) { max($0, $1.modulus) }
  }
}
