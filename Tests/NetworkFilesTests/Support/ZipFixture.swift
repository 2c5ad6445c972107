import CZlib

/// A zip archive made by hand, of stored entries, so that every field can be wrong.
struct ZipFixture {
  struct Entry {
    var name: String
    var content: [UInt8]
    /// What the directory declares, if not the truth.
    var declaredSize: UInt32?
    var method: UInt16 = 0
    var flags: UInt16 = 0
    /// The name in the local header, if another one.
    var localName: String?

    init(_ name: String, _ content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  let bytes: [UInt8]

  init(_ entries: [Entry]) {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = bytes.count
      let checksum = UInt32(crc32(0, entry.content, uInt(entry.content.count)))
      let fields =
        Self.short(entry.flags) + Self.short(entry.method) + [0, 0, 0x21, 0] + Self.long(checksum)
        + Self.long(UInt32(entry.content.count))
        + Self.long(entry.declaredSize ?? UInt32(entry.content.count))
      let local = Array((entry.localName ?? entry.name).utf8)
      bytes += Array("PK\u{3}\u{4}".utf8) + Self.short(20) + fields
      bytes += Self.short(UInt16(local.count)) + Self.short(0) + local + entry.content
      let name = Array(entry.name.utf8)
      directory += Array("PK\u{1}\u{2}".utf8) + Self.short(20) + Self.short(20) + fields
      directory += Self.short(UInt16(name.count)) + [UInt8](repeating: 0, count: 12)
      directory += Self.long(UInt32(start)) + name
    }
    let count = Self.short(UInt16(entries.count))
    let end = Array("PK\u{5}\u{6}".utf8) + Self.short(0) + Self.short(0) + count + count
    self.bytes =
      bytes + directory + end + Self.long(UInt32(directory.count)) + Self.long(UInt32(bytes.count))
      + Self.short(0)
  }

  private static func short(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
  private static func long(_ value: UInt32) -> [UInt8] {
    short(UInt16(value & 0xFFFF)) + short(UInt16(value >> 16))
  }
}
