/// A table of right-aligned text for a fixed-width font, its axes named in the heading.
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

  /// The table, each line ended by a newline and free of trailing spaces.
  var text: String {
    let labelWidth = ([rowTitle.name, rowTitle.unit] + rows.map(\.label)).map(\.count).max() ?? 0
    let widths = columns.indices.map { column in
      rows.map { $0.cells[column].count }.reduce(columns[column].count, max)
    }
    let ruleWidth = max(columnTitle.count, widths.reduce(0, +) + 2 * max(0, widths.count - 1))

    func line(_ label: String, _ cells: [String]) -> String {
      let padded = zip(cells, widths).map { $0.paddedLeft(to: $1) }.joined(separator: "  ")
      return "\(label.paddedLeft(to: labelWidth)) │ \(padded)\n"
    }

    var text = "\(rowTitle.name.paddedLeft(to: labelWidth)) │ \(columnTitle)\n"
    text += line(rowTitle.unit, columns)
    text += String(repeating: "─", count: labelWidth + 1) + "┼"
    text += String(repeating: "─", count: ruleWidth + 1) + "\n"
    for row in rows { text += line(row.label, row.cells) }
    return text
  }
}

extension String {
  /// The string with spaces before it, at least `width` characters long.
  fileprivate func paddedLeft(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
