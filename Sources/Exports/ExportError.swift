/// Results that cannot be exported as asked.
public enum ExportError: Error, Equatable {
  /// The output is the results file itself, or its journal.
  case replacesResults(path: String)
  /// The library of the format failed; its own words.
  case cannotMake(path: String, reason: String)
}
