import Experiments
import MemoryMeasures
import Text

/// Time scales of units, a line for each network or layer: how they are spread, and which share is longer than given ones.
struct UnitTimeScaleTable {
  /// In steps.
  let scales: [Double]
  /// Each with the time scales of its units; none where nothing keeps their state.
  let rows: [(label: String, found: [Double])]
  var rowTitle = (name: "network", unit: "")

  private static let quantiles = [
    ("shortest", 0), ("10%", 0.1), ("median", 0.5), ("90%", 0.9), ("longest", 1),
  ]

  var text: TextTable {
    let columns =
      ["units"] + Self.quantiles.map(\.0) + scales.map { "longer than \(NumberText.shortest($0))" }
    return TextTable(
      rowTitle: rowTitle, columnTitle: "time scales of units, in steps", columns: columns,
      rows: rows.map { label, found in
        guard !found.isEmpty else {
          return (label: label, cells: ["–"] + columns.dropFirst().map { _ in "" })
        }
        let quantiles = Quantiles(found)
        let shares = scales.map { scale in
          NumberText.fraction(Double(found.count { $0 > scale }) / Double(found.count))
        }
        return (
          label: label,
          cells: [NumberText.whole(found.count)]
            + Self.quantiles.map { LyapunovPresentation.text(quantiles[$0.1]) } + shares
        )
      })
  }
}

extension Results<Lyapunov> {
  /// Of the units of all repeats of a network that are kept by a gate, or by a leak.
  func unitTimeScales(of subject: Subject) -> [Double] {
    measured(subject).flatMap(\.unitTimeScales).filter { !$0.isNaN }
  }
}
