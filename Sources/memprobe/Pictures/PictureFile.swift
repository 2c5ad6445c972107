import Drawing
import Experiments
import Files
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
  /// - Throws: `PictureError` or `OutputError`.
  func write(_ picture: Picture, results: String, overwrites: Bool) throws {
    let destination = try Destination(path)
    guard !Self.files(of: results).contains(Self.resolved(destination.path)) else {
      throw PictureError.replacesResults(path: path)
    }
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
    let bytes: [UInt8]
    do throws(DrawingError) {
      bytes = try picture.bytes(format)
    } catch {
      throw PictureError.cannotDraw(path: path, error)
    }
    try destination.write(bytes)
  }

  /// A results file and its journal.
  private static func files(of results: String) -> [String] {
    [results, DivergenceResultsFile.journalPath(of: results)].map(resolved)
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}
