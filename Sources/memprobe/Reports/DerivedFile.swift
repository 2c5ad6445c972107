import ArgumentParser
import Drawing
import Experiments
import Files
import Foundation

/// A place for a file that is made of results, and never takes the place of the results themselves.
struct DerivedFile {
  private let path: String
  private let destination: Destination

  /// Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - results: the files that it is made of.
  ///   - overwrites: whether another file that is there may be replaced.
  /// - Throws: `OutputError`: `isInput` if it is one of the results, or the journal of one.
  init(path: String, of results: [String], overwrites: Bool) throws {
    self.path = path
    destination = try Destination(path)
    let sources = results.flatMap { [$0, JournalPath.of($0)] }
    try Destination.check(path, against: sources)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
  }

  /// The name of a results file, or of its journal, with another ending.
  static func path(besides results: String, ending: String) -> String {
    let isJournal = results.hasSuffix(JournalPath.ending)
    let file = isJournal ? String(results.dropLast(JournalPath.ending.count)) : results
    return (file as NSString).deletingPathExtension + ".\(ending)"
  }

  /// The name of a results file with something before its ending.
  static func path(besides results: String, suffix: String) -> String {
    let name = (results as NSString).deletingPathExtension
    let ending = (results as NSString).pathExtension
    return "\(name)\(suffix)" + (ending.isEmpty ? "" : ".\(ending)")
  }

  /// Writes what is drawn, complete or not at all.
  ///
  /// - Throws: `OutputError`; `DerivedFileError` if it cannot be drawn.
  func write(drawing bytes: () throws(DrawingError) -> [UInt8]) throws {
    let drawn: [UInt8]
    do throws(DrawingError) {
      drawn = try bytes()
    } catch {
      throw DerivedFileError.cannotDraw(path: path, error)
    }
    try write(drawn)
  }

  /// Writes the file, complete or not at all.
  ///
  /// - Throws: `OutputError`.
  func write(_ bytes: [UInt8]) throws(OutputError) { try destination.write(bytes) }

  /// The file, complete but for its name.
  ///
  /// - Throws: `OutputError`.
  func staged(_ bytes: [UInt8]) throws(OutputError) -> StagedFile { try StagedFile(bytes, for: destination) }
}

/// A file made of results that cannot be written.
enum DerivedFileError: WordedError, Equatable {
  case cannotDraw(path: String, DrawingError)

  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .cannotDraw(let path, .failed(let reason)):
      "\(path): cannot draw the figures: \(reason)."
    }
  }
}
