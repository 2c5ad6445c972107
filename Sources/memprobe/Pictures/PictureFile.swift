import Experiments
import Files
import Foundation

/// A place for a picture of results.
struct PictureFile {
  let path: String

  init(path: String) {
    self.path = path
  }

  /// The name of a results file, or of its journal, with .svg in the place of its extension.
  init(besides results: String) {
    let journal = DivergenceResultsFile.journalPath(of: "")
    let file = results.hasSuffix(journal) ? String(results.dropLast(journal.count)) : results
    path = (file as NSString).deletingPathExtension + ".svg"
  }

  /// Writes the picture, complete or not at all. Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - results: the file that the picture is of, which it never replaces.
  ///   - overwrites: whether another file that is there may be replaced.
  /// - Throws: `OutputError`: `notAFile`, `cannotCreateDirectory` or `exists`; and `PictureError`.
  func write(_ svg: String, results: String, overwrites: Bool) throws {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let files = FileManager.default
    let type = try? files.attributesOfItem(atPath: target.path)[.type] as? FileAttributeType
    guard !path.isEmpty, !path.hasSuffix("/"), type == nil || type == .typeRegular else {
      throw OutputError.notAFile(path: path)
    }
    guard !Self.files(of: results).contains(target) else { throw PictureError.replacesResults(path: path) }
    guard type == nil || overwrites else { throw OutputError.exists(path: path) }

    let directory = (path as NSString).deletingLastPathComponent
    do {
      try files.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      let reason = Self.reason(error)
      // What exists in the place of a directory and is in the way is none.
      throw OutputError.cannotCreateDirectory(
        path: directory, reason.code == EEXIST ? SystemError(code: ENOTDIR) : reason)
    }
    do {
      try Data(svg.utf8).write(to: target, options: .atomic)
    } catch {
      throw PictureError.cannotWrite(path: path, Self.reason(error))
    }
  }

  /// A results file and its journal.
  private static func files(of results: String) -> [URL] {
    [results, DivergenceResultsFile.journalPath(of: results)]
      .map { URL(fileURLWithPath: $0).resolvingSymlinksInPath() }
  }

  /// What the system said, as Foundation passes it on; an input or output error if it does not.
  private static func reason(_ error: any Error) -> SystemError {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError
    return SystemError(code: underlying?.code.rawValue ?? EIO)
  }
}
