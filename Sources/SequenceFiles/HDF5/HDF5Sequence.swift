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
    return try SequenceTable(
      rows: rows, columns: columns,
      values: SequenceNumber(numbers.number).values(in: values[...], isBigEndian: false))
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

extension SequenceNumber {
  fileprivate init(_ number: HDF5ImageNumber) {
    switch number {
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    case .float32: self = .float32
    case .float64: self = .float64
    case .int8: self = .int8
    case .int16: self = .int16
    case .int32: self = .int32
    case .int64: self = .int64
    case .uint8: self = .uint8
    case .uint16: self = .uint16
    case .uint32: self = .uint32
    case .uint64: self = .uint64
    }
  }
}
