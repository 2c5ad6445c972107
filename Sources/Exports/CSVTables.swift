import Experiments

/// Tidy tables of results: one for every set of axes that variables have, one of what their columns mean, and one of the
/// file's attributes.
///
/// - `runs`: a row for every run, which is what has a `run_status`. A place where there is no run, as where
///   one source has fewer runs than another, has no row; a run that is not done has its status alone.
/// - `cells`: a row for all runs that differ in the last axis only, which are repeats.
/// - `runs-AXIS` and `cells-AXIS`: rows for every value of a further axis, such as `runs-threshold`.
/// - Tables of other axes are named by them: `network`, `network-step`.
/// - `columns`: a row for every column of these: table and column, its words and units, the type of its fields and, of
///   flags, what they mean.
/// - `attributes`: name and value of what the file says about itself.
struct CSVTables {
  let tables: [CSVTable]

  init(_ results: LabelledResults) {
    let status = results.variables.first { $0.name == "run_status" }
    var order: [[String]] = []
    var members: [[String]: [LabelledVariable]] = [:]
    for variable in results.variables {
      if members[variable.dimensions] == nil { order.append(variable.dimensions) }
      members[variable.dimensions, default: []].append(variable)
    }
    let described = order.map { dimensions in
      let isOfRuns = status.map { dimensions.starts(with: $0.dimensions) } ?? false
      return CSVTable(
        name: Self.name(of: dimensions, runAxes: status?.dimensions),
        coordinates: dimensions.compactMap(results.coordinate), variables: members[dimensions] ?? [],
        presence: isOfRuns ? status : nil)
    }
    tables = described + [Self.columns(of: described), Self.attributes(of: results)]
  }

  private static func name(of dimensions: [String], runAxes: [String]?) -> String {
    guard let runAxes else { return joined(dimensions) }
    let cellAxes = Array(runAxes.dropLast())
    for (name, axes) in [("runs", runAxes), ("cells", cellAxes)] where !axes.isEmpty {
      if dimensions.starts(with: axes) { return joined([name] + dimensions.dropFirst(axes.count)) }
    }
    return joined(dimensions)
  }

  /// Values without axes make a table of one row.
  private static func joined(_ names: [String]) -> String {
    names.isEmpty ? "values" : names.joined(separator: "-")
  }

  /// What the columns of tables are.
  private static func columns(of tables: [CSVTable]) -> CSVTable {
    let columns = tables.flatMap { table in table.columns.map { (table: table.name, column: $0) } }
    func texts(_ name: String, _ text: (LabelledVariable) -> String) -> LabelledVariable {
      self.texts(name, columns.map { text($0.column) })
    }
    return CSVTable(
      name: "columns", coordinates: [self.texts("table", columns.map(\.table))],
      variables: [
        texts("column", \.name), texts("long_name") { $0.text("long_name") },
        texts("units") { $0.text("units") }, texts("type") { CSVField($0).type },
        texts("meanings") { CSVField($0).meanings },
      ], presence: nil)
  }

  private static func attributes(of results: LabelledResults) -> CSVTable {
    CSVTable(
      name: "attributes", coordinates: [texts("name", results.attributes.map(\.name))],
      variables: [texts("value", results.attributes.map(\.text))], presence: nil)
  }

  private static func texts(_ name: String, _ values: [String]) -> LabelledVariable {
    LabelledVariable(name: name, dimensions: [name], shape: [values.count], values: .strings(values))
  }
}

extension LabelledAttribute {
  /// The values in one text, with spaces between.
  var text: String {
    let field = CSVField(
      LabelledVariable(name: name, dimensions: [], shape: [values.count], values: values))
    return (0..<values.count).map { index in
      if let strings = values.strings { return strings[index] }
      var text = TextBytes()
      field.append(index, to: &text)
      return String(decoding: text.bytes, as: UTF8.self)
    }.joined(separator: " ")
  }
}

/// Variables over the same axes as a table: a row for every place, its labels first.
///
/// UTF-8, a header, commas, lines that end with LF, quotes where RFC 4180 asks for them.
struct CSVTable {
  let name: String
  /// Of its axes, slowest first.
  let coordinates: [LabelledVariable]
  let variables: [LabelledVariable]
  /// Of as many values as there are rows, or a divisor of them, for the first axes: a row whose value is
  /// missing is none. Nil for all rows.
  let presence: LabelledVariable?

  /// Places of the axes.
  private var placeCount: Int { coordinates.reduce(1) { $0 * $1.values.count } }

