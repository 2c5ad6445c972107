/// Values on a grid as a dataset declares them, whatever their type, and where it keeps them: within its header, in
/// one piece, or in chunks.
struct StoredArray {
  /// The axis lengths, the last axis running fastest; empty for a single value.
  let shape: [Int]
  /// Bytes of one value as it is stored.
  let valueSize: Int
  /// Bytes of all values as the shape declares them. Not more than the file can hold, if compressed as
  /// far as that goes.
  let byteCount: Int
  let object: HDF5ImageObject

  /// How many bytes one stored byte may become. Deflate makes at most 1,032 of one, and comes near to that
  /// where all values are equal.
  static let mostCompression: UInt64 = 1_032

  init(
    of object: HDF5ImageObject, shape: [UInt64], valueSize: Int
  ) throws(HDF5ImageProblem) {
    let bytes = try ImageShape.bytes(of: shape, size: valueSize)
    let limit = UInt64(object.image.bytes.count) * Self.mostCompression
    guard bytes <= limit, shape.allSatisfy({ $0 <= limit }) else {
      throw .tooLarge(what: "the declared size in bytes", found: bytes, limit: limit)
    }
    self.shape = shape.map { Int($0) }
    self.valueSize = valueSize
    byteCount = Int(bytes)
    self.object = object
  }

  /// The bytes of all values, the last axis running fastest: those of the file where they stand there in one piece.
  /// Otherwise allocates no more than is stored, or a thousand times that for what is compressed.
  func bytes() throws(HDF5ImageProblem) -> ArraySlice<UInt8> {
    guard !object.messages.contains(where: { $0.kind == .externalFiles }) else {
      throw .unsupported("external storage")
    }
    let hasFilters = object.messages.contains { $0.kind == .filters }
    var pipeline = hasFilters ? try object.content(.filters) : nil
    let filters = try FilterPipeline(&pipeline)
    var layout = try object.content(.layout)
    switch try layout.byte() {
    case 1, 2: return try oldLayout(&layout)
    case 3, 4:
      switch try layout.byte() {
      case 0: return try piece(layout.stretch(layout.number(2)))
      case 1: return try contiguous(layout.address(), size: layout.long())
      case 2: return try chunks(&layout, filters)
      case 3: throw .unsupported("a virtual dataset")
      default: throw .malformed("an unknown kind of storage")
      }
    default: throw .malformed("an unknown version of storage")
    }
  }

  /// Versions 1 and 2: the number of axes first, and the lengths of them all whatever the kind.
  private func oldLayout(_ layout: inout ImageCursor) throws(HDF5ImageProblem) -> ArraySlice<UInt8> {
    let axes = try layout.byte()
    let kind = try layout.byte()
    try layout.skip(5)
    switch kind {
    case 0:
      try layout.skip(4 * axes)
      return try piece(layout.stretch(layout.number(4)))
    case 1: return try contiguous(layout.address(), size: UInt64(byteCount))
    default: throw .unsupported("chunks of a version before HDF5 1.6")
    }
  }

  private func contiguous(
    _ address: UInt64?, size: UInt64
  ) throws(HDF5ImageProblem) -> ArraySlice<UInt8> {
    guard byteCount > 0 else { return [] }
    guard let address else { throw .malformed("a dataset whose numbers were never written") }
    var cursor = try object.image.cursor(at: address)
    return try piece(cursor.stretch(size))
  }

  private func piece(_ range: Range<Int>) throws(HDF5ImageProblem) -> ArraySlice<UInt8> {
    guard range.count == byteCount else {
      throw .malformed("\(range.count) stored bytes where the shape asks for \(byteCount)")
    }
    try object.image.spendData(range.count)
    return object.image.bytes[range]
  }

  // MARK: Chunks

  /// Version 3 only: later ones have five more kinds of index.
  private func chunks(
    _ layout: inout ImageCursor, _ filters: FilterPipeline
  ) throws(HDF5ImageProblem) -> ArraySlice<UInt8> {
    var start = try object.content(.layout)
    guard try start.byte() == 3 else {
      throw .unsupported("chunks with an index of HDF5 1.10 or later")
    }
    let axes = try layout.byte() - 1
    let tree = try layout.address()
    var lengths: [Int] = []
    for _ in 0..<max(0, axes) { lengths.append(Int(try layout.number(4))) }
    guard axes == shape.count, axes > 0, lengths.allSatisfy({ $0 > 0 }),
      try layout.number(4) == UInt64(valueSize)
    else { throw .malformed("chunks of another rank or type than their dataset") }
    guard byteCount > 0 else { return [] }
    guard let tree else { throw .malformed("a dataset whose numbers were never written") }
    var index = ChunkIndex(image: object.image, axes: axes)
    try index.read(treeAt: tree)
    return try ChunkAssembly(
      array: self, lengths: lengths, chunks: index.chunks, filters: filters
    ).bytes()[...]
  }
}
