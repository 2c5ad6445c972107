import Files
import Foundation
import SequenceFiles
import TestSupport

/// Files that NumPy, h5py and pandas wrote (`Fixtures/make_fixtures.py`).
enum Fixture {
  static func path(_ name: String) -> String {
    Repository.path("Tests/SequenceFilesTests/Fixtures/sequences/\(name)")
  }

  static func bytes(_ name: String) throws -> [UInt8] { try InputFile.bytes(of: path(name)) }

  /// 4 x 3: (10 r + c) / 4.
  static let floats = (0..<4).flatMap { row in (0..<3).map { Double(10 * row + $0) / 4 } }
  /// 4 x 3: 10 r + c - 5.
  static let integers = floats.map { 4 * $0 - 5 }
  /// 4 x 3: 10 r + c.
  static let unsigned = floats.map { 4 * $0 }

  /// The problem that reading a file has; nil if there is none.
  static func problem(reading path: String, dataset: String? = nil) throws -> SequenceFileProblem? {
    do {
      _ = try SequenceFile(path: path, dataset: dataset).read()
      return nil
    } catch let error as SequenceFileError {
      return error.problem
    }
  }
}
