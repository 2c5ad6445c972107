/// A table of results with its title and what there is to be said about it: for a terminal and for a page.
struct ResultsTable {
  var title: String
  /// What the entries are, what their signs mean.
  var notes: [String] = []
  var table: TextTable
  /// Nil where the entries are no numbers of one kind.
  var heat: HeatValues?

  /// Title, notes in parentheses and table, each line ended by a newline.
  ///
  /// - Parameter terminal: colours the cells of numbers; nil for plain text.
  func text(_ terminal: HeatTerminal? = nil) -> String {
    let notes = notes.map { "(\($0))\n" }.joined()
    guard let terminal, let heat, let scale = terminal.scales[heat.quantity] else {
      return "\(title)\n\(notes)\(table.text)"
    }
    let text = table.text { row, column in
      heat.values[row][column].map { value in { terminal.colors.painted($0, scale.color(value)) } }
    }
    return "\(title)\n\(notes)\(text)\(terminal.legend(scale))\n"
  }
}
