import Text

/// A table of results with its title and what there is to be said about it: for a terminal and for a page.
struct ResultsTable {
  var title: String
  /// Of what it is, for tables that stand apart from their prefaces; empty where the title says it.
  var subject = ""
  /// Lines before the title of the first table of a subject.
  var preface: [String] = []
  /// What the entries are, what their signs mean.
  var notes: [String] = []
  var table: TextTable
  /// Nil where the entries are no numbers of one kind.
  var heat: HeatValues?

  /// The title of a table that stands alone.
  var fullTitle: String { subject.isEmpty ? title : "\(subject): \(title)" }

  /// Preface, title, notes in parentheses and table, each line ended by a newline.
  ///
  /// - Parameters:
  ///   - terminal: colours the cells of numbers; nil for plain text.
  ///   - width: of a line, into which all is fitted; nil for any.
  func text(_ terminal: HeatTerminal? = nil, width: Int? = nil) -> String {
    let lines = (preface + [title]).map { ($0, 0) } + notes.map { ("(\($0))", 1) }
    let heading = lines.flatMap { $0.wrapped(to: width ?? .max, indent: $1) }.joined(separator: "\n")
    guard let terminal, let heat, let scale = terminal.scales[heat.quantity] else {
      return "\(heading)\n\(table.text(width: width))"
    }
    let text = table.text(width: width) { row, column in
      heat.values[row][column].map { value in { terminal.colors.painted($0, scale.color(value)) } }
    }
    return "\(heading)\n\(text)\(terminal.legend(scale))\n"
  }
}

/// The numbers behind the entries of a table.
struct HeatValues {
  /// What is measured: tables of one quantity share their colours.
  var quantity: String
  /// By row and column of the table; nil where there is none.
  var values: [[Double?]]

  /// The scales of all quantities in some tables.
  static func scales(of tables: [ResultsTable]) -> [String: ColorScale] {
    Dictionary(grouping: tables.compactMap(\.heat), by: \.quantity).compactMapValues { heats in
      ColorScale(heats.flatMap { $0.values.flatMap { $0.compactMap(\.self) } })
    }
  }
}

/// A table for a fixed-width font, its axes named in the heading. Numbers stand to the right; columns of words
/// may stand to the left.
///
///     hidden size │ input size (values per step)
///         (units) │  1   2
///     ────────────┼─────────────────────────────
///               1 │ 53  47
struct TextTable {
  /// Two heading lines over the row labels: what the rows are, and their unit.
  var rowTitle: (name: String, unit: String)
  /// A heading over all columns.
  var columnTitle: String
  var columns: [String]
  /// Each with as many cells as there are columns.
  var rows: [(label: String, cells: [String])]
  /// Places of the columns that stand to the left.
  var leftColumns: Set<Int> = []

  /// The table, each line ended by a newline and free of trailing spaces.
  var text: String { text() }

  /// The same with colours behind cells, and in lines of some length.
  ///
  /// - Parameters:
  ///   - width: of a line; what does not fit beside the labels stands in further tables below. Nil for any.
  ///   - paint: gives what colours the cell of a row and column, with a space on either side; nil to leave it as it
  ///     is.
  func text(
    width: Int? = nil, paint: (_ row: Int, _ column: Int) -> ((String) -> String)? = { _, _ in nil }
  ) -> String {
    let widths = columns.indices.map { column in
      rows.map { $0.cells[column].count }.reduce(columns[column].count, max)
    }
    var labelWidth = ([rowTitle.name, rowTitle.unit] + rows.map(\.label)).map(\.count).max() ?? 0
    // Two characters of the rule, and a space on either side of a column.
    let room = width.map { max($0 - 2, 0) } ?? .max
    labelWidth = min(labelWidth, max(room - (widths.max() ?? 0) - 2, Self.leastLabel))
    var bands = columns.isEmpty ? [0..<0] : []
    var taken = 0
    for (column, width) in widths.enumerated() {
      if let band = bands.last, taken <= room - labelWidth - width - 2 {
        bands[bands.count - 1] = band.lowerBound..<column + 1
      } else {
        bands.append(column..<column + 1)
        taken = 0
      }
      taken += width + 2
    }
    return bands.map { text(of: $0, widths, labelWidth, room - labelWidth - 1, paint) }.joined(
      separator: "\n")
  }

  /// A label is not made shorter than that.
  private static var leastLabel: Int { 16 }

  /// - Parameter room: characters for the heading over the columns.
  private func text(
    of band: Range<Int>, _ widths: [Int], _ labelWidth: Int, _ room: Int,
    _ paint: (_ row: Int, _ column: Int) -> ((String) -> String)?
  ) -> String {
    let title = (columnTitle + (band.lowerBound > 0 && !columnTitle.isEmpty ? " (continued)" : "")).wrapped(
      to: room)
    let ruleWidth = max(
      title.map(\.count).max() ?? 0, widths[band].reduce(0, +) + 2 * max(0, band.count - 1))

    func line(_ label: String, _ cells: [String], _ paint: (Int) -> ((String) -> String)?) -> String {
      let label = label.abridged(to: labelWidth)
      let padded = band.map { column in
        let (cell, width) = (cells[column], widths[column])
        let text = leftColumns.contains(column) ? cell.paddedRight(to: width) : cell.paddedLeft(to: width)
        return paint(column)?(" \(text) ") ?? " \(text) "
      }
      var line = "\(label.paddedLeft(to: labelWidth)) │\(padded.joined())"
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }

    var text = ""
    for (place, words) in title.enumerated() {
      let label = place == title.count - 1 ? rowTitle.name.abridged(to: labelWidth) : ""
      text += "\(label.paddedLeft(to: labelWidth)) │ \(words)\n"
    }
    text += line(rowTitle.unit, columns) { _ in nil }
    text += String(repeating: "─", count: labelWidth + 1) + "┼"
    text += String(repeating: "─", count: ruleWidth + 1) + "\n"
    for (index, row) in rows.enumerated() {
      text += line(row.label, row.cells) { paint(index, $0) }
    }
    return text
  }
}

extension String {
  /// The string with spaces before it, at least `width` characters long.
  fileprivate func paddedLeft(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  fileprivate func paddedRight(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
