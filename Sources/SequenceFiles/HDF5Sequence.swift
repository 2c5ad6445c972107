import HDF5

/// Sequences in datasets of HDF5 files, read as `HDF5Image` reads: without libhdf5, and without following what
/// leads out of the file.
enum HDF5Sequence {
  /// The numbers of a dataset of floats or integers: of one axis, which are the steps of one input, or of steps
  /// and inputs.
  ///
  /// - Parameter dataset: its path; nil for the only dataset at the root that is no dimension scale.
  static func table(_ bytes: [UInt8], dataset: String?) throws(SequenceFileProblem) -> SequenceTable {
    let root = try call { () throws(HDF5ImageError) in try HDF5Image(bytes).root() }
    let stored = if let dataset { try member(dataset, of: root) } else { try onlyMember(of: root) }
    let numbers = try call { () throws(HDF5ImageError) in try stored.dataset(integers: true) }
    guard (1...2).contains(numbers.shape.count) else { throw .rank(shape: numbers.shape) }
    let (rows, columns) = (numbers.shape[0], numbers.shape.count == 2 ? numbers.shape[1] : 1)
    let needed = Double(rows) * Double(columns) * 8
    guard needed <= Double(SequenceFile.byteLimit) else {
      throw .tooLarge(bytes: needed, limit: SequenceFile.byteLimit)
    }
    let values = try call { () throws(HDF5ImageError) in try numbers.read() }
    return try SequenceTable(rows: rows, columns: columns, values: numbers.number.doubles(values[...]))
  }

  private static func member(
    _ path: String, of root: HDF5ImageObject
  ) throws(SequenceFileProblem) -> HDF5ImageObject {
    var object = root
    for name in path.split(separator: "/") {
      let found = try call { () throws(HDF5ImageError) in try object.member(String(name)) }
      guard let found else { throw .noSuchDataset(path) }
      object = found
    }
    return object
  }

  private static func onlyMember(of root: HDF5ImageObject) throws(SequenceFileProblem) -> HDF5ImageObject {
    let found = try call { () throws(HDF5ImageError) in
      var found: [HDF5ImageObject] = []
      for (_, object) in try root.members() where object.isDataset {
        if try object.strings(attribute: "CLASS") != ["DIMENSION_SCALE"] { found.append(object) }
      }
      return found
    }
    guard found.count == 1 else { throw .datasets(found: found.map(\.path)) }
    return found[0]
  }

  private static func call<Result>(
    _ body: () throws(HDF5ImageError) -> Result
  ) throws(SequenceFileProblem) -> Result {
    do {
      return try body()
    } catch {
      throw .hdf5(error)
    }
  }
}

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
