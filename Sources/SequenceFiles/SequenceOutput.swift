import Files
import Foundation
import HDF5

/// A file that sequences are to be written to, in the format that its ending names: `.npy` for one sequence,
/// `.h5` for any number of them, with named axes.
package struct SequenceOutput {
  package enum Format: String, CaseIterable, Sendable {
    case npy
    case hdf5 = "h5"
  }

  package let path: String
  package let format: Format
  private let destination: Destination

  /// Checks all that can be checked before there is anything to write.
  ///
  /// - Parameter overwrites: whether a file that is there may be replaced.
  /// - Throws: `SequenceOutputError.unknownEnding`; `OutputError`: `exists`, or as `Destination` says.
  package init(path: String, overwrites: Bool) throws {
    let ending = (path as NSString).pathExtension.lowercased()
    guard let format = Format(rawValue: ending) else { throw SequenceOutputError.unknownEnding(path: path) }
    self.path = path
    self.format = format
    destination = try Destination(path)
    guard overwrites || !destination.exists else { throw OutputError.exists(path: path) }
  }

  /// Writes the file, complete or not at all.
  ///
  /// - Parameters:
  ///   - sequences: all of equally many rows.
  ///   - attributes: of the whole file, in HDF5.
  /// - Throws: `OutputError`, `HDF5Error`.
  /// - Precondition: one sequence if the format is `.npy`.
  package func write<Scalar: SequenceScalar>(
    _ sequences: [OutputSequence<Scalar>], attributes: [(name: String, value: String)] = []
  ) throws {
    switch format {
    case .npy:
      precondition(sequences.count == 1)
      try destination.write(NPYFile.bytes(of: sequences[0]))
    case .hdf5:
      let file = try HDF5File()
      try HDF5SequenceWriter(root: file.root).write(sequences, attributes: attributes)
      try destination.write(file.bytes())
    }
  }
}

/// Sequences that cannot be written.
package enum SequenceOutputError: Error, Equatable {
  /// Allowed: those of `SequenceOutput.Format`.
  case unknownEnding(path: String)
}

/// Sequences to be written: one row per step, several of equally many steps one below the other.
package struct OutputSequence<Scalar: SequenceScalar>: Equatable, Sendable {
  /// Of the dataset in an HDF5 file.
  package var name: String
  /// What it is, in words.
  package var title: String
  /// The name of its last axis in an HDF5 file, which sequences of the same width may share.
  package var axis: String
  package var rows: Int
  package var columns: Int
  /// Row by row.
  package var values: [Scalar]
  /// How many sequences the rows are.
  package var sequences: Int

  /// - Precondition: `values` fills the table, and every sequence has as many rows.
  package init(
    name: String, title: String, axis: String, rows: Int, columns: Int, values: [Scalar], sequences: Int = 1
  ) {
    precondition(values.count == rows * columns && rows.isMultiple(of: sequences))
    self.sequences = sequences
    self.name = name
    self.title = title
    self.axis = axis
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Steps x columns, or of several sequences, sequences x steps x columns.
  var shape: [Int] { (sequences == 1 ? [] : [sequences]) + [rows / sequences, columns] }
}

/// A number type in which sequences are written: `Float` and `Double`.
package protocol SequenceScalar: BinaryFloatingPoint, HDF5Element {}

extension Float: SequenceScalar {}
extension Double: SequenceScalar {}
