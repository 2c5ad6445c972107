import Drawing
import Experiments
import Foundation

/// A place for a picture of results.
struct PictureFile {
  let path: String
  let format: PictureFormat

  /// - Throws: `PictureError.unknownFormat` unless the path's extension, in capitals or not, is that of a format.
  init(path: String) throws(PictureError) {
    guard let format = PictureFormat(rawValue: (path as NSString).pathExtension.lowercased()) else {
      throw .unknownFormat(path: path)
    }
    self.path = path
    self.format = format
  }

  /// The name of a results file, or of its journal, with .svg in the place of its extension.
  init(besides results: String) {
    let journal = DivergenceResultsFile.journalPath(of: "")
    let file = results.hasSuffix(journal) ? String(results.dropLast(journal.count)) : results
    path = (file as NSString).deletingPathExtension + ".svg"
    format = .svg
  }

  /// Writes the picture, complete or not at all. Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - results: the file that the picture is of, which it never replaces.
  ///   - overwrites: whether another file that is there may be replaced.
  /// - Throws: `DerivedFileError` or `OutputError`.
  func write(_ picture: Picture, results: String, overwrites: Bool) throws {
    let file = try DerivedFile(path: path, of: [results], overwrites: overwrites)
    let bytes: [UInt8]
    do throws(DrawingError) {
      bytes = try picture.bytes(format)
    } catch {
      throw DerivedFileError.cannotDraw(path: path, error)
    }
    try file.write(bytes)
  }
}
