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

@Suite struct OrthonormalTests {
  /// The columns are orthonormal, and span what those before them spanned; lengths and shares are those of R.
  @Test(arguments: [(3, 3), (7, 2), (200, 150), (1, 1)]) func becomesOrthonormal(rows: Int, columns: Int)
    throws
  {
    let before = Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { Double(($0 * 7_919 + 13) % 1_009) / 1_009 - 0.5 })
    var matrix = before
    let found = try matrix.orthonormalise()
    let triangle = try QRFactorisation(before, pivoting: false).upperTriangle
    for column in 0..<columns {
      #expect(abs(found[column].added - abs(triangle[column, column])) < 1e-13)
      let length = before.column(column).reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(found[column].length - length) < 1e-12)
      for other in 0...column {
        let expected = other == column ? 1.0 : 0
        let product = zip(matrix.column(column), matrix.column(other)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - expected) < 1e-13)
      }
    }
    // Q Qᵀ A = A.
    var coordinates = Matrix(rows: columns, columns: columns)
    coordinates.add(matrix, rows: 0..<rows, transposed: true, times: before)
    for (one, other) in zip(matrix.times(coordinates).elements, before.elements) {
      #expect(abs(one - other) < 1e-12)
    }
  }

  /// A column that depends on those before adds nothing, and is orthogonal to them after.
  @Test func dependentColumns() throws {
    var matrix = Matrix(columns: [[1, 2, 2], [2, 4, 4], [0, 0, 0]])
    let found = try matrix.orthonormalise()
    #expect(abs(found[0].added - 3) < 1e-14 && found[1].added < 1e-14 && found[2].added == 0)
    #expect(found[1].length == 6 && found[2].length == 0)
    for (place, value) in matrix.gram.elements.enumerated() {
      #expect(abs(value - (place % 4 == 0 ? 1 : 0)) < 1e-14)
    }
  }

  @Test func refusesWhatIsNotFinite() {
    var matrix = Matrix(columns: [[1, .infinity]])
    #expect(throws: LinearAlgebraError.notFinite) { try matrix.orthonormalise() }
    #expect(matrix == Matrix(columns: [[1, .infinity]]))
  }
}
