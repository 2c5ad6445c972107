/// The safetensors container: the header's length (8 bytes, little-endian), the header (JSON), the numbers.
///
/// Everything that the format forbids is refused, also what its reference implementation lets pass (equal
/// tensor names, leading spaces, unknown entry fields, null metadata, a file without tensors): what two
/// readers might understand differently is not read at all. Nothing is allocated for what the header only
/// claims.
struct SafetensorsContainer {
  let tensors: [String: SafetensorsTensor]
  let metadata: [String: String]
  let opened: OpenedFile

  /// The reference implementation's own limit, in bytes.
  static let largestHeader = 100_000_000

  /// - Throws: `NetworkFileError` with the tensor's name as its place where there is one.
  init(_ opened: OpenedFile) throws(NetworkFileError) {
    self.opened = opened
    let header = try opened.located(Self.header(of: opened.contents))
    guard var entries = try opened.located(StrictJSON.parse(opened.contents.bytes(header))).object else {
      throw opened.error(.malformed("the header is no JSON object"))
    }
    metadata = try opened.located(Self.metadata(entries.removeValue(forKey: "__metadata__")))
    guard !entries.isEmpty else { throw opened.error(.malformed("the header names no tensor")) }
    var tensors: [String: SafetensorsTensor] = [:]
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      tensors[name] = try opened.located(at: name, Self.tensor(entry, from: header.upperBound))
    }
    try opened.located(Self.checkCoverage(tensors, data: header.upperBound..<opened.contents.count))
    self.tensors = tensors
  }

  /// A tensor's numbers, in row-major order. Nil if no weights are read from its number type.
  func numbers(_ tensor: SafetensorsTensor) throws(NetworkFileProblem) -> StoredNumbers? {
    guard let type = tensor.number.stored else { return nil }
    return try StoredNumbers(type, in: opened.contents.bytes(tensor.bytes))
  }

  /// Whether a file's beginning is one of these: the length of a JSON text, in eight bytes of which no sensible one
  /// needs the upper four, and its brace.
  static func begins(_ head: ArraySlice<UInt8>) -> Bool {
    let bytes = head.prefix(9)
    return bytes.count >= 8 && bytes.dropFirst(4).prefix(4).allSatisfy { $0 == 0 }
      && (bytes.count == 8 || bytes.last == UInt8(ascii: "{"))
  }

  /// Where the header's JSON stands, its padding included.
  private static func header(of file: FileContents) throws(NetworkFileProblem) -> Range<Int> {
    let length = try file.bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= largestHeader else {
      throw .tooLarge(what: "the length of the header in bytes", found: length, limit: UInt64(largestHeader))
    }
    let header = 8..<8 + Int(length)
    let text = try file.bytes(header)
    guard text.first == UInt8(ascii: "{") else { throw .malformed("the header does not begin with {") }
    guard text.last(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "}") else {
      throw .malformed("the header does not end with } and spaces")
    }
    return header
  }

  private static func metadata(_ value: StrictJSON?) throws(NetworkFileProblem) -> [String: String] {
    guard let value else { return [:] }
    guard let object = value.object else { throw .malformed("__metadata__ is no object") }
    var metadata: [String: String] = [:]
    for (key, value) in object {
      guard let string = value.string else { throw .malformed("__metadata__ \(key) is no string") }
      metadata[key] = string
    }
    return metadata
  }

  private static func tensor(
    _ entry: StrictJSON, from data: Int
  ) throws(NetworkFileProblem) -> SafetensorsTensor {
    guard let fields = entry.object else { throw .malformed("its entry is no object") }
    for field in fields.keys.sorted() where !["dtype", "shape", "data_offsets"].contains(field) {
      throw .malformed("unknown field \(field)")
    }
    guard let type = fields["dtype"]?.string else { throw .missing("dtype (a string)") }
    guard let number = SafetensorsNumber(rawValue: type) else { throw .numberType(found: type) }
    guard let shape = naturals(fields["shape"]) else { throw .missing("shape (whole numbers from 0)") }
    guard let offsets = naturals(fields["data_offsets"]), offsets.count == 2 else {
      throw .missing("data_offsets (two whole numbers from 0)")
    }
    let bits = shape.reduce((partialValue: number.bits, overflow: false)) { product, size in
      let next = product.partialValue.multipliedReportingOverflow(by: size)
      return (next.partialValue, product.overflow || next.overflow)
    }
    guard !bits.overflow, bits.partialValue % 8 == 0 else {
      throw .malformed("shape \(shape) of \(type) makes no whole number of bytes within 63 bits")
    }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else { throw .malformed("data_offsets \(begin), \(end) run backwards") }
    guard end - begin == bits.partialValue / 8 else {
      throw .malformed(
        "data_offsets \(begin), \(end) span \(end - begin) bytes, shape and dtype \(bits.partialValue / 8)")
    }
    guard end <= Int.max - data else { throw .malformed("data_offsets \(begin), \(end) overflow") }
    return SafetensorsTensor(number: number, shape: shape, bytes: data + begin..<data + end)
  }

  /// An array of whole numbers, none negative; nil if it is anything else.
  private static func naturals(_ value: StrictJSON?) -> [Int]? {
    guard let array = value?.array else { return nil }
    var naturals: [Int] = []
    for element in array {
      guard let integer = element.integer, integer >= 0 else { return nil }
      naturals.append(integer)
    }
    return naturals
  }

  /// Tensors must lie end to end, from the first byte after the header to the last of the file.
  private static func checkCoverage(
    _ tensors: [String: SafetensorsTensor], data: Range<Int>
  ) throws(NetworkFileProblem) {
    var end = data.lowerBound
    let inOrder = tensors.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound, $0.key)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound, $1.key)
    }
    for (name, tensor) in inOrder {
      guard tensor.bytes.lowerBound == end else {
        throw .malformed(
          "\(name) begins at byte \(tensor.bytes.lowerBound), the tensor before it ends at byte \(end)")
      }
      end = tensor.bytes.upperBound
    }
    guard end <= data.upperBound else {
      throw .truncated(needed: UInt64(end), found: UInt64(data.upperBound))
    }
    guard end == data.upperBound else {
      throw .malformed("\(data.upperBound - end) bytes after the last tensor")
    }
  }
}

