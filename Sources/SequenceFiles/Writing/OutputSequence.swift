/// A sequence to be written: one row per step.
public struct OutputSequence<Scalar: SequenceScalar>: Equatable, Sendable {
  /// Of the dataset in an HDF5 file.
  public var name: String
  /// What it is, in words.
  public var title: String
  /// The name of its second axis in an HDF5 file, which sequences of the same width may share.
  public var axis: String
  public var rows: Int
  public var columns: Int
  /// Row by row.
  public var values: [Scalar]

  /// - Precondition: `values` fills the table.
  public init(name: String, title: String, axis: String, rows: Int, columns: Int, values: [Scalar]) {
    precondition(values.count == rows * columns)
    self.name = name
    self.title = title
    self.axis = axis
    self.rows = rows
    self.columns = columns
    self.values = values
  }
}
