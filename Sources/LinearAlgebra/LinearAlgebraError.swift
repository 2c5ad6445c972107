/// What LAPACK could not do.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// An iteration for eigenvalues or singular values came to no end. Never seen with finite numbers.
  case noConvergence
  /// An element is a NaN or an infinity.
  case notFinite
}
