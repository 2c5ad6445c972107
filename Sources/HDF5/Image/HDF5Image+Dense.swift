/// Links and attributes that are too many for an object's header: kept in a fractal heap, with a B-tree of
/// version 2 as an index.
extension HDF5Image {
  /// The kinds of index records that are read, with what they hold besides the heap's identifier.
  enum DenseRecord: Int {
    /// Without an identifier: address, length and number of a large object.
    case hugeObject = 1
    case linkName = 5
    case attributeName = 8

    /// Bytes before the identifier: the hash of the name, or nothing.
    var identifierOffset: Int { self == .linkName ? 4 : 0 }
  }

  /// Where the objects of a dense storage are, in the order of the index: of links by the hash of the name, of
  /// attributes in that of creation if the file keeps it.
  func denseObjects(
    heap address: UInt64, tree: UInt64, record kind: DenseRecord
  ) throws(HDF5ImageProblem) -> [Range<Int>] {
    let heap = try FractalHeap(image: self, at: address)
    var objects: [(order: UInt64, place: Int, content: Range<Int>)] = []
    for range in try DenseIndex(image: self, at: tree, record: kind).records() {
      var record = ImageCursor(bytes, in: range)
      let content = try heap.object(&record)
      var order: UInt64 = 0
      if kind == .attributeName {
        // Behind the identifier of eight bytes and the flags; all bits are set where it is not kept.
        record = ImageCursor(bytes, in: range)
        try record.skip(9)
        order = try record.number(4)
      }
      objects.append((order, objects.count, content))
    }
    return objects.sorted { ($0.order, $0.place) < ($1.order, $1.place) }.map(\.content)
  }
}
