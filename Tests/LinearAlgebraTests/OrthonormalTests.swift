import Testing

@testable import LinearAlgebra

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

  /// The first columns, whatever they are, stay what they are; the others become the same by either way, up to signs.
  @Test func byProducts() throws {
    let before = Matrix(columns: [[.nan, 1, 2, 3], [1, 2, 2, 0], [0, 1, -3, 5], [1, 1, 1, 1.5]])
    var (one, other) = (before, before)
    let found = try one.orthonormalise(from: 1)
    let byProducts = other.orthonormaliseByProducts(from: 1, leastShare: 1e-3)
    let same = try #require(byProducts)
    for (one, other) in zip(found, same) {
      #expect(abs(one.length - other.length) < 1e-13 && abs(one.added - other.added) < 1e-13)
    }
    #expect(one.elements[0].isNaN && other.elements[0].isNaN && other.elements[1...3] == [1, 2, 3])
    for (one, other) in zip(one.elements[4...], other.elements[4...]) {
      #expect(abs(abs(one) - abs(other)) < 1e-13)
    }
  }

  /// Where columns are too near to each other, or not finite, nothing is done.
  @Test func productsKnowTheirLimits() {
    for column in [
      [1, 1, 1 + 1e-6], [1, 1, 1], [0, 0, 0], [.nan, 0, 0], [.infinity, 0, 0], [1e200, 0, 0],
    ] {
      let before = Matrix(columns: [[1, 1, 1], column])
      var matrix = before
      let found = matrix.orthonormaliseByProducts(leastShare: 1e-5)
      #expect(found == nil)
      #expect("\(matrix)" == "\(before)")
    }
    var near = Matrix(columns: [[1, 1, 1], [1, 1, 1 + 1e-4]])
    let found = near.orthonormaliseByProducts(leastShare: 1e-5)
    #expect(found != nil)
    #expect(abs(near.gram[0, 1]) < 1e-6)
  }

  @Test func refusesWhatIsNotFinite() {
    var matrix = Matrix(columns: [[1, .infinity]])
    #expect(throws: LinearAlgebraError.notFinite) { try matrix.orthonormalise() }
    #expect(matrix == Matrix(columns: [[1, .infinity]]))
  }
}
