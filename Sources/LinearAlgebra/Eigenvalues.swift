import CLAPACK

extension Matrix {
  /// The eigenvalues of a square matrix (LAPACK's dgeev), in no particular order.
  ///
  /// - Throws: `LinearAlgebraError`.
  package func eigenvalues() throws(LinearAlgebraError) -> [Eigenvalue] {
    precondition(rows == columns)
    guard elements.allSatisfy(\.isFinite) else { throw .notFinite }
    guard rows > 0 else { return [] }
    var work = elements
    var real = [Double](repeating: 0, count: rows)
    var imaginary = real
    let size = Int32(rows)
    let status = LinearAlgebra.call {
      $0.dgeev(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")), size, &work, size, &real,
        &imaginary, nil, 1, nil, 1)
    }
    guard status == 0 else { throw .noConvergence }
    return zip(real, imaginary).map { Eigenvalue(real: $0, imaginary: $1) }
  }

  /// The largest modulus of an eigenvalue; 0 for the empty matrix.
  ///
  /// - Throws: `LinearAlgebraError`.
  package func spectralRadius() throws(LinearAlgebraError) -> Double {
    try eigenvalues().reduce(0) { max($0, $1.modulus) }
  }
}

/// An eigenvalue of a real matrix.
package struct Eigenvalue: Equatable, Sendable {
  package let real: Double
  package let imaginary: Double

  /// Its distance from 0.
  package var modulus: Double { real.magnitude.hypotenuse(imaginary.magnitude) }
}

extension Double {
  /// sqrt(x² + y²), without overflow.
  fileprivate func hypotenuse(_ other: Double) -> Double {
    let (small, large) = (min(self, other), max(self, other))
    guard large > 0, large.isFinite else { return large }
    return large * (1 + (small / large) * (small / large)).squareRoot()
  }
}

/// The singular value decomposition A = U S Vᵀ of a square matrix.
package struct SingularValues: Sendable {
  /// S, falling.
  package let values: [Double]
  /// Vᵀ, one right singular vector per row.
  package let rightTransposed: Matrix

  /// By LAPACK's dgesvd.
  ///
  /// - Throws: `LinearAlgebraError`.
  package init(of matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns)
    guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    let size = matrix.rows
    var work = matrix.elements
    var values = [Double](repeating: 0, count: size)
    var right = [Double](repeating: 0, count: size * size)
    var superdiagonal = values
    if size > 0 {
      let n = Int32(size)
      let status = LinearAlgebra.call {
        $0.dgesvd(
          LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "S")), n, n, &work, n, &values, nil,
          1, &right, n, &superdiagonal)
      }
      guard status == 0 else { throw .noConvergence }
    }
    self.values = values
    rightTransposed = Matrix(rows: size, columns: size, elements: right)
  }
}
