/// The safetensors container: the header's length (8 bytes, little-endian), the header (JSON), the numbers.
///
/// Everything that the format forbids is refused, also what its reference implementation lets pass (equal
/// tensor names, leading spaces, unknown entry fields, null metadata, a file without tensors): what two
/// readers might understand differently is not read at all. Nothing is allocated for what the header only
/// claims.
struct SafetensorsContainer {
  let tensors: [String: SafetensorsTensor]
  let metadata: [String: String]
  private let file: [UInt8]

  /// The reference implementation's own limit, in bytes.
  static let largestHeader = 100_000_000

  /// - Throws: `NetworkFileError` with the tensor's name as its place where there is one.
  init(_ file: [UInt8], path: String) throws(NetworkFileError) {
    self.file = file
    let (header, metadata, entries) = try NetworkFileError.placing(path: path) {
      () throws(NetworkFileProblem) in
      let header = try Self.header(of: file)
      guard var entries = try StrictJSON.parse(file[header]).object else {
        throw .malformed("the header is no JSON object")
      }
      let metadata = try Self.metadata(entries.removeValue(forKey: "__metadata__"))
      guard !entries.isEmpty else { throw .malformed("the header names no tensor") }
      return (header, metadata, entries)
    }
    var tensors: [String: SafetensorsTensor] = [:]
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      tensors[name] = try NetworkFileError.placing(path: path, place: name) { () throws(NetworkFileProblem) in
        try Self.tensor(entry, from: header.upperBound)
      }
    }
    try NetworkFileError.placing(path: path) { () throws(NetworkFileProblem) in
      try Self.checkCoverage(tensors, data: header.upperBound..<file.count)
    }
    self.metadata = metadata
    self.tensors = tensors
  }

  /// A tensor's numbers, in row-major order. Nil if no weights are read from its number type.
  func numbers(_ tensor: SafetensorsTensor) throws(NetworkFileProblem) -> [Double]? {
    try tensor.number.stored?.numbers(in: file[tensor.bytes])
  }

  /// Where the header's JSON stands, its padding included.
  private static func header(of file: [UInt8]) throws(NetworkFileProblem) -> Range<Int> {
    guard file.count >= 8 else { throw .truncated(needed: 8, found: UInt64(file.count)) }
    let length = file[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= largestHeader else {
      throw .tooLarge(what: "the length of the header in bytes", found: length, limit: UInt64(largestHeader))
    }
    guard length <= file.count - 8 else {
      throw .truncated(needed: 8 + length, found: UInt64(file.count))
    }
    let header = 8..<8 + Int(length)
    guard file[header].first == UInt8(ascii: "{") else {
      throw .malformed("the header does not begin with {")
    }
    guard file[header].last(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "}") else {
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
    guard let type = fields["dtype"]?.string else { throw .missing("dtype, a string") }
    guard let number = SafetensorsNumber(rawValue: type) else { throw .numberType(found: type) }
    guard let shape = naturals(fields["shape"]) else { throw .missing("shape, whole numbers from 0") }
    guard let offsets = naturals(fields["data_offsets"]), offsets.count == 2 else {
      throw .missing("data_offsets, two whole numbers from 0")
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
