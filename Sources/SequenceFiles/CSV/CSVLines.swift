/// A line of text, without its end.
struct CSVLine {
  /// From 1.
  let number: Int
  let bytes: ArraySlice<UInt8>

  var isBlank: Bool { bytes.allSatisfy { $0 == UInt8(ascii: " ") } }
}

/// The lines of a text, one after the other.
struct CSVLines {
  private var rest: ArraySlice<UInt8>
  private var number = 0

  init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    rest = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
  }

  /// Nil at the end of the text. What follows the last line's end is no line.
  mutating func next() -> CSVLine? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    var line = rest[..<end]
    rest = rest[min(end + 1, rest.endIndex)...]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    number += 1
    return CSVLine(number: number, bytes: line)
  }

  /// Whether nothing but spaces and line ends is left.
  var isBlankToTheEnd: Bool {
    rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }
}
