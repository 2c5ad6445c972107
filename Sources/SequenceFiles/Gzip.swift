import CZlib

/// Files that gzip compressed.
enum Gzip {
  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// What was compressed, of all members of a file.
  ///
  /// - Throws: `SequenceFileProblem`: `gzip` for a damaged or unfinished file, `tooLarge` as soon as there are more than
  ///   `limit` bytes.
  static func inflate(_ bytes: [UInt8], atMost limit: Int) throws(SequenceFileProblem) -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and 16 for gzip's own header.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .gzip
    }
    defer { inflateEnd(&stream) }
    var inflated: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    var isComplete = false
    var compressed = bytes
    let total = compressed.count
    let status = compressed.withUnsafeMutableBufferPointer { input -> Int32 in
      stream.next_in = input.baseAddress
      stream.avail_in = uInt(clamping: total)
      while inflated.count <= limit {
        let status = chunk.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = uInt(output.count)
          return CZlib.inflate(&stream, Z_NO_FLUSH)
        }
        let count = chunk.count - Int(stream.avail_out)
        inflated += chunk[..<count]
        if status == Z_STREAM_END {
          isComplete = true
          if stream.avail_in == 0 { return Z_OK }
          isComplete = false
          guard inflateReset(&stream) == Z_OK else { return Z_DATA_ERROR }
        } else if status != Z_OK || (count == 0 && stream.avail_in == 0) {
          return Z_DATA_ERROR
        }
      }
      return Z_OK
    }
    guard inflated.count <= limit else { throw .tooLarge(bytes: Double(inflated.count), limit: limit) }
    guard status == Z_OK, isComplete else { throw .gzip }
    return inflated
  }
}
