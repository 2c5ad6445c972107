/// What can be wrong with an experiment file.
public enum ExperimentFileProblem: Error, Equatable, Sendable {
  /// Not UTF-8, or not YAML; the parser's words.
  case notYAML(String)
  /// More than one document. Allowed: one.
  case severalDocuments
  /// The file is not a mapping of keys to values.
  case notAMapping
  case unknownKey(String, allowed: [String])
  case duplicateKey(String)
  /// A value of the wrong type: the text found (nil for a list or mapping).
  case wrongType(key: String, found: String?, expected: ExperimentValueType)
  /// A name that is none of those allowed.
  case unknownName(key: String, found: String, allowed: [String])
}
