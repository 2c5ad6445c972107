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
  var text: String {
    let labelWidth = ([rowTitle.name, rowTitle.unit] + rows.map(\.label)).map(\.count).max() ?? 0
    let widths = columns.indices.map { column in
      rows.map { $0.cells[column].count }.reduce(columns[column].count, max)
    }
    let ruleWidth = max(columnTitle.count, widths.reduce(0, +) + 2 * max(0, widths.count - 1))

    func line(_ label: String, _ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        let (cell, width) = (cells[column], widths[column])
        return leftColumns.contains(column) ? cell.paddedRight(to: width) : cell.paddedLeft(to: width)
      }
      var line = "\(label.paddedLeft(to: labelWidth)) │ \(padded.joined(separator: "  "))"
      while line.last == " " { line.removeLast() }
      return line + "\n"
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

  fileprivate func paddedRight(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
