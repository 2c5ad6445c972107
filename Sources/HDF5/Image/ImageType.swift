/// What a file says that a dataset or an attribute holds.
enum ImageType: Equatable {
  case number(HDF5ImageNumber, isBigEndian: Bool)
  case fixedString(bytes: Int, isPaddedWithSpaces: Bool)
  case variableString
  /// Lists of variable length, of references to objects: of each list its length and its place.
  case referenceLists
  case opaque(bytes: Int)
  /// None of those, with its name for messages.
  case other(String, bytes: Int)

  /// Reads a datatype message.
  init(_ content: inout ImageCursor) throws(HDF5ImageProblem) {
    let head = try content.byte()
    let bits = Int(try content.number(3))
    let size = Int(try content.number(4))
    switch head & 0x0F {
    case 0: self = try Self.integer(&content, bits: bits, size: size)
    case 1: self = try Self.float(&content, bits: bits, size: size)
    case 3: self = .fixedString(bytes: size, isPaddedWithSpaces: bits & 0x0F == 2)
    case 5: self = .opaque(bytes: size)
    case 9: self = try Self.sequence(&content, bits: bits, size: size)
    case let other:
      self = .other(Self.names[other] ?? "an unknown type", bytes: size)
    }
  }

  private static let names = [
    2: "time", 4: "bit field", 6: "compound", 7: "reference", 8: "enumeration", 10: "array",
  ]

  /// Of variable length: a string, or values of the type that follows.
  private static func sequence(
    _ content: inout ImageCursor, bits: Int, size: Int
  ) throws(HDF5ImageProblem) -> ImageType {
    if bits & 0x0F == 1, size == 16 { return .variableString }
    let element = (head: try content.byte(), bits: try content.number(3), size: try content.number(4))
    let isReference = element.head & 0x0F == 7 && element.bits & 0x0F == 0 && element.size == 8
    return isReference && size == 16 ? .referenceLists : .other("sequence", bytes: size)
  }

  private static func integer(
    _ content: inout ImageCursor, bits: Int, size: Int
  ) throws(HDF5ImageProblem) -> ImageType {
    let name = (bits & 0x08 != 0 ? "int" : "uint") + "\(8 * size)"
    let offset = try content.short()
    let precision = try content.short()
    guard let number = HDF5ImageNumber(rawValue: name), offset == 0, precision == 8 * size else {
      return .other(name, bytes: size)
    }
    return .number(number, isBigEndian: bits & 0x01 != 0)
  }

  private static func float(
    _ content: inout ImageCursor, bits: Int, size: Int
  ) throws(HDF5ImageProblem) -> ImageType {
    let other = ImageType.other("float\(8 * size) of an unknown layout", bytes: size)
    let offset = try content.short()
    let precision = try content.short()
    let exponent = (place: try content.byte(), bits: try content.byte())
    let mantissa = (place: try content.byte(), bits: try content.byte())
    let bias = try content.number(4)
    let number = HDF5ImageNumber.allCases.first { $0.size == size && exponent.bits == $0.exponentBits }
    guard let number, bias == 1 << UInt64(exponent.bits - 1) - 1,
      offset == 0, precision == 8 * size, mantissa.place == 0,
      mantissa.bits == 8 * size - 1 - exponent.bits, exponent.place == mantissa.bits,
      // Sign in the highest bit, a leading 1 that is not stored, and no VAX order.
      bits >> 8 & 0xFF == 8 * size - 1, bits & 0x30 == 0x20, bits & 0x40 == 0
    else { return other }
    return .number(number, isBigEndian: bits & 0x01 != 0)
  }

  /// Bytes of one value as it is stored.
  var size: Int {
    switch self {
    case .number(let number, _): number.size
    case .fixedString(let bytes, _), .opaque(let bytes), .other(_, let bytes): bytes
    case .variableString, .referenceLists: 16
    }
  }

  /// Whether these are numbers or strings.
  var isReadable: Bool {
    switch self {
    case .number, .fixedString, .variableString: true
    case .referenceLists, .opaque, .other: false
    }
  }

  var description: String {
    switch self {
    case .number(let number, _): number.rawValue
    case .fixedString, .variableString: "string"
    case .referenceLists: "sequence"
    case .opaque(let bytes): "opaque (\(bytes) bytes)"
    case .other(let name, _): name
    }
  }
}

/// The axis lengths of a dataset or an attribute.
enum ImageShape {
  /// Reads a dataspace message: none for a single value, one axis of length 0 for no value at all.
  static func read(_ content: inout ImageCursor) throws(HDF5ImageProblem) -> [UInt64] {
    let version = try content.byte()
    guard version == 1 || version == 2 else { throw .malformed("an unknown version of a shape") }
    let rank = try content.byte()
    try content.skip(1)
    let type = try content.byte()
    if version == 1 { try content.skip(4) }
    if version == 2, type == 2 { return [0] }
    guard rank <= 32 else { throw .malformed("\(rank) axes, of at most 32") }
    var shape: [UInt64] = []
    for _ in 0..<rank { shape.append(try content.long()) }
    return shape
  }

  /// The number of values times the bytes of one.
  static func bytes(of shape: [UInt64], size: Int) throws(HDF5ImageProblem) -> UInt64 {
    var bytes = UInt64(size)
    for length in shape {
      let product = bytes.multipliedReportingOverflow(by: length)
      guard !product.overflow else {
        throw .tooLarge(what: "the declared size", found: .max, limit: .max)
      }
      bytes = product.partialValue
    }
    return bytes
  }
}
