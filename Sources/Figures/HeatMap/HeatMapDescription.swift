import Text

/// The numbers of a heat map in words.
struct HeatMapDescription {
  let panels: [HeatPanel]
  let unit: String

  /// A sentence for every panel: its smallest and largest number.
  var text: String {
    panels.map { panel in
      let cells = panel.cells.joined()
      let measured = cells.compactMap { cell in cell.value.number.map { (cell: cell, number: $0) } }
      guard let low = measured.min(by: { $0.number < $1.number }),
        let high = measured.max(by: { $0.number < $1.number })
      else { return "\(panel.heading): no measured run." }
      let range =
        "from \(low.cell.labels.first ?? "") to \(high.cell.labels.first ?? "") \(unit)"
      let missing = cells.count - measured.count
      let gaps = missing > 0 ? ", \(NumberText.count(missing, "cell")) not measured" : ""
      return "\(panel.heading): \(NumberText.count(measured.count, "cell")) \(range)\(gaps)."
    }.joined(separator: " ")
  }
}
