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

/// A B-tree of version 2: records in nodes of one size.
struct DenseIndex {
  private let image: HDF5Image
  private let record: HDF5Image.DenseRecord
  private let nodeSize: UInt64
  private let recordSize: Int
  private let depth: Int
  private let root: UInt64?
  private let rootCount: Int
  /// Bytes in which a node says how many records a child holds.
  private let countWidth: Int
  /// For every level above the leaves: bytes in which it says how many records there are below a child.
  private var totalWidths: [Int] = [0]

  init(image: HDF5Image, at address: UInt64, record: HDF5Image.DenseRecord) throws(HDF5ImageProblem) {
    self.image = image
    self.record = record
    var header = try image.cursor(at: address)
    try header.expect("BTHD")
    guard try header.byte() == 0, try header.byte() == record.rawValue else {
      throw .malformed("an index of another kind than is needed")
    }
    nodeSize = try header.number(4)
    recordSize = try header.short()
    depth = try header.short()
    try header.skip(2)
    root = try header.address()
    rootCount = try header.short()
    try header.skip(8)
    try header.expectChecksum(since: Int(address))
    guard recordSize >= 11, nodeSize >= 64, depth <= Self.mostDepth else {
      throw .malformed("an index with impossible sizes")
    }
    let leafCount = (nodeSize - Self.overhead) / UInt64(recordSize)
    countWidth = leafCount.bytesToStore
    var below = leafCount
    for level in 1...Self.mostDepth where level <= depth {
      let pointer = 8 + UInt64(countWidth + totalWidths[level - 1])
      guard nodeSize > Self.overhead + pointer else {
        throw .malformed("an index with impossible sizes")
      }
      let count = (nodeSize - Self.overhead - pointer) / (UInt64(recordSize) + pointer)
      let all = (count + 1).multipliedReportingOverflow(by: below)
      guard !all.overflow, all.partialValue < .max - count else {
        throw .malformed("an index with impossible sizes")
      }
      below = all.partialValue + count
      totalWidths.append(below.bytesToStore)
    }
  }

  /// Bytes of a node that hold no records: signature, version, type and checksum.
  private static let overhead: UInt64 = 10
  /// Far more than 2^32 records need.
  private static let mostDepth = 16

  /// Where the heap's identifiers of all records are, in order.
  func records() throws(HDF5ImageProblem) -> [Range<Int>] {
    guard let root, rootCount > 0 else { return [] }
    var records: [Range<Int>] = []
    try read(nodeAt: root, count: rootCount, level: depth, into: &records)
    return records
  }

  private func read(
    nodeAt address: UInt64, count: Int, level: Int, into records: inout [Range<Int>]
  ) throws(HDF5ImageProblem) {
    try image.spend(count + 1)
    var node = try image.cursor(at: address, count: nodeSize)
    try node.expect(level == 0 ? "BTLF" : "BTIN")
    try node.skip(2)
    var own: [Range<Int>] = []
    for _ in 0..<count {
      let whole = try node.stretch(UInt64(recordSize))
      own.append(whole.dropFirst(record.identifierOffset))
    }
    var children: [(address: UInt64, count: Int)] = []
    if level > 0 {
      for _ in 0...count {
        children.append((try node.long(), Int(clamping: try node.number(countWidth))))
        try node.skip(totalWidths[level - 1])
      }
    }
    try node.expectChecksum(since: Int(address))
    for index in 0...count {
      if level > 0 {
        try read(
          nodeAt: children[index].address, count: children[index].count, level: level - 1, into: &records)
      }
      if index < count { records.append(own[index]) }
    }
  }
}

extension UInt64 {
  /// Bytes that hold every number up to this one.
  var bytesToStore: Int { (UInt64.bitWidth - 1 - (self | 1).leadingZeroBitCount) / 8 + 1 }
}
