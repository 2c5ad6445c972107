/// Results that cannot be exported.
public enum ExportError: Error, Equatable {
  /// The library of the format failed; its own words.
  case cannotMake(path: String, reason: String)
}