/// One tensor's entry in a safetensors header, found to be right.
struct SafetensorsTensor: Equatable {
  let number: SafetensorsNumber
  let shape: [Int]
  /// Where its numbers stand, counted from the beginning of the file.
  let bytes: Range<Int>
}

/// The number types that the safetensors format knows. Layers that are read use four of them; tensors of the
/// others may stand beside.
enum SafetensorsNumber: String {
  case bool = "BOOL"
  case f4 = "F4"
  case f6e2m3 = "F6_E2M3"
  case f6e3m2 = "F6_E3M2"
  case u8 = "U8"
  case i8 = "I8"
  case f8e5m2 = "F8_E5M2"
  case f8e4m3 = "F8_E4M3"
  case f8e8m0 = "F8_E8M0"
  case f8e4m3fnuz = "F8_E4M3FNUZ"
  case f8e5m2fnuz = "F8_E5M2FNUZ"
  case i16 = "I16"
  case u16 = "U16"
  case f16 = "F16"
  case bf16 = "BF16"
  case i32 = "I32"
  case u32 = "U32"
  case f32 = "F32"
  case c64 = "C64"
  case f64 = "F64"
  case i64 = "I64"
  case u64 = "U64"

  /// Bits of one number.
  var bits: Int {
    switch self {
    case .f4: 4
    case .f6e2m3, .f6e3m2: 6
    case .bool, .u8, .i8, .f8e5m2, .f8e4m3, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz: 8
    case .i16, .u16, .f16, .bf16: 16
    case .i32, .u32, .f32: 32
    case .c64, .f64, .i64, .u64: 64
    }
  }

  /// Nil for types that no weights are read from.
  var stored: StoredNumber? {
    switch self {
    case .f16: .float16
    case .bf16: .bfloat16
    case .f32: .float32
    case .f64: .float64
    default: nil
    }
  }
}