  /// Rows for every value of `presence`.
  private var rowsPerValue: Int {
    guard let presence, presence.values.count > 0 else { return max(1, placeCount) }
    return max(1, placeCount / presence.values.count)
  }

  var columns: [LabelledVariable] { coordinates + variables }

  var rowCount: Int {
    guard let presence else { return placeCount }
    return (0..<presence.values.count).count { !presence.isMissing($0) } * rowsPerValue
  }

  func bytes() -> [UInt8] {
    var text = TextBytes()
    let names = columns.map { CSVField.quoted($0.name) }
    for (column, name) in names.enumerated() {
      if column > 0 { text.append(",") }
      text.append(name)
    }
    text.append("\n")
    let labels = coordinates.map(Self.labels)
    let fields = variables.map(CSVField.init)
    let rowsPerValue = rowsPerValue
    var place = [Int](repeating: 0, count: labels.count)
    for row in 0..<placeCount {
      if !(presence?.isMissing(row / rowsPerValue) ?? false) {
        for axis in labels.indices {
          if axis > 0 { text.append(",") }
          text.append(labels[axis][place[axis]])
        }
        for (column, field) in fields.enumerated() {
          if column > 0 || !labels.isEmpty { text.append(",") }
          field.append(row, to: &text)
        }
        text.append("\n")
      }
      Self.advance(&place, labels)
    }
    return text.bytes
  }

  /// The next place, the last axis running fastest.
  private static func advance(_ place: inout [Int], _ labels: [[[UInt8]]]) {
    for axis in place.indices.reversed() {
      place[axis] += 1
      if place[axis] < labels[axis].count { return }
      place[axis] = 0
    }
  }

  /// The fields of a coordinate.
  private static func labels(of coordinate: LabelledVariable) -> [[UInt8]] {
    let field = CSVField(coordinate)
    return (0..<coordinate.values.count).map { index in
      var text = TextBytes()
      field.append(index, to: &text)
      return text.bytes
    }
  }
}

/// Values as fields of a CSV file: numbers in as few digits as give back the same, missing ones empty, and
/// flags of more than two values in words. Those of two values are 0 and 1: the event indicators that
/// survival analysis takes, and sums that count.
struct CSVField {
  private let variable: LabelledVariable
  private let words: [Int: [UInt8]]

  init(_ variable: LabelledVariable) {
    self.variable = variable
    let flags = variable.flags.count > 2 ? variable.flags : []
    words = Dictionary(flags.map { ($0.value, Self.quoted($0.meaning)) }) { $1 }
  }

  /// What the fields are: word, flag, integer, number or text.
  var type: String {
    guard variable.flags.isEmpty else { return words.isEmpty ? "flag" : "word" }
    return switch variable.values {
    case .int8, .int32, .int64, .uint64: "integer"
    case .float32, .float64: "number"
    case .strings: "text"
    }
  }

  /// What flags mean: 0 censored, 1 reached; the words that there are: missing, done, failed; empty for others.
  var meanings: String {
    variable.flags.map { words.isEmpty ? "\($0.value) \($0.meaning)" : $0.meaning }.joined(separator: ", ")
  }

  func append(_ index: Int, to text: inout TextBytes) {
    if variable.isMissing(index) { return }
    switch variable.values {
    case .int8(let values): append(values[index], to: &text)
    case .int32(let values): append(values[index], to: &text)
    case .int64(let values): append(values[index], to: &text)
    case .uint64(let values): text.append(values[index].description)
    case .float32(let values): text.append(values[index].description)
    case .float64(let values): text.append(values[index].description)
    case .strings(let values): text.append(Self.quoted(values[index]))
    }
  }

  private func append(_ value: some BinaryInteger, to text: inout TextBytes) {
    if let word = Int(exactly: value).flatMap({ words[$0] }) {
      text.append(word)
    } else {
      text.append(String(value))
    }
  }

  /// A text as a field: in double quotes if there is anything in it that would end it, double quotes doubled
  /// (RFC 4180, section 2). One that a spreadsheet would take for a formula, since it begins with = + - @ or a tab,
  /// gets an apostrophe in front.
  static func quoted(_ text: String) -> [UInt8] {
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      return quoted("'" + text)
    }
    let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    guard text.utf8.contains(where: special.contains) else { return Array(text.utf8) }
    return Array("\"\(text.replacing("\"", with: "\"\""))\"".utf8)
  }
}
