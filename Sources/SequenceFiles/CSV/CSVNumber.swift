/// The text of one column, which should be a number.
struct CSVNumber {
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// - Throws: `CSVProblem`: `noValue`, `notANumber` or `notFinite`.
  func value() throws(CSVProblem) -> Double {
    guard !bytes.isEmpty else { throw .noValue }
    guard hasForm else {
      throw isNotFiniteName ? .notFinite(quotation) : .notANumber(quotation)
    }
    let value = Double(String(decoding: bytes, as: UTF8.self)) ?? .infinity
    guard value.isFinite else { throw .notFinite(quotation) }
    return value
  }

  /// Whether this is meant as a number, perhaps as one that is not finite.
  var isNumeric: Bool { hasForm || isNotFiniteName }

  /// Sign, digits with or without a point, exponent: -12, .5, 3., 1.5e-7.
  private var hasForm: Bool {
    var rest = bytes
    Self.dropSign(&rest)
    let whole = Self.dropDigits(&rest)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = Self.dropDigits(&rest)
    }
    guard whole + fraction > 0 else { return false }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      Self.dropSign(&rest)
      guard Self.dropDigits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func dropSign(_ rest: inout ArraySlice<UInt8>) {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
  }

  /// Returns how many there were.
  private static func dropDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
    let count = rest.count
    rest = rest.drop { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    return count - rest.count
  }

  private var isNotFiniteName: Bool {
    var rest = bytes
    Self.dropSign(&rest)
    return ["nan", "inf", "infinity", "na"].contains(String(decoding: rest, as: UTF8.self).lowercased())
  }

  /// The text for an error: its beginning, if it is long.
  private var quotation: String {
    let text = String(decoding: bytes.prefix(120), as: UTF8.self)
    return text.count > 40 || bytes.count > 120 ? text.prefix(40) + "…" : text
  }
}
