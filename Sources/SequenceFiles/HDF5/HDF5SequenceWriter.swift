import HDF5

/// Writes sequences as datasets whose axes are labelled as netCDF-4 readers expect: `step`, counted from 0,
/// and an axis of its own or a shared one for the columns.
struct HDF5SequenceWriter {
  let root: HDF5Group

  private static let stepAxis = "step"

  func write<Scalar: SequenceScalar>(
    _ sequences: [OutputSequence<Scalar>], attributes: [(name: String, value: String)]
  ) throws(HDF5Error) {
    try root.writeAttribute("Conventions", "CF-1.11")
    for (name, value) in attributes { try root.writeAttribute(name, value) }
    guard let rows = sequences.first?.rows else { return }
    let steps = try scale(Self.stepAxis, length: rows, title: "row of the inputs")
    var axes: [String: HDF5Dataset] = [:]
    for sequence in sequences {
      let columns: HDF5Dataset
      if let known = axes[sequence.axis] {
        columns = known
      } else {
        columns = try scale(sequence.axis, length: sequence.columns, title: "unit of the layer")
        axes[sequence.axis] = columns
      }
      let dataset = try root.createDataset(
        sequence.name, shape: [sequence.rows, sequence.columns], values: sequence.values)
      try dataset.attachScale(steps, axis: 0)
      try dataset.attachScale(columns, axis: 1)
      try describe(dataset, title: sequence.title)
      // R, Julia and MATLAB show axes in the opposite order: say it in text, too.
      try dataset.writeAttribute("dimensions", "\(Self.stepAxis) \(sequence.axis)")
    }
  }

  private func scale(_ name: String, length: Int, title: String) throws(HDF5Error) -> HDF5Dataset {
    let scale = try root.createDataset(name, shape: [length], values: (0..<length).map { Int64($0) })
    try scale.makeDimensionScale(named: name)
    try describe(scale, title: title)
    return scale
  }

  private func describe(_ dataset: HDF5Dataset, title: String) throws(HDF5Error) {
    try dataset.writeAttribute("long_name", title)
    try dataset.writeAttribute("units", "1")
  }
}
