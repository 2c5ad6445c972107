import Testing

@testable import LinearAlgebra

@Suite struct MatrixTests {
  private let a = Matrix(columns: [[1, 2, 3], [4, 5, 6]])
  private let b = Matrix(columns: [[1, 0, -1], [2, 1, 0]])

  @Test func isStoredByColumns() {
    #expect(a.rows == 3 && a.columns == 2 && a[2, 0] == 3 && a[0, 1] == 4)
    #expect(Array(a.column(1)) == [4, 5, 6])
  }

  /// Worked by hand.
  @Test func products() {
    #expect(a.transposedTimes(b) == Matrix(columns: [[-2, -2], [4, 13]]))
    #expect(a.times(Matrix(columns: [[1, 1], [0, 2]])) == Matrix(columns: [[5, 7, 9], [8, 10, 12]]))
    #expect(a.gram() == Matrix(columns: [[14, 32], [32, 77]]))
  }

  @Test func addsAProductOfSomeRows() {
    var sum = Matrix(columns: [[1.0, 1]])
    sum.add(a, rows: 1..<3, transposed: true, times: Matrix(columns: [[1, -1]]))
    #expect(sum == Matrix(columns: [[0, 0]]))
  }

  @Test func emptyMatrices() {
    let none = Matrix(rows: 0, columns: 2)
    #expect(none.gram() == Matrix(rows: 2, columns: 2))
    #expect(Matrix(columns: []).columns == 0)
  }
}

extension Matrix {
  /// Aᵀ B.
  func transposedTimes(_ other: Matrix) -> Matrix {
    var product = Matrix(rows: columns, columns: other.columns)
    product.add(self, transposed: true, times: other)
    return product
  }

  /// Aᵀ A.
  func gram() -> Matrix { transposedTimes(self) }
}
