/// A kernel path that was asked for by name and cannot be had.
public enum SIMDPathError: Error, Equatable {
  /// Allowed: the raw values of `SIMDPath`.
  case unknown(String)
  /// Allowed: `SIMDPath.supported`.
  case unsupported(SIMDPath)
}
