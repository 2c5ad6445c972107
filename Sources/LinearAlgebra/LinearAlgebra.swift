import CLAPACK

/// What this target is about: a few factorisations and products of dense float64 matrices, by LAPACK and BLAS.
///
/// OpenBLAS is told to use one thread: the program's own threads each work on something else, and sums then come
/// in one order, whatever the number of cores. Results have the same bits on one machine; another processor may
/// have other kernels, and differ in the last digits.
public enum LinearAlgebra {
  private static let isPrepared: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// Comes before everything that LAPACK or BLAS is asked.
  static func prepare() { _ = isPrepared }
}
