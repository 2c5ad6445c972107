import ArgumentParser
import Files
import Foundation
import HDF5

extension InputFileError: WordedError {
  var exitCode: ExitCode { .missingInput }

  var sentence: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such file."
    case .cannotOpen(let path, let error):
      "\(path): cannot read this file: \(error.message)."
    }
  }
}

extension OutputError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .notAFile(let path):
      "\(path): is a directory or a device; --output takes the path of a file."
    case .cannotCreateDirectory(let path, let error):
      "\(path): cannot make this directory for the output: \(error.message). Choose another --output."
    case .cannotOpen(let path, let error):
      "\(path): cannot open this file for writing: \(error.message). Choose another --output."
    case .cannotWrite(let path, let error):
      """
      \(path): cannot write: \(error.message). Make room and run the same command again; a sweep goes on where \
      it stopped.
      """
    case .inUse(let path, nil):
      "\(path): another process is writing here; wait for it, or choose another --output."
    case .inUse(let path, let owner?):
      """
      \(path): \(owner.words) is writing here; wait for it, or choose another --output. Where it ended without \
      a trace, this command goes on by itself after a minute.
      """
    case .exists(let path):
      "\(path): exists already. Choose another --output, or overwrite it with --force."
    case .isInput(let path):
      "\(path): is what this command reads; choose another --output."
    }
  }
}

extension FileOwner {
  /// process 4711 on node07 (Slurm job 991_3), since 2026-11-30T18:39:03Z
  var words: String {
    "process \(process) on \(host)\(job.map { " (Slurm job \($0))" } ?? ""), since \(since.formatted(.iso8601)),"
  }
}

/// libhdf5 fails in memory, for want of it; files are written without it, and journals stay.
extension HDF5Error: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    """
    the HDF5 file cannot be put together: \(self). Nothing is written, and nothing lost: run the same command again \
    where there is more memory.
    """
  }
}

/// Follows the name of the object in question.
extension HDF5ImageProblem {
  var wording: String {
    switch self {
    case .notHDF5: "is no HDF5 file"
    case .truncated(let needed, let found): "is cut short: it goes on to byte \(needed), there are \(found)"
    case .malformed(let what): "is damaged: \(what)"
    case .checksum(let place, _): "is damaged: the checksum at byte \(place) does not fit"
    case .wrongType(let found): "holds \(found) values; allowed are floats and integers"
    case .unsupported(let what): "\(what), which is not read"
    case .tooLarge(let what, let found, let limit): "\(what) is \(found); allowed are at most \(limit)"
    }
  }
}
