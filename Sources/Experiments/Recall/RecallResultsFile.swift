import Files
import Foundation
import HDF5
import MemoryMeasures

/// Results files of recall measurements: HDF5 that readers of netCDF-4 open with named, labelled dimensions.
///
/// - Dimensions, each with a coordinate variable: `network` (name), `magnitude`, `sequence`, `step`.
/// - Over all four: `answer`, `absolute_error`, `relative_error`. Over the first three: `first_input` and
///   `error_bound` (NaN where nothing is guaranteed).
/// - Over network, magnitude and step: `median_absolute_error`, `largest_absolute_error`,
///   `median_relative_error`, `largest_relative_error`.
/// - Over network: `cell`, `readout`, `hidden_size`, `input_size`, `first_answer_step` (1 where nothing is
///   guaranteed).
///
/// Root attributes hold the settings and networks in two forms, one by one for people and as JSON (`plan`) for
/// reading.
public enum RecallResultsFile {
  static let format = "memprobe recall"
  /// 2 since there is a `plan`.
  static let version: Int32 = 2

  /// Makes sure, before anything is measured, that a results file could be written here.
  ///
  /// - Throws: `OutputError`.
  public static func check(_ path: String, overwrites: Bool) throws(OutputError) {
    let destination = try Destination(path)
    guard overwrites || !destination.exists else { throw .exists(path: path) }
  }

  /// Writes a results file, complete or not at all. Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - overwrites: whether a file that is there may be replaced.
  ///   - provenance: for the attributes `source` and `history`.
  /// - Throws: `OutputError`; `RecallOutputError` if HDF5 cannot write it.
  public static func write(
    _ results: RecallResults, to path: String, overwrites: Bool = false, provenance: Provenance
  ) throws {
    try check(path, overwrites: overwrites)
    let destination = try Destination(path)
    let temporary = destination.path + ".partial"
    do {
      let file = try HDF5File.create(at: temporary)
      try RecallResultsWriter(results: results, provenance: provenance, root: file.root).write()
      try file.close()
      try destination.replace(with: temporary)
    } catch let error as HDF5Error {
      unlink(temporary)
      throw RecallOutputError(path: path, reason: "\(error.problem)")
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
