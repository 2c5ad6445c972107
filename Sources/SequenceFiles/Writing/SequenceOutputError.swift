/// Sequences that cannot be written.
public enum SequenceOutputError: Error, Equatable {
  /// Allowed: those of `SequenceOutput.Format`.
  case unknownEnding(path: String)
  case cannotWrite(path: String, reason: String)
}
