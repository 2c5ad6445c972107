/// A picture that could not be made.
public enum DrawingError: Error, Equatable, Sendable {
  /// What cairo said, like "invalid value (typically too big) for the size of the input".
  case failed(reason: String)
}
