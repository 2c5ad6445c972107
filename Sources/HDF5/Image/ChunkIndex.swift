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

  init(image: HDF5Image, axes: Int) {
    self.image = image
    self.axes = axes
  }

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
