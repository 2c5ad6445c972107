extension HDF5Image {
  /// The messages of an object header of either version, those of its continuations included.
  func messages(at address: UInt64) throws(HDF5ImageProblem) -> [HeaderMessage] {
    var start = try cursor(at: address)
    let isSigned = try start.number(4) == Self.headerSignature
    return try isSigned ? signedMessages(at: address) : plainMessages(at: address)
  }

  /// "OHDR", as a little-endian number.
  private static let headerSignature: UInt64 = 0x5244_484F

  /// Version 1: every message has a head of eight bytes and takes a multiple of eight.
  private func plainMessages(at address: UInt64) throws(HDF5ImageProblem) -> [HeaderMessage] {
    var header = try cursor(at: address)
    guard try header.byte() == 1 else { throw .malformed("no object header where there has to be one") }
    try header.skip(7)
    let size = try header.number(4)
    try header.skip(4)
    return try messages(firstBlock: cursor(at: UInt64(header.place), count: size)) {
      block throws(HDF5ImageProblem) in
      guard block.left >= 8 else { return nil }
      let kind = try block.short()
      let size = try block.number(2)
      let flags = try block.byte()
      try block.skip(3)
      return (kind, flags, try block.stretch(size))
    } continuation: { address, length throws(HDF5ImageProblem) in
      try self.cursor(at: address, count: length)
    }
  }

  /// Version 2: signed, shorter heads, and a checksum for every block.
  private func signedMessages(at address: UInt64) throws(HDF5ImageProblem) -> [HeaderMessage] {
    var header = try cursor(at: address)
    try header.expect("OHDR")
    guard try header.byte() == 2 else { throw .malformed("an unknown version of an object header") }
    let flags = try header.byte()
    if flags & 0x20 != 0 { try header.skip(16) }
    if flags & 0x10 != 0 { try header.skip(4) }
    let first = try header.stretch(try header.number(1 << (flags & 0x03)))
    try header.expectChecksum(since: Int(address))
    let keepsOrder = flags & 0x04 != 0
    return try messages(firstBlock: ImageCursor(bytes, in: first)) { block throws(HDF5ImageProblem) in
      guard block.left >= (keepsOrder ? 6 : 4) else { return nil }
      let kind = try block.byte()
      let size = try block.number(2)
      let flags = try block.byte()
      if keepsOrder { try block.skip(2) }
      return (kind, flags, try block.stretch(size))
    } continuation: { address, length throws(HDF5ImageProblem) in
      guard length >= 8 else { throw .malformed("an object header of too few bytes") }
      var block = try self.cursor(at: address, count: length)
      try block.expect("OCHK")
      let content = try block.stretch(length - 8)
      try block.expectChecksum(since: Int(address))
      return ImageCursor(self.bytes, in: content)
    }
  }

  /// Gathers messages block by block.
  /// - Parameters:
  ///   - next: reads one message, if there is room for one: its kind, flags and content.
  ///   - continuation: finds the messages of a continuation at an address.
  private func messages(
    firstBlock: ImageCursor,
    next: (inout ImageCursor) throws(HDF5ImageProblem) -> (kind: Int, flags: Int, content: Range<Int>)?,
    continuation: (UInt64, UInt64) throws(HDF5ImageProblem) -> ImageCursor
  ) throws(HDF5ImageProblem) -> [HeaderMessage] {
    var messages: [HeaderMessage] = []
    var blocks = [firstBlock]
    while var block = blocks.popLast() {
      while let message = try next(&block) {
        try spend()
        guard let kind = HeaderMessage.Kind(rawValue: message.kind) else { continue }
        if kind == .continuation {
          var content = ImageCursor(bytes, in: message.content)
          // Continuations in a circle run out of work.
          blocks.append(try continuation(try content.long(), try content.long()))
        } else {
          messages.append(
            HeaderMessage(kind: kind, isShared: message.flags & 0x02 != 0, content: message.content))
        }
      }
    }
    return messages
  }
}

/// One message of an object header: a property of a group or a dataset.
struct HeaderMessage {
  /// The kinds of messages that are looked at; all others are none of a reader's business.
  enum Kind: Int {
    case dataspace = 0x01
    case linkInfo = 0x02
    case datatype = 0x03
    case link = 0x06
    case externalFiles = 0x07
    case layout = 0x08
    case groupInfo = 0x0A
    case filters = 0x0B
    case attribute = 0x0C
    case continuation = 0x10
    case symbolTable = 0x11
    case attributeInfo = 0x15
  }

  let kind: Kind
  /// Whether the content stands elsewhere, to be shared with other objects.
  let isShared: Bool
  /// Where the content is.
  let content: Range<Int>
}
