/// Takes lines apart.
struct CSVLineParser {
  /// Nil if there is one column only.
  let separator: UInt8?

  private static let quote = UInt8(ascii: "\"")

  /// The columns of a line, without the spaces around them and the quotes that enclose them.
  func split(
    _ line: CSVLine, into fields: inout [ArraySlice<UInt8>]
  ) throws(SequenceFileProblem) {
    fields.removeAll(keepingCapacity: true)
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

  /// Adds the numbers of a line.
  func append(
    _ fields: [ArraySlice<UInt8>], of line: CSVLine, to values: inout [Double]
  ) throws(SequenceFileProblem) {
    for (index, field) in fields.enumerated() {
      do {
        values.append(try CSVNumber(field).value())
      } catch {
        throw .text(line: line.number, column: index + 1, error)
      }
    }
  }
}
