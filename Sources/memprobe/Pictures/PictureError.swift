/// A picture that cannot be made.
enum PictureError: Error, Equatable {
  /// The path's extension is that of no format.
  case unknownFormat(path: String)
  /// There is no such figure of the results; the names of those that there are.
  case unknownFigure(String, available: [String], results: String)
}
