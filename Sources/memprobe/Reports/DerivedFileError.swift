import Drawing

/// A file made of results that cannot be written.
enum DerivedFileError: Error, Equatable {
  /// The path is that of the results themselves, or of their journal.
  case replacesResults(path: String)
  case cannotDraw(path: String, DrawingError)
}
