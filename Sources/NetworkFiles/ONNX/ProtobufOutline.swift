/// A walk over the messages of an ONNX file, before anything of them is allocated.
///
/// A decoded message takes a hundred times the two bytes that an empty one has in a file, so their number is
/// limited here; and what is wrong is named with its place in the file, which the decoder does not do.
struct ProtobufOutline {
  /// The messages of onnx_weights.proto. All other fields are skipped, here and by the decoder.
  enum Message {
    case model, operatorSet, function, graph, node, attribute, tensor, entry, sparseTensor

    /// What a field holds, if that is a message.
    fileprivate func message(inField field: UInt64) -> Message? {
      switch (self, field) {
      case (.model, 7), (.attribute, 6), (.attribute, 11): .graph
      case (.model, 8): .operatorSet
      case (.model, 25): .function
      case (.function, 7), (.graph, 1): .node
      case (.graph, 5), (.attribute, 5), (.sparseTensor, 1): .tensor
      case (.graph, 15): .sparseTensor
      case (.node, 5): .attribute
      case (.tensor, 13): .entry
      default: nil
      }
    }
  }

  /// Messages within one another. A subgraph takes three.
  static let depthLimit = 64
  /// Messages in all; the largest exported models have some hundred thousand.
  static let messageLimit = 1 << 20
  /// Protocol buffers' own limit, in bytes.
  static let sizeLimit = 1 << 31 - 1

  private let file: [UInt8]
  private var messageCount = 0

  private init(_ file: [UInt8]) {
    self.file = file
  }

  /// - Throws: `truncated`, `malformed` or `tooLarge`.
  static func check(_ file: [UInt8]) throws(NetworkFileProblem) {
    guard file.count <= sizeLimit else {
      throw .tooLarge(
        what: "the size of the file in bytes", found: UInt64(file.count), limit: UInt64(sizeLimit))
    }
    var outline = ProtobufOutline(file)
    try outline.walk(file.indices, .model, depth: 1)
  }

  private mutating func walk(
    _ range: Range<Int>, _ message: Message, depth: Int
  ) throws(NetworkFileProblem) {
    messageCount += 1
    guard messageCount <= Self.messageLimit else {
      throw .tooLarge(
        what: "the number of messages", found: UInt64(messageCount), limit: UInt64(Self.messageLimit))
    }
    guard depth <= Self.depthLimit else {
      throw .tooLarge(what: "the depth of messages", found: UInt64(depth), limit: UInt64(Self.depthLimit))
    }
    var place = range.lowerBound
    while place < range.upperBound {
      let tag = try varint(at: &place, end: range.upperBound)
      let field = tag >> 3
      guard field >= 1, field < 1 << 29 else { throw malformed(place, "field number \(field)") }
      switch tag & 7 {
      case 0: _ = try varint(at: &place, end: range.upperBound)
      case 1: try skip(8, at: &place, end: range.upperBound)
      case 2:
        let length = try varint(at: &place, end: range.upperBound)
        let start = place
        try skip(length, at: &place, end: range.upperBound)
        if let inner = message.message(inField: field) { try walk(start..<place, inner, depth: depth + 1) }
      case 5: try skip(4, at: &place, end: range.upperBound)
      default: throw malformed(place, "wire type \(tag & 7)")
      }
    }
  }

  /// A number in groups of seven bits, the lowest first.
  private func varint(at place: inout Int, end: Int) throws(NetworkFileProblem) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard place < end else { throw ends(needed: UInt64(place) + 1, end: end, "a number") }
      let byte = file[place]
      place += 1
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw malformed(place, "a number of more than 64 bits")
  }

  private func skip(_ count: UInt64, at place: inout Int, end: Int) throws(NetworkFileProblem) {
    guard count <= UInt64(end - place) else {
      let needed = UInt64(place).addingReportingOverflow(count)
      throw ends(needed: needed.overflow ? .max : needed.partialValue, end: end, "a field")
    }
    place += Int(count)
  }

  private func ends(needed: UInt64, end: Int, _ what: String) -> NetworkFileProblem {
    end == file.count
      ? .truncated(needed: needed, found: UInt64(end))
      : malformed(end, "\(what) that reaches beyond the end of its message")
  }

  private func malformed(_ place: Int, _ what: String) -> NetworkFileProblem {
    .malformed("protobuf, byte \(place): \(what)")
  }
}
