/// Where a dataset keeps its values: within its header, in one piece, or in chunks.
struct ImageStorage {
  private let array: StoredArray
  private let image: HDF5Image
  private let filters: FilterPipeline

  /// How many bytes one stored byte may become. Deflate makes at most 1,032 of one; weights hardly shrink at
  /// all, so this is a limit that only bombs meet.
  static let mostCompression: UInt64 = 1_000

  init(_ array: StoredArray) throws(HDF5ImageProblem) {
    self.array = array
    image = array.object.image
    guard !array.object.messages.contains(where: { $0.kind == .externalFiles }) else {
      throw .unsupported("external storage")
    }
    let hasFilters = array.object.messages.contains { $0.kind == .filters }
    var content = hasFilters ? try array.object.content(.filters) : nil
    filters = try FilterPipeline(&content)
  }

  func bytes() throws(HDF5ImageProblem) -> [UInt8] {
    var layout = try array.object.content(.layout)
    switch try layout.byte() {
    case 1, 2: return try oldLayout(&layout)
    case 3, 4:
      switch try layout.byte() {
      case 0: return try piece(layout.stretch(layout.number(2)))
      case 1: return try contiguous(layout.address(), size: layout.long())
      case 2: return try chunks(&layout)
      case 3: throw .unsupported("a virtual dataset")
      default: throw .malformed("an unknown kind of storage")
      }
    default: throw .malformed("an unknown version of storage")
    }
  }

  /// Versions 1 and 2: the number of axes first, and the lengths of them all whatever the kind.
  private func oldLayout(_ layout: inout ImageCursor) throws(HDF5ImageProblem) -> [UInt8] {
    let axes = try layout.byte()
    let kind = try layout.byte()
    try layout.skip(5)
    switch kind {
    case 0:
      try layout.skip(4 * axes)
      return try piece(layout.stretch(layout.number(4)))
    case 1: return try contiguous(layout.address(), size: UInt64(array.byteCount))
    default: throw .unsupported("chunks of a version before HDF5 1.6")
    }
  }

  private func contiguous(_ address: UInt64?, size: UInt64) throws(HDF5ImageProblem) -> [UInt8] {
    guard array.byteCount > 0 else { return [] }
    guard let address else { throw .malformed("a dataset whose numbers were never written") }
    var cursor = try image.cursor(at: address)
    return try piece(cursor.stretch(size))
  }

  private func piece(_ range: Range<Int>) throws(HDF5ImageProblem) -> [UInt8] {
    guard range.count == array.byteCount else {
      throw .malformed("\(range.count) stored bytes where the shape asks for \(array.byteCount)")
    }
    try image.spendData(range.count)
    return Array(image.bytes[range])
  }

  // MARK: Chunks

  /// Version 3 only: later ones have five more kinds of index.
  private func chunks(_ layout: inout ImageCursor) throws(HDF5ImageProblem) -> [UInt8] {
    var start = try array.object.content(.layout)
    guard try start.byte() == 3 else {
      throw .unsupported("chunks with an index of HDF5 1.10 or later")
    }
    let axes = try layout.byte() - 1
    let tree = try layout.address()
    var lengths: [Int] = []
    for _ in 0..<max(0, axes) { lengths.append(Int(try layout.number(4))) }
    guard axes == array.shape.count, axes > 0, lengths.allSatisfy({ $0 > 0 }),
      try layout.number(4) == UInt64(array.valueSize)
    else { throw .malformed("chunks of another rank or type than their dataset") }
    guard array.byteCount > 0 else { return [] }
    guard let tree else { throw .malformed("a dataset whose numbers were never written") }
    var index = ChunkIndex(image: image, axes: axes)
    try index.read(treeAt: tree)
    return try ChunkAssembly(
      array: array, lengths: lengths, chunks: index.chunks, filters: filters
    ).bytes()
  }
}
