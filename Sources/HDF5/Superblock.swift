/// The first bytes of a file in the format of HDF5 1.8: signature, version, sizes, flags and four addresses,
/// then a checksum of those. Source: HDF5 File Format Specification, section II.A, superblock version 2.
enum Superblock {
  /// Bytes before the checksum, which takes 4 more.
  static let checkedBytes = 44

  /// Renews the checksum in the image of a file.
  ///
  /// Needed because libhdf5 clears the mark "open for writing" in the image that it gives of an open file,
  /// but leaves the checksum as it was with that mark (seen in 1.10.8).
  static func renewChecksum(in image: inout [UInt8]) {
    let checksum = checksum(image.prefix(checkedBytes))
    for (index, shift) in stride(from: 0, to: 32, by: 8).enumerated() {
      image[checkedBytes + index] = UInt8(truncatingIfNeeded: checksum >> shift)
    }
  }

  /// Bob Jenkins's lookup3 (2006), which HDF5 checks all its descriptions with.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var words = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
      // What is lacking to a whole last word counts as zeros.
      bytes[start..<min(start + 4, bytes.endIndex)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }[...]
    var a = 0xdead_beef &+ UInt32(bytes.count)
    var (b, c) = (a, a)
    func rotated(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
    func addWords() {
      a &+= words.popFirst() ?? 0
      b &+= words.popFirst() ?? 0
      c &+= words.popFirst() ?? 0
    }
    while words.count > 3 {
      addWords()
      a = (a &- c) ^ rotated(c, 4)
      c &+= b
      b = (b &- a) ^ rotated(a, 6)
      a &+= c
      c = (c &- b) ^ rotated(b, 8)
      b &+= a
      a = (a &- c) ^ rotated(c, 16)
      c &+= b
      b = (b &- a) ^ rotated(a, 19)
      a &+= c
      c = (c &- b) ^ rotated(b, 4)
      b &+= a
    }
    addWords()
    c = (c ^ b) &- rotated(b, 14)
    a = (a ^ c) &- rotated(c, 11)
    b = (b ^ a) &- rotated(a, 25)
    c = (c ^ b) &- rotated(b, 16)
    a = (a ^ c) &- rotated(c, 4)
    b = (b ^ a) &- rotated(a, 14)
    return (c ^ b) &- rotated(b, 24)
  }
}
