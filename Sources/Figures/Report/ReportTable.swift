import Drawing

/// A table of results on a page.
struct ReportTable {
  let table: ResultsTable
  /// Different for every element of the page.
  let id: String
  /// Of which file it is.
  let place: String
  /// Of the cells; nil for none.
  let scale: ColorScale?

  private var text: TextTable { table.table }

  /// The table in a region of its own that scrolls, its notes below.
  var html: HTML {
    let region = HTML(
      "div",
      [
        "class": "scroll", "role": "region", "tabindex": "0",
        "aria-label": "\(place): table \(table.fullTitle)",
      ],
      [
        HTML(
          "table", ["id": id, "style": "--columns:\(text.columns.count)"],
          [HTML("caption", [:], [HTML("span", table.fullTitle)]), head, body])
      ])
    let notes = HTML("ul", ["class": "notes"], table.notes.map { HTML("li", $0) })
    return HTML("div", ["class": "table"], [region] + (table.notes.isEmpty ? [] : [notes]))
  }

  private var head: HTML {
    let unit = text.rowTitle.unit
    let rows = HTML(
      "th", ["scope": "col", "rowspan": "2"], "\(text.rowTitle.name)\(unit.isEmpty ? "" : " \(unit)")")
    let columns = HTML("th", ["scope": "colgroup", "colspan": "\(text.columns.count)"], text.columnTitle)
    return HTML(
      "thead", [:],
      [
        HTML("tr", [:], [rows, columns]),
        HTML("tr", [:], text.columns.map { HTML("th", ["scope": "col"], $0) }),
      ])
  }

  private var body: HTML {
    let rows = text.rows.enumerated().map { index, row in
      HTML(
        "tr", [:],
        [HTML("th", ["scope": "row"], row.label)]
          + row.cells.enumerated().map { cell($0.element, value: table.heat?.values[index][$0.offset]) })
    }
    return HTML("tbody", [:], rows)
  }

  private func cell(_ text: String, value: Double?) -> HTML {
    guard let value, let color = scale?.color(value) else { return HTML("td", text) }
    return HTML("td", ["style": "background:\(color.hex);color:\(color.readable.hex)"], text)
  }
}
