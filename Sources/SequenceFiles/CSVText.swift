/// Reads a sequence from text.
///
/// The dialect: UTF-8, with or without a byte order mark; lines end with LF, CR LF or CR. Columns are separated by
/// commas, semicolons or tabs: whichever the first line has, if it has one kind only; without any by spaces, if its
/// numbers or those of the line below are; else there is one column. Every line has as many columns as the first. The
/// first line is a header if none of its columns is a number, and not all of them begin like one. Lines that begin with
/// `#` are left out; the one before the numbers is the header if there is no other and it has as many columns. Numbers
/// have a decimal point, no thousands separators, and perhaps an exponent (-0.5, 2e-3); spaces around them do not count,
/// and double quotes may enclose them. NaN and infinities are refused, and so are empty columns and blank lines, except
/// at the end. Columns that are not chosen may hold anything.
enum CSVText {
  /// - Parameter choice: which columns are read; nil for all.
  static func table(_ bytes: [UInt8], columns choice: ColumnChoice? = nil) throws(SequenceFileProblem)
    -> SequenceTable
  {
    var lines = CSVLines(bytes)
    guard let first = lines.next() else { throw .empty(rows: 0, columns: 0) }
    let comment = lines.comment
    let parser = CSVLineParser(separator: try separator(of: first, before: lines))
    var fields: [ArraySlice<UInt8>] = []
    try parser.split(first, into: &fields)
    let columns = fields.count
    let hasHeader = try isHeader(fields, line: first.number)
    let names =
      hasHeader
      ? try names(fields, line: first.number, isWhole: choice == nil) : names(of: comment, parser, columns)
    let places = try choice?.places(names: names, count: columns) ?? Array(0..<columns)
    var values: [Double] = []
    if !hasHeader { try parser.append(fields, at: places, of: first, to: &values) }
    while let line = lines.next() {
      if line.isBlank {
        guard lines.isBlankToTheEnd else { throw .text(line: line.number, column: nil, .blankLine) }
        break
      }
      try parser.split(line, into: &fields)
      guard fields.count == columns else {
        throw .text(line: line.number, column: nil, .wrongCount(found: fields.count, expected: columns))
      }
      try parser.append(fields, at: places, of: line, to: &values)
    }
    return try SequenceTable(
      rows: values.count / places.count, columns: places.count, values: values,
      names: names.map { names in places.map { names[$0] } })
  }

  /// The one kind of separator that stands in a line outside of quotes; nil if none does.
  ///
  /// - Parameter rest: the lines below.
  private static func separator(of line: CSVLine, before rest: CSVLines) throws(SequenceFileProblem) -> UInt8?
  {
    var found: Set<UInt8> = []
    var isQuoted = false
    for byte in line.bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, separators.contains(byte) { found.insert(byte) }
    }
    guard found.count <= 1 else { throw .text(line: line.number, column: nil, .severalSeparators) }
    if let found = found.first { return found }
    let count = line.bytes.split(separator: CSVLineParser.space).count
    var rest = rest
    let isSpaced = [line, rest.next()].contains { candidate in
      guard let parts = candidate?.bytes.split(separator: CSVLineParser.space) else { return false }
      return count > 1 && parts.count == count && parts.allSatisfy { CSVNumber(bytes: $0).isNumeric }
    }
    return isSpaced ? CSVLineParser.space : nil
  }

  private static let separators: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  private static func isHeader(
    _ fields: [ArraySlice<UInt8>], line: Int
  ) throws(SequenceFileProblem) -> Bool {
    for (index, field) in fields.enumerated() {
      let parts = field.split(separator: CSVLineParser.space)
      if parts.count > 1, parts.allSatisfy({ CSVNumber(bytes: $0).isNumeric }) {
        throw .text(line: line, column: index + 1, .separatedBySpaces)
      }
    }
    return !fields.contains { CSVNumber(bytes: $0).isNumeric }
      && !fields.allSatisfy { CSVNumber(bytes: $0).beginsLikeNumber }
  }

  /// The names of a header, which has to be text: that also tells text from other files.
  ///
  /// - Parameter isWhole: whether every column is read, and needs a name.
  private static func names(
    _ fields: [ArraySlice<UInt8>], line: Int, isWhole: Bool
  ) throws(SequenceFileProblem) -> [String] {
    guard fields.allSatisfy({ $0.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }) else { throw .unknownFormat }
    var names: [String] = []
    for (index, field) in fields.enumerated() {
      guard let name = String(validating: field, as: UTF8.self) else {
        throw .text(line: line, column: index + 1, .notUTF8)
      }
      guard !isWhole || !name.isEmpty else { throw .text(line: line, column: index + 1, .noName) }
      names.append(name)
    }
    return names
  }

  /// The names of a header behind a `#`; nil if it is none.
  private static func names(of comment: CSVLine?, _ parser: CSVLineParser, _ count: Int) -> [String]? {
    var fields: [ArraySlice<UInt8>] = []
    guard count > 1, let comment, (try? parser.split(comment, into: &fields)) != nil, fields.count == count
    else { return nil }
    return fields.map { String(decoding: $0, as: UTF8.self) }
  }
}
