/// A message of a protocol-buffers file, made of its fields one by one. All fields may be there any number of
/// times, or not at all.
protocol ProtobufMessage {
  init()

  /// Takes the field that the reader stands at, or leaves it.
  mutating func take(field number: UInt64, _ reader: inout ProtobufReader) throws(NetworkFileProblem)
}

/// Reads messages from the bytes of a file (protocol buffers' wire format, without groups). What is wrong is
/// named with its place in the file; a field of another type than asked for is left out, as an unknown one is.
struct ProtobufReader {
  /// Messages within one another. A subgraph of ONNX takes three.
  static let depthLimit = 64
  /// Messages in all: a message in memory takes a hundred times the two bytes that an empty one has in a file.
  /// The largest exported models have some hundred thousand.
  static let messageLimit = 1 << 20
  /// Protocol buffers' own limit, in bytes.
  static let sizeLimit = 1 << 31 - 1

  private let file: [UInt8]
  private var field = Field.number(0)
  private var depth = 0
  private var messageCount = 0

  private enum Field {
    /// Wire types 0, 1 and 5.
    case number(UInt64), eightBytes(UInt64), fourBytes(UInt64)
    /// Wire type 2: a text, bytes, a message or a list of numbers.
    case bytes(Range<Int>)
  }

  /// - Throws: `truncated`, `malformed` or `tooLarge`.
  static func read<Message: ProtobufMessage>(
    _ file: [UInt8], as type: Message.Type = Message.self
  ) throws(NetworkFileProblem) -> Message {
    guard file.count <= sizeLimit else {
      throw .tooLarge(
        what: "the size of the file in bytes", found: UInt64(file.count), limit: UInt64(sizeLimit))
    }
    var reader = ProtobufReader(file: file)
    var message = Message()
    try reader.read(file.indices, into: &message)
    return message
  }

  private mutating func read(
    _ range: Range<Int>, into message: inout some ProtobufMessage
  ) throws(NetworkFileProblem) {
    messageCount += 1
    guard messageCount <= Self.messageLimit else {
      throw .tooLarge(
        what: "the number of messages", found: UInt64(messageCount), limit: UInt64(Self.messageLimit))
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw .tooLarge(what: "the depth of messages", found: UInt64(depth), limit: UInt64(Self.depthLimit))
    }
    let end = range.upperBound
    var place = range.lowerBound
    while place < end {
      let tag = try varint(at: &place, end: end)
      let number = tag >> 3
      guard number >= 1, number < 1 << 29 else { throw malformed(place, "field number \(number)") }
      switch tag & 7 {
      case 0: field = .number(try varint(at: &place, end: end))
      case 1: field = .eightBytes(bits(try bytes(8, at: &place, end: end)))
      case 2:
        let count = try varint(at: &place, end: end)
        field = .bytes(try bytes(count, at: &place, end: end))
      case 5: field = .fourBytes(bits(try bytes(4, at: &place, end: end)))
      default: throw malformed(place, "wire type \(tag & 7)")
      }
      try message.take(field: number, &self)
    }
  }

  // MARK: The field that the reader stands at

  mutating func merge(into message: inout some ProtobufMessage) throws(NetworkFileProblem) {
    if case .bytes(let range) = field { try read(range, into: &message) }
  }

  mutating func append<Message: ProtobufMessage>(to messages: inout [Message]) throws(NetworkFileProblem) {
    guard case .bytes(let range) = field else { return }
    var message = Message()
    try read(range, into: &message)
    messages.append(message)
  }

  func text() throws(NetworkFileProblem) -> String? {
    guard case .bytes(let range) = field else { return nil }
    guard let text = String(validating: file[range], as: UTF8.self) else {
      throw .malformed("protobuf: text that is not UTF-8")
    }
    return text
  }

  func bytes() -> ArraySlice<UInt8>? {
    if case .bytes(let range) = field { file[range] } else { nil }
  }

  func integer() -> Int? {
    if case .number(let number) = field { Int(truncatingIfNeeded: number) } else { nil }
  }

  func float() -> Float? {
    if case .fourBytes(let bits) = field { Float(bitPattern: UInt32(bits)) } else { nil }
  }

  /// One number of a list, or all of it.
  func append<Number: FixedWidthInteger>(to numbers: inout [Number]) throws(NetworkFileProblem) {
    switch field {
    case .number(let number): numbers.append(Number(truncatingIfNeeded: number))
    case .bytes(let range):
      var place = range.lowerBound
      while place < range.upperBound {
        numbers.append(Number(truncatingIfNeeded: try varint(at: &place, end: range.upperBound)))
      }
    default: break
    }
  }

  func append(to numbers: inout [Float]) throws(NetworkFileProblem) {
    if let number = float() { numbers.append(number) }
    try appendAll(to: &numbers, size: 4) { Float(bitPattern: UInt32($0)) }
  }

  func append(to numbers: inout [Double]) throws(NetworkFileProblem) {
    if case .eightBytes(let bits) = field { numbers.append(Double(bitPattern: bits)) }
    try appendAll(to: &numbers, size: 8) { Double(bitPattern: $0) }
  }

  private func appendAll<Number>(
    to numbers: inout [Number], size: Int, _ number: (UInt64) -> Number
  ) throws(NetworkFileProblem) {
    guard case .bytes(let range) = field else { return }
    guard range.count % size == 0 else {
      throw malformed(range.upperBound, "half a number at the end of a list")
    }
    numbers.reserveCapacity(numbers.count + range.count / size)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
      numbers.append(number(bits(start..<start + size)))
    }
  }

  // MARK: Bytes

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

  private func bytes(
    _ count: UInt64, at place: inout Int, end: Int
  ) throws(NetworkFileProblem) -> Range<Int> {
    guard count <= UInt64(end - place) else {
      let needed = UInt64(place).addingReportingOverflow(count)
      throw ends(needed: needed.overflow ? .max : needed.partialValue, end: end, "a field")
    }
    defer { place += Int(count) }
    return place..<place + Int(count)
  }

  private func bits(_ range: Range<Int>) -> UInt64 {
    range.reversed().reduce(0) { $0 << 8 | UInt64(file[$1]) }
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
