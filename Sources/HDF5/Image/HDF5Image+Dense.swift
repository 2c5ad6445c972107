/// Links and attributes that are too many for an object's header: kept in a fractal heap, with a B-tree of
/// version 2 as an index.
extension HDF5Image {
  /// The kinds of index records that are read, with what they hold besides the heap's identifier.
  enum DenseRecord: Int {
    case linkName = 5
    case attributeName = 8

    /// Bytes before the identifier: the hash of the name, or nothing.
    var identifierOffset: Int { self == .linkName ? 4 : 0 }
  }

  /// Where the objects of a dense storage are, in the order of the index.
  func denseObjects(
    heap address: UInt64, tree: UInt64, record: DenseRecord
  ) throws(HDF5ImageProblem) -> [Range<Int>] {
    let heap = try FractalHeap(image: self, at: address)
    return try DenseIndex(image: self, at: tree, record: record).records().map {
      range throws(HDF5ImageProblem) in
      var record = ImageCursor(bytes, in: range)
      return try heap.object(&record)
    }
  }
}
