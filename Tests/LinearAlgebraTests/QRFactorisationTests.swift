import Testing

@testable import LinearAlgebra

@Suite struct QRFactorisationTests {
  private let matrix = Matrix(columns: [[3, 0, 4], [1, 2, 2], [0, 9, 0]])

  /// Rᵀ R = Aᵀ A, up to signs the only triangle that does.
  @Test func triangleHasTheGramMatrix() throws {
    let triangle = try QRFactorisation(matrix, pivoting: false).upperTriangle
    #expect(abs(abs(triangle[0, 0]) - 5) < 1e-14 && triangle[1, 0] == 0 && triangle[2, 1] == 0)
    for (x, y) in zip(triangle.gram.elements, matrix.gram.elements) { #expect(abs(x - y) < 1e-13) }
  }

  /// The longest column first: 9, then 5.
  @Test func pivotsByLength() throws {
    let factors = try QRFactorisation(matrix, pivoting: true)
    #expect(factors.order == [2, 0, 1])
    #expect(abs(factors.diagonal[0] - 9) < 1e-14 && abs(factors.diagonal[1] - 5) < 1e-14)
  }

  @Test func solvesASystem() throws {
    for pivoting in [true, false] {
      let solution = try QRFactorisation(matrix, pivoting: pivoting).solve([4, 13, 6], rank: 3)
      for (x, y) in zip(solution, [1, 1, 11 / 9.0]) { #expect(abs(x - y) < 1e-14) }
    }
  }

  /// Worked by hand: the regression through the origin of (1, 1), (2, 2), (3, 2) has the slope 11/14.
  @Test func leavesTheLeastSquares() throws {
    let factors = try QRFactorisation(Matrix(columns: [[1, 2, 3]]), pivoting: true)
    #expect(abs(factors.solve([1, 2, 2], rank: 1)[0] - 11 / 14.0) < 1e-15)
    #expect(factors.solve([1, 2, 2], rank: 0) == [0])
  }

  @Test func widerThanHigh() throws {
    let factors = try QRFactorisation(Matrix(columns: [[1], [2]]), pivoting: true)
    #expect(factors.solve([6], rank: 1) == [0, 3])
    #expect(factors.upperTriangle.rows == 1 && factors.diagonal.count == 1)
  }
}
