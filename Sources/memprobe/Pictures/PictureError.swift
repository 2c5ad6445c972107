import Experiments
import Files

/// A picture that cannot be written.
enum PictureError: Error, Equatable {
  case cannotWrite(path: String, SystemError)
  /// The path is that of the results themselves, or of their journal.
  case replacesResults(path: String)
  /// There is no picture of such results yet.
  case noPicture(of: ResultsKind, path: String)
}
