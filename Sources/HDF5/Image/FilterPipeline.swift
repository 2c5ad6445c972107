import CZlib

/// What was done to the chunks of a dataset before they were stored, to be undone in reverse.
struct FilterPipeline {
  private enum Filter: Int {
    case deflate = 1
    case shuffle = 2
    case checksum = 3
  }

  private var filters: [Filter] = []

  /// Reads a filter message, if there is one.
  /// - Throws: `unsupported` for any filter but deflate, shuffle and fletcher32.
  init(_ message: inout ImageCursor?) throws(HDF5ImageProblem) {
    guard var content = message else { return }
    let version = try content.byte()
    guard version == 1 || version == 2 else { throw .malformed("an unknown version of filters") }
    let count = try content.byte()
    if version == 1 { try content.skip(6) }
    for _ in 0..<count {
      let number = try content.short()
      let nameSize = version == 1 || number >= 256 ? try content.short() : 0
      try content.skip(2)
      let values = try content.short()
      try content.skip(version == 1 ? (nameSize + 7) / 8 * 8 : nameSize)
      try content.skip(4 * values)
      if version == 1, !values.isMultiple(of: 2) { try content.skip(4) }
      guard let filter = Filter(rawValue: number) else { throw .unsupported("filter \(number)") }
      guard !filters.contains(filter) else { throw .malformed("the same filter twice") }
      filters.append(filter)
    }
  }

  /// The bytes of a chunk as they were before.
  /// - Parameters:
  ///   - skipped: filters that were left out for this chunk, one bit each.
  ///   - size: how many bytes they have to be.
  ///   - element: bytes of one number.
  func undo(
    _ stored: ArraySlice<UInt8>, skipping skipped: UInt64, size: Int, element: Int
  ) throws(HDF5ImageProblem) -> [UInt8] {
    var bytes = Array(stored)
    for (index, filter) in filters.enumerated().reversed() where skipped >> UInt64(index) & 1 == 0 {
      switch filter {
      // A checksum that was taken before deflating is inside.
      case .deflate: bytes = try Self.inflate(bytes, atMost: size + 4)
      case .shuffle: bytes = Self.unshuffle(bytes, element: element)
      case .checksum: try Self.verify(&bytes)
      }
    }
    guard bytes.count == size else {
      throw .malformed("a chunk of \(bytes.count) bytes instead of \(size)")
    }
    return bytes
  }

  private static func inflate(_ bytes: [UInt8], atMost size: Int) throws(HDF5ImageProblem) -> [UInt8] {
    var inflated = [UInt8](repeating: 0, count: size)
    var count = uLongf(size)
    guard uncompress(&inflated, &count, bytes, uLong(bytes.count)) == Z_OK else {
      throw .malformed("compressed numbers that cannot be inflated")
    }
    return Array(inflated.prefix(Int(count)))
  }

  /// Shuffled bytes: all first bytes of the numbers, then all second ones, and so on; what makes no whole
  /// number follows.
  private static func unshuffle(_ bytes: [UInt8], element: Int) -> [UInt8] {
    let count = bytes.count / element
    var numbers = bytes
    for place in 0..<element {
      for index in 0..<count { numbers[index * element + place] = bytes[place * count + index] }
    }
    return numbers
  }

  /// Checks and removes Fletcher's checksum, over 16-bit words, that follows the bytes.
  private static func verify(_ bytes: inout [UInt8]) throws(HDF5ImageProblem) {
    guard bytes.count >= 4 else { throw .malformed("a chunk without its checksum") }
    let stored = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    bytes.removeLast(4)
    var (first, second) = (UInt32(0), UInt32(0))
    for start in stride(from: 0, to: bytes.count, by: 2) {
      let low = start + 1 < bytes.count ? UInt32(bytes[start + 1]) : 0
      first = (first + (UInt32(bytes[start]) << 8 | low)) % 65_535
      second = (second + first) % 65_535
    }
    // Sums that are multiples of 65,535 stand as that or as 0.
    func isEqual(_ sum: UInt32, _ other: UInt32) -> Bool { sum % 65_535 == other % 65_535 }
    guard isEqual(first, stored & 0xFFFF), isEqual(second, stored >> 16) else {
      throw .malformed("a checksum that does not fit")
    }
  }
}
