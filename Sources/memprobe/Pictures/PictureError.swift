import Drawing
import Experiments

/// A picture that cannot be made or written.
enum PictureError: Error, Equatable {
  /// The path's extension is that of no format.
  case unknownFormat(path: String)
  /// There is no such figure of the results; the names of those that there are.
  case unknownFigure(String, available: [String], results: String)
  /// The path is that of the results themselves, or of their journal.
  case replacesResults(path: String)
  /// There is no picture of such results yet.
  case noPicture(of: ResultsKind, path: String)
  case cannotDraw(path: String, DrawingError)
}
