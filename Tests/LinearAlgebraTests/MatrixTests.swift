import Testing

@testable import LinearAlgebra

extension Matrix {
  /// Aᵀ A.
  var gram: Matrix {
    var product = Matrix(rows: columns, columns: columns)
    product.add(self, rows: 0..<rows, transposed: true, times: self)
    return product
  }
}

@Suite struct MatrixTests {
  private let a = Matrix(columns: [[1, 2, 3], [4, 5, 6]])

  @Test func isStoredByColumns() {
    #expect(a.rows == 3 && a.columns == 2 && a[2, 0] == 3 && a[0, 1] == 4)
    #expect(Array(a.column(1)) == [4, 5, 6])
  }

  /// Worked by hand.
  @Test func products() {
    #expect(a.times(Matrix(columns: [[1, 1], [0, 2]])) == Matrix(columns: [[5, 7, 9], [8, 10, 12]]))
    #expect(a.gram == Matrix(columns: [[14, 32], [32, 77]]))
  }

  @Test func addsAProductOfSomeRows() {
    var sum = Matrix(columns: [[1.0, 1]])
    sum.add(a, rows: 1..<3, transposed: true, times: Matrix(columns: [[1, -1]]))
    #expect(sum == Matrix(columns: [[0, 0]]))
  }

  @Test func emptyMatrices() {
    let none = Matrix(rows: 0, columns: 2)
    #expect(none.gram == Matrix(rows: 2, columns: 2))
    #expect(Matrix(columns: []).columns == 0)
  }
}
