import Files

/// The bytes of a file: all of them in memory, or each read when it is asked for.
enum FileContents {
  case memory([UInt8])
  case file(RandomAccessFile)

  var count: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .file(let file): file.size
    }
  }

  /// - Throws: `truncated` if the file ends before, `malformed` if it cannot be read.
  func bytes(_ range: Range<Int>) throws(NetworkFileProblem) -> ArraySlice<UInt8> {
    guard range.upperBound <= count else {
      throw .truncated(needed: UInt64(range.upperBound), found: UInt64(count))
    }
    switch self {
    case .memory(let bytes): return bytes[range]
    case .file(let file):
      let bytes: [UInt8]
      do { bytes = try file.bytes(range) } catch { throw .malformed("cannot be read: \(error.message)") }
      guard bytes.count == range.count else {
        throw .truncated(
          needed: UInt64(range.upperBound), found: UInt64(range.lowerBound) + UInt64(bytes.count))
      }
      return bytes[...]
    }
  }
}
