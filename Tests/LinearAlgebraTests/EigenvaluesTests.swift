import Testing

@testable import LinearAlgebra

@Suite struct EigenvaluesTests {
  /// The companion matrix of (x - 1)(x + 2)(x - 5) = x³ - 4x² - 7x + 10.
  @Test func rootsOfAPolynomial() throws {
    let matrix = Matrix(columns: [[4, 1, 0], [7, 0, 1], [-10, 0, 0]])
    let found = try matrix.eigenvalues().map(\.real).sorted()
    for (value, root) in zip(found, [-2.0, 1, 5]) { #expect(abs(value - root) < 1e-13) }
    #expect(abs(try matrix.spectralRadius() - 5) < 1e-13)
  }

  /// A rotation by 90 degrees, times 3, has the eigenvalues ±3i.
  @Test func complexPairs() throws {
    let values = try Matrix(columns: [[0, 3], [-3, 0]]).eigenvalues()
    for (value, expected) in zip(values.map(\.imaginary).sorted(), [-3.0, 3]) {
      #expect(abs(value - expected) < 1e-14)
    }
    #expect(values.allSatisfy { abs($0.real) < 1e-14 && abs($0.modulus - 3) < 1e-14 })
  }

  @Test func nilpotentAndEmpty() throws {
    #expect(try Matrix(columns: [[0, 1], [0, 0]]).spectralRadius() == 0)
    #expect(try Matrix(rows: 0, columns: 0).spectralRadius() == 0)
  }

  /// A rotation of diag(3, 2) from both sides: the singular values stay, and A v has the length s.
  @Test func singularValues() throws {
    let matrix = Matrix(columns: [[2.4, 1.2], [-1.6, 1.8]])
    let found = try SingularValues(of: matrix)
    let lengths = matrix.gram
    #expect(abs(found.values[0] * found.values[1] - 6.24) < 1e-13, "the determinant")
    let sum = found.values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(sum - lengths[0, 0] - lengths[1, 1]) < 1e-13, "the trace of the Gram matrix")
    let right = Matrix(columns: (0..<2).map { i in (0..<2).map { found.rightTransposed[i, $0] } })
    let image = matrix.times(right)
    for i in 0..<2 {
      let length = image.column(i).reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(length - found.values[i]) < 1e-14)
    }
    #expect(found.values[0] > found.values[1])
  }

  @Test func refusesWhatIsNotFinite() {
    #expect(throws: LinearAlgebraError.notFinite) { try Matrix(columns: [[.nan]]).eigenvalues() }
    #expect(throws: LinearAlgebraError.notFinite) { try SingularValues(of: Matrix(columns: [[.infinity]])) }
    #expect(throws: LinearAlgebraError.notFinite) {
      try QRFactorisation(Matrix(columns: [[.nan]]), pivoting: true)
    }
  }
}
