/// A JSON value, read so that nothing of the text is lost or guessed: keys are unique, whole numbers are
/// exact and apart from those with a fraction or an exponent, text is valid UTF-8, and nothing follows the
/// value. Foundation's parser keeps the last of equal keys and turns 1.5 into an integer where one is asked
/// for, which lets two programs see different things in the same file.
enum StrictJSON: Equatable, Sendable {
  case null
  case bool(Bool)
  /// Written without fraction and exponent, and within 64 bits.
  case integer(Int)
  /// Every other number, to the nearest float64.
  case decimal(Double)
  case string(String)
  case array([StrictJSON])
  /// No two keys are equal, canonically equivalent ones included.
  case object([String: StrictJSON])

  /// How much of a text is read.
  struct Limits: Sendable {
    /// Arrays and objects within one another. No format read here needs more than a few dozen.
    var depth = 128
    /// Values of any kind in all. A value takes up to some hundred bytes of memory however short its text is,
    /// so this, not the length of the text, bounds the memory.
    var values = 1 << 22
  }

  /// - Throws: `malformed` with the place of what is wrong, counted in bytes from 0; `duplicate`; `tooLarge`.
  static func parse(
    _ text: ArraySlice<UInt8>, limits: Limits = Limits()
  ) throws(NetworkFileProblem) -> StrictJSON {
    var parser = StrictJSONParser(text, limits: limits)
    return try parser.document()
  }
}

extension StrictJSON {
  var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  var array: [StrictJSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  var object: [String: StrictJSON]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// A number of either kind.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): value
    default: nil
    }
  }
}

/// Recursive descent over the bytes of one JSON document (RFC 8259).
private struct StrictJSONParser {
  private let text: ArraySlice<UInt8>
  private let limits: StrictJSON.Limits
  private var place: Int
  private var valueCount = 0

  init(_ text: ArraySlice<UInt8>, limits: StrictJSON.Limits) {
    self.text = text
    self.limits = limits
    place = text.startIndex
  }

  mutating func document() throws(NetworkFileProblem) -> StrictJSON {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard place == text.endIndex else { throw malformed("something after the end of the value") }
    return value
  }

  private mutating func value(depth: Int) throws(NetworkFileProblem) -> StrictJSON {
    valueCount += 1
    guard valueCount <= limits.values else {
      throw .tooLarge(
        what: "the number of JSON values", found: UInt64(valueCount), limit: UInt64(limits.values))
    }
    guard depth <= limits.depth else {
      throw .tooLarge(what: "the depth of JSON", found: UInt64(depth), limit: UInt64(limits.depth))
    }
    switch peek() {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-")?: return try number()
    case let byte? where Self.isDigit(byte): return try number()
    case nil: throw malformed("the text ends where a value has to be")
    default: throw malformed("no value")
    }
  }

  private mutating func object(depth: Int) throws(NetworkFileProblem) -> StrictJSON {
    place += 1
    var members: [String: StrictJSON] = [:]
    skipSpace()
    if skip("}") { return .object(members) }
    repeat {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { throw malformed("no key") }
      let key = try string()
      skipSpace()
      guard skip(":") else { throw malformed("no colon after a key") }
      skipSpace()
      let value = try value(depth: depth + 1)
      guard members.updateValue(value, forKey: key) == nil else { throw .duplicate(key) }
      skipSpace()
    } while skip(",")
    guard skip("}") else { throw malformed("an object that does not end") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(NetworkFileProblem) -> StrictJSON {
    place += 1
    var elements: [StrictJSON] = []
    skipSpace()
    if skip("]") { return .array(elements) }
    repeat {
      skipSpace()
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while skip(",")
    guard skip("]") else { throw malformed("an array that does not end") }
    return .array(elements)
  }

  private mutating func number() throws(NetworkFileProblem) -> StrictJSON {
    let start = place
    let isNegative = skip("-")
    var isWhole = true
    if !skip("0") { try digits() }
    if skip(".") {
      isWhole = false
      try digits()
    }
    if skip("e") || skip("E") {
      isWhole = false
      if !skip("+") { _ = skip("-") }
      try digits()
    }
    let written = String(decoding: text[start..<place], as: UTF8.self)
    // Minus zero is no integer.
    if isWhole, let integer = Int(written), !(isNegative && integer == 0) { return .integer(integer) }
    guard let decimal = Double(written) else { throw malformed("no number") }
    return .decimal(decimal)
  }

  private mutating func digits() throws(NetworkFileProblem) {
    let start = place
    while let byte = peek(), Self.isDigit(byte) { place += 1 }
    guard place > start else { throw malformed("no digit where a number needs one") }
  }

  private mutating func string() throws(NetworkFileProblem) -> String {
    let start = place
    place += 1
    var bytes: [UInt8] = []
    while let byte = peek() {
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: bytes, as: UTF8.self) else {
          place = start
          throw malformed("a string that is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): try escape(onto: &bytes)
      case 0..<0x20: throw malformed("a control character in a string")
      default: bytes.append(byte)
      }
    }
    throw malformed("a string that does not end")
  }

  private mutating func escape(onto bytes: inout [UInt8]) throws(NetworkFileProblem) {
    let letter = peek()
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter ?? 0)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]), skip("\\"), skip("u") { units.append(try codeUnit()) }
      guard let character = String(validating: units, as: UTF16.self) else {
        throw malformed("half a surrogate pair")
      }
      bytes += character.utf8
    default: throw malformed("an unknown escape in a string")
    }
  }

  /// The four hexadecimal digits after \u.
  private mutating func codeUnit() throws(NetworkFileProblem) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
        throw malformed("an escape without its four digits")
      }
      unit = unit << 4 | UInt16(digit)
      place += 1
    }
    return unit
  }

  private mutating func word(_ word: String, _ value: StrictJSON) throws(NetworkFileProblem) -> StrictJSON {
    guard text[place...].starts(with: word.utf8) else { throw malformed("no value") }
    place += word.utf8.count
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func peek() -> UInt8? { place < text.endIndex ? text[place] : nil }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
  }

  private func malformed(_ what: String) -> NetworkFileProblem {
    .malformed("JSON, byte \(place - text.startIndex): \(what)")
  }
}
