import Files
import HDF5

/// A results file or journal that cannot be read.
public enum ResultsFileError: Error, Equatable {
  /// Neither the file nor its journal exists.
  case missing(path: String)
  case cannotOpen(path: String, SystemError)
  /// Neither HDF5 nor a journal.
  case notResults(path: String)
  /// HDF5 could not read it; HDF5's own words.
  case unreadable(path: String, reason: String)
  /// Not an intact HDF5 file, or not such as this program writes.
  case damaged(path: String, HDF5ImageError)
  /// Something that results of this program have is not there, or not what it should be.
  case malformed(path: String, ResultsFileProblem)

  init(_ error: InputFileError) {
    switch error {
    case .missing(let path): self = .missing(path: path)
    case .cannotOpen(let path, let error): self = .cannotOpen(path: path, error)
    }
  }

  /// What reading a file gives; errors of HDF5 become `unreadable`.
  static func from<Value>(_ path: String, _ read: () throws -> Value) throws(ResultsFileError) -> Value {
    do {
      return try read()
    } catch let error as ResultsFileError {
      throw error
    } catch let error as HDF5Error {
      // The file is named already.
      throw .unreadable(
        path: path, reason: error.object == "/" ? "\(error.problem)" : "\(error.object): \(error.problem)")
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
