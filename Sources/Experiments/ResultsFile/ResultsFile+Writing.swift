import Files
import Foundation
import HDF5

extension ResultsFile {
  /// Writes a results file, complete or not at all: under another name first, which is then given up for the
  /// path. Directories that are missing are made.
  ///
  /// - Parameters:
  ///   - overwrites: whether a file that is there may be replaced.
  ///   - provenance: for the attributes `source` and `history`.
  /// - Throws: `OutputError`.
  public static func write(
    _ results: SweepResults<Plan>, to path: String, overwrites: Bool = false, provenance: Provenance
  ) throws {
    let destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
    let temporary = destination.path + ".partial"
    do {
      let file = try HDF5File.create(at: temporary)
      try layOut(results, provenance: provenance, in: file)
      try file.close()
      try destination.replace(with: temporary)
    } catch let error as HDF5Error {
      unlink(temporary)
      throw SweepOutputError.cannotWriteResults(path: path, reason: "\(error.problem)")
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
