/// A line of text, without its end.
struct CSVLine {
  /// From 1.
  let number: Int
  let bytes: ArraySlice<UInt8>

  var isBlank: Bool { bytes.allSatisfy { $0 == UInt8(ascii: " ") } }
}

/// The lines of a text, one after the other, without those that begin with `#`.
struct CSVLines {
  private var rest: ArraySlice<UInt8>
  private var number = 0
  /// What stands behind the `#` of the line before the one that was read last; nil if that is another line's end.
  private(set) var comment: CSVLine?

  init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    rest = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
  }

  /// Nil at the end of the text. What follows the last line's end is no line.
  mutating func next() -> CSVLine? {
    comment = nil
    while let line = nextOfAll() {
      guard line.bytes.first == UInt8(ascii: "#") else { return line }
      comment = CSVLine(number: line.number, bytes: line.bytes.dropFirst())
    }
    return nil
  }

  private mutating func nextOfAll() -> CSVLine? {
    guard !rest.isEmpty else { return nil }
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    let end = rest.firstIndex { $0 == lineFeed || $0 == carriageReturn } ?? rest.endIndex
    let line = rest[..<end]
    let isPair = rest[end...].prefix(2).elementsEqual([carriageReturn, lineFeed])
    rest = rest[end...].dropFirst(isPair ? 2 : 1)
    number += 1
    return CSVLine(number: number, bytes: line)
  }

  /// Whether nothing but spaces and line ends is left.
  var isBlankToTheEnd: Bool {
    rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }
}

/// Takes lines apart.
struct CSVLineParser {
  /// A comma, a semicolon or a tab; a space for any number of spaces; nil if there is one column only.
  let separator: UInt8?

  static let space = UInt8(ascii: " ")
  private static let quote = UInt8(ascii: "\"")

  /// The columns of a line, without the spaces around them and the quotes that enclose them.
  func split(
    _ line: CSVLine, into fields: inout [ArraySlice<UInt8>]
  ) throws(SequenceFileProblem) {
    fields.removeAll(keepingCapacity: true)
    guard separator != Self.space else {
      fields += line.bytes.split(separator: Self.space)
      return
    }
    var rest = line.bytes
    while true {
      let field: ArraySlice<UInt8>
      let start = rest.firstIndex { $0 != UInt8(ascii: " ") } ?? rest.endIndex
      if start < rest.endIndex, rest[start] == Self.quote {
        guard let end = Self.closingQuote(in: rest[(start + 1)...]) else {
          throw .text(line: line.number, column: fields.count + 1, .openQuote)
        }
        field = rest[(start + 1)..<end]
        rest = rest[(end + 1)...].drop { $0 == UInt8(ascii: " ") }
        guard rest.isEmpty || rest.first == separator else {
          throw .text(line: line.number, column: fields.count + 1, .afterQuote)
        }
      } else {
        let end = separator.flatMap { rest.firstIndex(of: $0) } ?? rest.endIndex
        field = rest[..<end]
        rest = rest[end...]
      }
      fields.append(Self.trimmed(field))
      guard !rest.isEmpty else { return }
      rest.removeFirst()
    }
  }

  /// A quote that is not one of two, which stand for one within quotes.
  private static func closingQuote(in bytes: ArraySlice<UInt8>) -> Int? {
    var place = bytes.startIndex
    while let found = bytes[place...].firstIndex(of: quote) {
      guard found + 1 < bytes.endIndex, bytes[found + 1] == quote else { return found }
      place = found + 2
    }
    return nil
  }

  private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var field = field.drop { $0 == UInt8(ascii: " ") }
    while field.last == UInt8(ascii: " ") { field.removeLast() }
    return field
  }

  /// Adds the numbers of a line's columns at these places.
  func append(
    _ fields: [ArraySlice<UInt8>], at places: [Int], of line: CSVLine, to values: inout [Double]
  ) throws(SequenceFileProblem) {
    for index in places {
      do {
        values.append(try CSVNumber(bytes: fields[index]).value())
      } catch {
        throw .text(line: line.number, column: index + 1, error)
      }
    }
  }
}

/// The text of one column, which should be a number.
struct CSVNumber {
  let bytes: ArraySlice<UInt8>

  /// - Throws: `CSVProblem`: `noValue`, `notUTF8`, `notANumber` or `notFinite`.
  func value() throws(CSVProblem) -> Double {
    guard !bytes.isEmpty else { throw .noValue }
    guard hasForm else {
      guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
      throw isNotFiniteName ? .notFinite(quotation) : .notANumber(quotation)
    }
    let value = Double(String(decoding: bytes, as: UTF8.self)) ?? .infinity
    guard value.isFinite else { throw .notFinite(quotation) }
    return value
  }

  /// Whether this is meant as a number, perhaps as one that is not finite.
  var isNumeric: Bool { hasForm || isNotFiniteName }

  /// Whether digits come first, as in 1% or 2,5.
  var beginsLikeNumber: Bool {
    var rest = bytes
    Self.dropSign(&rest)
    if rest.first == UInt8(ascii: ".") { rest.removeFirst() }
    return Self.dropDigits(&rest) > 0
  }

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
