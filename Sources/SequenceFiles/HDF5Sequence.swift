import HDF5

/// Sequences in datasets of HDF5 files, read as `HDF5Image` reads: without libhdf5, and without following what
/// leads out of the file.
enum HDF5Sequence {
  /// The numbers of a dataset of floats or integers, of as many axes as `SequenceTable` takes.
  ///
  /// - Parameter dataset: its path; nil for the only dataset that is no dimension scale.
  static func table(_ bytes: [UInt8], dataset: String?) throws(SequenceFileProblem) -> SequenceTable {
    let root = try call { () throws(HDF5ImageError) in try HDF5Image(bytes).root() }
    let stored = if let dataset { try member(dataset, of: root) } else { try onlyDataset(of: root) }
    let numbers = try call { () throws(HDF5ImageError) in try stored.dataset(integers: true) }
    return try SequenceTable(shape: numbers.shape) { (_) throws(SequenceFileProblem) in
      let values = try call { () throws(HDF5ImageError) in try numbers.read() }
      return numbers.number.doubles(values[...])
    }
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

  private static func onlyDataset(of root: HDF5ImageObject) throws(SequenceFileProblem) -> HDF5ImageObject {
    let found = try call { () throws(HDF5ImageError) in
      var found: [HDF5ImageObject] = []
      var seen = [root.address] as Set
      try collect(root.members().map(\.object), into: &found, seen: &seen)
      return found
    }
    guard found.count == 1 else { throw .datasets(found: found.map(\.path)) }
    return found[0]
  }

  /// Datasets among a group's members and in the groups in it, each once, however many names it has; not of groups whose
  /// members cannot be told.
  private static func collect(
    _ members: [HDF5ImageObject], into found: inout [HDF5ImageObject], seen: inout Set<UInt64>
  ) throws(HDF5ImageError) {
    for object in members where seen.insert(object.address).inserted {
      if object.isDataset {
        if try object.strings(attribute: "CLASS") != ["DIMENSION_SCALE"] { found.append(object) }
      } else if object.path.utf8.count(where: { $0 == UInt8(ascii: "/") }) < deepest,
        let inner = try? object.members()
      {
        try collect(inner.map(\.object), into: &found, seen: &seen)
      }
    }
  }

  /// Groups within groups that are looked into.
  private static let deepest = 10

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

/// Writes sequences as datasets whose axes are labelled as netCDF-4 readers expect: `sequence` if there are several,
/// `step`, both counted from 0, and an axis of its own or a shared one for the columns.
struct HDF5SequenceWriter {
  let root: HDF5Group

  private static let sequenceAxis = "sequence"
  private static let stepAxis = "step"

  func write<Scalar: SequenceScalar>(
    _ sequences: [OutputSequence<Scalar>], attributes: [(name: String, value: String)]
  ) throws(HDF5Error) {
    try root.writeAttribute("Conventions", "CF-1.11")
    for (name, value) in attributes { try root.writeAttribute(name, value) }
    guard let first = sequences.first else { return }
    var outer: [(name: String, scale: HDF5Dataset)] = []
    if first.sequences > 1 {
      let title = "sequence of the inputs"
      outer.append((Self.sequenceAxis, try scale(Self.sequenceAxis, length: first.sequences, title: title)))
    }
    let steps = try scale(Self.stepAxis, length: first.rows / first.sequences, title: "row of the inputs")
    outer.append((Self.stepAxis, steps))
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
        sequence.name, shape: sequence.shape, values: sequence.values)
      for (index, axis) in outer.enumerated() { try dataset.attachScale(axis.scale, axis: index) }
      try dataset.attachScale(columns, axis: outer.count)
      try describe(dataset, title: sequence.title)
      // R, Julia and MATLAB show axes in the opposite order: say it in text, too.
      try dataset.writeAttribute("dimensions", (outer.map(\.name) + [sequence.axis]).joined(separator: " "))
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
