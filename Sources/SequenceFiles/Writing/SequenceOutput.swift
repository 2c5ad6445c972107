import Files
import Foundation
import HDF5

/// A file that sequences are to be written to, in the format that its ending names: `.npy` for one sequence,
/// `.h5` for any number of them, with named axes.
public struct SequenceOutput {
  public enum Format: String, CaseIterable, Sendable {
    case npy
    case hdf5 = "h5"
  }

  public let path: String
  public let format: Format
  private let destination: Destination

  /// Checks all that can be checked before there is anything to write.
  ///
  /// - Parameter overwrites: whether a file that is there may be replaced.
  /// - Throws: `SequenceOutputError.unknownEnding`; `OutputError`: `exists`, or as `Destination` says.
  public init(path: String, overwrites: Bool) throws {
    let ending = (path as NSString).pathExtension
    guard let format = Format(rawValue: ending) else { throw SequenceOutputError.unknownEnding(path: path) }
    self.path = path
    self.format = format
    destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
  }

  /// Whether this would replace the file at another path.
  public func replaces(_ other: String) -> Bool { destination.isSameFile(as: other) }

  /// Writes the file, complete or not at all.
  ///
  /// - Parameters:
  ///   - sequences: all of equally many rows.
  ///   - attributes: of the whole file, in HDF5.
  /// - Throws: `OutputError`; `SequenceOutputError.cannotWrite`.
  /// - Precondition: one sequence if the format is `.npy`.
  public func write<Scalar: SequenceScalar>(
    _ sequences: [OutputSequence<Scalar>], attributes: [(name: String, value: String)] = []
  ) throws {
    switch format {
    case .npy:
      precondition(sequences.count == 1)
      try destination.write(NPYFile.bytes(of: sequences[0]))
    case .hdf5:
      let temporary = destination.path + ".partial"
      do {
        let file = try HDF5File.create(at: temporary)
        try HDF5SequenceWriter(root: file.root).write(sequences, attributes: attributes)
        try file.close()
        try destination.replace(with: temporary)
      } catch let error as HDF5Error {
        unlink(temporary)
        throw SequenceOutputError.cannotWrite(path: path, reason: "\(error.problem)")
      } catch {
        unlink(temporary)
        throw error
      }
    }
  }
}
