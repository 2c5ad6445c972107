/// Reads sequences from text.
///
/// The dialect: UTF-8, with or without a byte order mark; lines end with LF, CR LF or CR. Columns are separated by
/// commas, semicolons or tabs: whichever the first line has, if it has one kind only; without any there is one
/// column. Every line has as many columns as the first. The first line is a header if none of its columns
/// is a number, and not all of them begin like one. Numbers have a decimal point, no thousands separators, and perhaps an exponent (-0.5, 2e-3);
/// spaces around them do not count, and double quotes may enclose them. NaN and infinities are refused, and so
/// are empty columns and blank lines, except at the end.
enum CSVText {
  static func table(_ bytes: [UInt8]) throws(SequenceFileProblem) -> SequenceTable {
    var lines = CSVLines(bytes)
    guard let first = lines.next() else { throw .empty(rows: 0, columns: 0) }
    let parser = CSVLineParser(separator: try separator(of: first))
    var fields: [ArraySlice<UInt8>] = []
    try parser.split(first, into: &fields)
    let columns = fields.count
    var values: [Double] = []
    if try isHeader(fields) {
      try checkNames(fields)
    } else {
      try parser.append(fields, of: first, to: &values)
    }
    while let line = lines.next() {
      if line.isBlank {
        guard lines.isBlankToTheEnd else { throw .text(line: line.number, column: nil, .blankLine) }
        break
      }
      try parser.split(line, into: &fields)
      guard fields.count == columns else {
        throw .text(line: line.number, column: nil, .wrongCount(found: fields.count, expected: columns))
      }
      try parser.append(fields, of: line, to: &values)
    }
    return try SequenceTable(rows: values.count / columns, columns: columns, values: values)
  }

  /// The one kind of separator that stands in the first line outside of quotes; nil if none does.
  private static func separator(of line: CSVLine) throws(SequenceFileProblem) -> UInt8? {
    var found: Set<UInt8> = []
    var isQuoted = false
    for byte in line.bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, separators.contains(byte) { found.insert(byte) }
    }
    guard found.count <= 1 else { throw .text(line: line.number, column: nil, .severalSeparators) }
    return found.first
  }

  private static let separators: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  private static func isHeader(_ fields: [ArraySlice<UInt8>]) throws(SequenceFileProblem) -> Bool {
    for (index, field) in fields.enumerated() {
      let parts = field.split(separator: UInt8(ascii: " "))
      if parts.count > 1, parts.allSatisfy({ CSVNumber(bytes: $0).isNumeric }) {
        throw .text(line: 1, column: index + 1, .separatedBySpaces)
      }
    }
    return !fields.contains { CSVNumber(bytes: $0).isNumeric }
      && !fields.allSatisfy { CSVNumber(bytes: $0).beginsLikeNumber }
  }

  /// A header has to be text, which also tells text from other files, and name every column.
  private static func checkNames(_ fields: [ArraySlice<UInt8>]) throws(SequenceFileProblem) {
    for (index, field) in fields.enumerated() {
      guard String(validating: field, as: UTF8.self) != nil, field.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
      else { throw .unknownFormat }
      guard !field.isEmpty else { throw .text(line: 1, column: index + 1, .noName) }
    }
  }
}
