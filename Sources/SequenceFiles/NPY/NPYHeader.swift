/// What an `.npy` file says of its array.
struct NPYHeader: Equatable {
  /// The number type in NumPy's words; for an array of records, their whole description.
  let descriptor: String
  /// Whether the first axis runs fastest, not the last.
  let isFortranOrder: Bool
  let shape: [Int]
  /// Bytes before the array.
  let length: Int

  /// NumPy itself reads no longer ones unless it is told to.
  private static let longest = 10_000

  /// - Throws: `SequenceFileProblem`: `npyVersion`, `npyHeader`, `truncated` or `tooLarge`.
  init(of bytes: [UInt8]) throws(SequenceFileProblem) {
    let fixed = NPYFile.signature.count + 2
    guard bytes.count >= fixed + 2 else { throw .truncated(needed: fixed + 2, found: bytes.count) }
    let (major, minor) = (bytes[fixed - 2], bytes[fixed - 1])
    guard (1...3).contains(major), minor == 0 else { throw .npyVersion(major: major, minor: minor) }
    let lengthBytes = major == 1 ? 2 : 4
    let start = fixed + lengthBytes
    guard bytes.count >= start else { throw .truncated(needed: start, found: bytes.count) }
    let count = bytes[fixed..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= Self.longest else { throw .tooLarge(bytes: Double(count), limit: Self.longest) }
    guard bytes.count >= start + count else { throw .truncated(needed: start + count, found: bytes.count) }
    length = start + count
    var scanner = NPYHeaderScanner(bytes[start..<start + count])
    (descriptor, isFortranOrder, shape) = try scanner.entries()
  }
}
