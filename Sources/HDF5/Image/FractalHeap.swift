/// A fractal heap: objects in blocks whose sizes double from row to row.
struct FractalHeap {
  private let image: HDF5Image
  private let identifierSize: Int
  private let offsetWidth: Int
  private let lengthWidth: Int
  private let tableWidth: UInt64
  private let startSize: UInt64
  private let maximumSize: UInt64
  private let root: UInt64?
  /// Rows of the root block; 0 if it holds objects itself.
  private let rootRows: Int
  /// Objects too large for blocks, by identifier: where they are.
  private let hugeObjects: [UInt64: (address: UInt64, length: UInt64)]

  init(image: HDF5Image, at address: UInt64) throws(HDF5ImageProblem) {
    self.image = image
    var header = try image.cursor(at: address)
    try header.expect("FRHP")
    guard try header.byte() == 0 else { throw .malformed("an unknown version of a fractal heap") }
    identifierSize = try header.short()
    guard try header.short() == 0 else { throw .unsupported("a compressed heap of links or attributes") }
    try header.skip(1)
    let largestObject = try header.number(4)
    try header.skip(8)
    let hugeIndex = try header.address()
    // Addresses and statistics that matter to writers.
    try header.skip(80)
    tableWidth = try header.number(2)
    startSize = try header.long()
    maximumSize = try header.long()
    let heapBits = try header.short()
    try header.skip(2)
    root = try header.address()
    rootRows = try header.short()
    try header.expectChecksum(since: Int(address))
    guard tableWidth > 0, tableWidth.nonzeroBitCount == 1, startSize.nonzeroBitCount == 1,
      maximumSize.nonzeroBitCount == 1, startSize <= maximumSize, maximumSize <= 1 << 32,
      (1...64).contains(heapBits), largestObject > 0, (7...8).contains(identifierSize)
    else { throw .malformed("a heap with impossible sizes") }
    offsetWidth = (heapBits + 7) / 8
    let objectBits = UInt64.bitWidth - 1 - largestObject.leadingZeroBitCount
    lengthWidth = min(maximumSize.bytesToStore, (objectBits + 7) / 8)
    hugeObjects =
      try hugeIndex.map { index throws(HDF5ImageProblem) in
        try Self.hugeObjects(in: image, index: index)
      } ?? [:]
  }

  /// Reads the index of the objects too large for blocks.
  private static func hugeObjects(
    in image: HDF5Image, index: UInt64
  ) throws(HDF5ImageProblem) -> [UInt64: (address: UInt64, length: UInt64)] {
    var objects: [UInt64: (address: UInt64, length: UInt64)] = [:]
    for range in try DenseIndex(image: image, at: index, record: .hugeObject).records() {
      var record = ImageCursor(image.bytes, in: range)
      guard let address = try record.address() else { throw .malformed("a large object without a place") }
      let length = try record.long()
      objects[try record.long()] = (address, length)
    }
    return objects
  }

  /// Where an object is.
  /// - Parameter identifier: of the object; is read.
  func object(_ identifier: inout ImageCursor) throws(HDF5ImageProblem) -> Range<Int> {
    try image.spend()
    switch try identifier.byte() & 0xF0 {
    case 0x00: break
    case 0x10: return try hugeObject(&identifier)
    default: throw .unsupported("a link or an attribute stored in an identifier")
    }
    let offset = try identifier.number(offsetWidth)
    let length = try identifier.number(lengthWidth)
    guard let root else { throw .malformed("an object of an empty heap") }
    let block =
      rootRows == 0
      ? (address: root, offset: offset, size: maximumSize)
      : try directBlock(holding: offset, in: root, rows: rootRows)
    var cursor = try image.cursor(at: block.address)
    try cursor.expect("FHDB")
    guard block.offset <= block.size, length <= block.size - block.offset else {
      throw .malformed("an object beyond the end of its heap")
    }
    let start = block.address.addingReportingOverflow(block.offset)
    guard !start.overflow else { throw .malformed("an object beyond the end of its heap") }
    var object = try image.cursor(at: start.partialValue)
    return try object.stretch(length)
  }

  /// Where an object is that is too large for blocks. Identifiers have seven or eight bytes here, of which the
  /// first is read: too few to say where the object is, so they are keys of an index.
  private func hugeObject(_ identifier: inout ImageCursor) throws(HDF5ImageProblem) -> Range<Int> {
    guard let place = hugeObjects[try identifier.number(identifierSize - 1)] else {
      throw .malformed("a large object that is not in its index")
    }
    var object = try image.cursor(at: place.address)
    return try object.stretch(place.length)
  }

  /// The block of objects that holds an offset within an indirect block.
  private func directBlock(
    holding offset: UInt64, in indirect: UInt64, rows: Int
  ) throws(HDF5ImageProblem) -> (address: UInt64, offset: UInt64, size: UInt64) {
    try image.spend()
    let rowSize = startSize * tableWidth
    let row = offset < rowSize ? 0 : UInt64.bitWidth - (offset / rowSize).leadingZeroBitCount
    let scale = UInt64(max(0, row - 1))
    let (size, overflows) = startSize.multipliedReportingOverflow(by: scale < 63 ? 1 << scale : 0)
    guard row < rows, !overflows, size > 0 else { throw .malformed("an object beyond the end of its heap") }
    let rowStart = row == 0 ? 0 : rowSize << scale
    let column = (offset - rowStart) / size
    var block = try image.cursor(at: indirect)
    try block.expect("FHIB")
    try block.skip(9 + offsetWidth)
    try block.skip(8 * (row * Int(tableWidth) + Int(column)))
    guard let child = try block.address() else { throw .malformed("an object in a block that is not there") }
    let rest = offset - rowStart - column * size
    if size <= maximumSize { return (child, rest, size) }
    // Every level down has smaller blocks, so this ends.
    let childRows = size.trailingZeroBitCount - rowSize.trailingZeroBitCount + 1
    guard childRows < rows else { throw .malformed("a heap whose blocks do not get smaller") }
    return try directBlock(holding: rest, in: child, rows: childRows)
  }
}
