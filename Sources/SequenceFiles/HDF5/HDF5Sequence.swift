import HDF5

/// Sequences in datasets of HDF5 files.
enum HDF5Sequence {
  static let signature: [UInt8] = [0x89] + Array("HDF\r\n".utf8) + [0x1a] + Array("\n".utf8)

  /// Reads a dataset of floats or integers: of one axis, which are the steps of one input, or of steps and
  /// inputs.
  ///
  /// - Parameter dataset: its path; nil for the only dataset at the root that is no dimension scale.
  static func read(path: String, dataset: String?) throws(SequenceFileProblem) -> SequenceTable {
    let file = try call { () throws(HDF5Error) in try HDF5File.open(at: path) }
    defer { try? file.close() }
    let names = dataset.map { [$0] } ?? candidates(in: file.root)
    guard names.count == 1 else { throw .datasets(found: names) }
    let stored = try call { () throws(HDF5Error) in
      try file.root.dataset(inside: names[0])
    }
    guard (1...2).contains(stored.shape.count) else { throw .rank(shape: stored.shape) }
    let values = try call { () throws(HDF5Error) in try numbers(of: stored) }
    return try SequenceTable(
      rows: stored.shape[0], columns: stored.shape.count == 2 ? stored.shape[1] : 1, values: values)
  }

  /// Paths of the datasets at the root, but for those that only label the axes of others.
  private static func candidates(in root: HDF5Group) -> [String] {
    let names = (try? root.memberNames()) ?? []
    return names.filter { name in
      guard let dataset = try? root.dataset(inside: name) else { return false }
      return (try? dataset.stringAttribute("CLASS")) != "DIMENSION_SCALE"
    }.map { "/" + $0 }
  }

  /// Floats as they are; integers, which the library would round and clip without a word, by way of one wide
  /// enough.
  private static func numbers(of dataset: HDF5Dataset) throws(HDF5Error) -> [Double] {
    let limit = try byteLimit(of: dataset)
    do {
      return try dataset.read(as: Double.self, byteLimit: limit)
    } catch {
      guard case .wrongType(let found, _) = error.problem else { throw error }
      if found.hasPrefix("int") {
        return try dataset.read(as: Int64.self, byteLimit: limit).map { Double($0) }
      }
      if found.hasPrefix("uint") {
        return try dataset.read(as: UInt64.self, byteLimit: limit).map { Double($0) }
      }
      throw error
    }
  }

  /// As float64, the numbers that are stored take no more than this many bytes, however well they are compressed:
  /// what is declared beyond that, nobody has written.
  private static func byteLimit(of dataset: HDF5Dataset) throws(HDF5Error) -> Int {
    let (limit, isLarge) = try dataset.storedBytes().multipliedReportingOverflow(by: 8 * mostCompression)
    return isLarge ? SequenceFile.byteLimit : min(limit, SequenceFile.byteLimit)
  }

  /// Deflate's best.
  private static let mostCompression = 1_032

  private static func call<Result>(
    _ body: () throws(HDF5Error) -> Result
  ) throws(SequenceFileProblem) -> Result {
    do {
      return try body()
    } catch {
      throw .hdf5(error)
    }
  }
}
