import CLAPACK
import Synchronization

/// A matrix of float64, column by column, as LAPACK has them.
package struct Matrix: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// Column by column, rows x columns.
  package var elements: [Double]

  /// - Precondition: as many elements as the sizes say.
  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// - Parameter columns: all of the same length; none make an empty matrix.
  package init(columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows })
    self.init(rows: rows, columns: columns.count, elements: columns.flatMap { $0 })
  }

  package subscript(row: Int, column: Int) -> Double {
    get { elements[column * rows + row] }
    set { elements[column * rows + row] = newValue }
  }

  package func column(_ index: Int) -> ArraySlice<Double> { elements[index * rows..<(index + 1) * rows] }
}

/// Products, by BLAS.
extension Matrix {
  /// A B, rows of A x columns of B.
  ///
  /// - Precondition: A has as many columns as B has rows.
  package func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows)
    var product = Matrix(rows: rows, columns: other.columns)
    product.add(self, rows: 0..<rows, transposed: false, times: other)
    return product
  }

  /// Adds op(A) B, where op(A) is these rows of A or their transpose.
  ///
  /// - Precondition: the sizes fit.
  package mutating func add(_ a: Matrix, rows range: Range<Int>, transposed: Bool, times b: Matrix) {
    let inner = transposed ? range.count : a.columns
    precondition(range.lowerBound >= 0 && range.upperBound <= a.rows)
    precondition(rows == (transposed ? a.columns : range.count) && b.rows == inner)
    precondition(columns == b.columns)
    guard rows > 0, columns > 0, inner > 0 else { return }
    let (m, n) = (Int32(rows), Int32(columns))
    elements.withUnsafeMutableBufferPointer { c in
      a.elements.withUnsafeBufferPointer { a_ in
        b.elements.withUnsafeBufferPointer { b_ in
          LinearAlgebra.call {
            $0.dgemm(
              CblasColMajor, transposed ? CblasTrans : CblasNoTrans, CblasNoTrans, m, n, Int32(inner), 1,
              a_.baseAddress.map { $0 + range.lowerBound }, Int32(a.rows), b_.baseAddress, Int32(b.rows), 1,
              c.baseAddress, m)
          }
        }
      }
    }
  }
}

/// What this target is about: a few factorisations and products of dense float64 matrices, by LAPACK and BLAS.
///
/// Loaded when first needed, and told to use one thread: the program's own threads each work on something else, and
/// sums then come in one order, whatever the number of cores. Results have the same bits on one machine; another
/// processor may have other kernels, and differ in the last digits.
package enum LinearAlgebra {
  private static let functions = clapack_load()
  private static let isConfined = clapack_is_confined()
  private static let turn = Mutex(())

  /// Calls functions of LAPACK: one thread at a time where address space is limited, so that there is room for the one
  /// buffer that OpenBLAS then needs.
  static func call<Result>(_ body: (clapack_functions) -> Result) -> Result {
    let functions = functions
    return isConfined ? turn.withLock { _ in body(functions) } : body(functions)
  }
}

/// What LAPACK could not do.
package enum LinearAlgebraError: Error, Equatable, Sendable {
  /// An iteration for eigenvalues or singular values came to no end. Never seen with finite numbers.
  case noConvergence
  /// An element is a NaN or an infinity.
  case notFinite
}
