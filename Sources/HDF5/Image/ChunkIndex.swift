/// The chunks of a dataset: a B-tree of version 1.
struct ChunkIndex {
  struct Chunk {
    /// Place in the file.
    let stored: Range<Int>
    /// Filters that were left out, one bit each.
    let skippedFilters: UInt64
    /// Of its first number, by axis.
    let offsets: [UInt64]
  }

  let image: HDF5Image
  let axes: Int
  private(set) var chunks: [Chunk] = []

  mutating func read(treeAt address: UInt64, level expected: Int? = nil) throws(HDF5ImageProblem) {
    try image.spend()
    var node = try image.cursor(at: address)
    try node.expect("TREE")
    guard try node.byte() == 1 else { throw .malformed("chunks with a tree of names") }
    let level = try node.byte()
    guard expected == nil || level == expected else { throw .malformed("a tree with levels out of order") }
    let count = try node.short()
    try node.skip(16)
    for _ in 0..<count {
      try image.spend()
      let size = try node.number(4)
      let skipped = try node.number(4)
      var offsets: [UInt64] = []
      for _ in 0..<axes { offsets.append(try node.long()) }
      // The offset within a number, always 0.
      try node.skip(8)
      let child = try node.long()
      if level > 0 {
        try read(treeAt: child, level: level - 1)
      } else {
        var cursor = try image.cursor(at: child)
        chunks.append(Chunk(stored: try cursor.stretch(size), skippedFilters: skipped, offsets: offsets))
      }
    }
  }
}

/// Puts the chunks of a dataset together.
struct ChunkAssembly {
  let array: StoredArray
  /// Numbers of a chunk, by axis.
  let lengths: [Int]
  let chunks: [ChunkIndex.Chunk]
  let filters: FilterPipeline

  /// - Throws: `malformed` unless every chunk is there once; `tooLarge` if they are compressed further than
  ///   any weights are.
  func bytes() throws(HDF5ImageProblem) -> [UInt8] {
    let image = array.object.image
    let size = array.valueSize
    let stored = chunks.reduce(0) { $0 + $1.stored.count }
    try image.spendData(stored)
    let counts = zip(array.shape, lengths).map { ($0 - 1) / $1 + 1 }
    let chunkBytes = try ImageShape.bytes(of: lengths.map { UInt64($0) }, size: size)
    // Chunks at the edges count whole: that is what is inflated.
    let inflated = try ImageShape.bytes(of: counts.map { UInt64($0) } + [chunkBytes], size: 1)
    let limit = UInt64(stored) * StoredArray.mostCompression
    guard inflated <= limit else {
      throw .tooLarge(what: "the declared size in bytes", found: inflated, limit: limit)
    }
    try image.spendMemory(inflated)
    guard chunks.count == counts.reduce(1, *) else {
      throw .malformed("\(chunks.count) chunks where the shape asks for \(counts.reduce(1, *))")
    }

    var bytes = [UInt8](repeating: 0, count: array.byteCount)
    var seen: Set<[UInt64]> = []
    for chunk in chunks {
      let isInPlace = zip(chunk.offsets, zip(array.shape, lengths)).allSatisfy {
        $0 < UInt64($1.0) && $0.isMultiple(of: UInt64($1.1))
      }
      guard isInPlace, seen.insert(chunk.offsets).inserted else {
        throw .malformed("a chunk that is twice there, or out of place")
      }
      let numbers = try filters.undo(
        image.bytes[chunk.stored], skipping: chunk.skippedFilters, size: Int(chunkBytes), element: size)
      copy(numbers, at: chunk.offsets.map { Int($0) }, onto: &bytes)
    }
    return bytes
  }

  /// Copies the part of a chunk that lies within the dataset, row by row.
  private func copy(_ chunk: [UInt8], at offsets: [Int], onto bytes: inout [UInt8]) {
    let size = array.valueSize
    let last = lengths.count - 1
    let extent = lengths.indices.map { min(lengths[$0], array.shape[$0] - offsets[$0]) }
    let rows = extent.dropLast().reduce(1, *)
    for row in 0..<rows {
      var rest = row
      var (source, target) = (0, 0)
      var (sourceScale, targetScale) = (lengths[last], array.shape[last])
      for axis in lengths.indices.dropLast().reversed() {
        let position = rest % extent[axis]
        rest /= extent[axis]
        source += position * sourceScale
        target += (offsets[axis] + position) * targetScale
        sourceScale *= lengths[axis]
        targetScale *= array.shape[axis]
      }
      target += offsets[last]
      let count = extent[last] * size
      bytes[target * size..<target * size + count] = chunk[source * size..<source * size + count][...]
    }
  }
}
