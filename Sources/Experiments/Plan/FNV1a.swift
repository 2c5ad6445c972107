/// FNV-1a, 64 bits (Fowler, Noll & Vo): tells contents apart that differ by accident, the same on every machine
/// and in every process.
struct FNV1a {
  private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// The bits of every number, least significant byte first.
  mutating func append(_ numbers: [Double]) {
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { append($0) }
    }
  }

  /// Sixteen hexadecimal digits that tell texts apart.
  static func fingerprint(of text: String) -> String {
    var hash = FNV1a()
    hash.append(text.utf8)
    return hash.hash.sixteenDigits
  }
}

extension UInt64 {
  /// The number in sixteen hexadecimal digits.
  var sixteenDigits: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
