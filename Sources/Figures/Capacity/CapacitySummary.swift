import Experiments
import Foundation
import RecurrentNetworks
import Text

/// What a sweep of memory capacities found, as text for a fixed-width font: a table with a line for each network.
/// Made from results alone, finished or not.
public struct CapacitySummary: Sendable {
  let results: CapacityResults

  public init(_ results: CapacityResults) {
    self.results = results
  }

  /// Paragraphs and tables, separated by blank lines and ended by a newline.
  public var text: String { text(colors: nil) }

  /// The same as a heat map, for a terminal with these colours; nil for plain text.
  public func text(colors: TerminalColors?) -> String {
    let table = table
    return [table.text(HeatTerminal(colors, tables: [table])), outcomes].joined(separator: "\n")
  }

  var table: ResultsTable {
    let settings = results.plan.settings
    var hasGaps = false
    var capacities: [Double?] = []
    let rows = results.plan.subjects.all.map { subject in
      let statistics = results.statistics(of: subject)
      let isMeasured = statistics.count > 0
      if !isMeasured { hasGaps = true }
      capacities.append(isMeasured ? statistics.meanCapacity : nil)
      return (label: label(subject), cells: isMeasured ? cells(statistics, subject) : Self.gap)
    }
    let table = TextTable(
      rowTitle: (name: "network", unit: ""), columnTitle: "memory capacity, in inputs",
      columns: ["mean", "± one run", "std", "of the units", "half at delay", "noise floor"], rows: rows)
    let drawn = if case .grid = results.plan.subjects { "networks and inputs" } else { "inputs" }
    var notes = [
      """
      memory capacity: how much of the inputs 1 to \(NumberText.whole(settings.maximumDelay)) steps ago linear \
      readouts recover, summed
      """,
      """
      mean and std over \(NumberText.count(results.plan.repeats, "repeat")) with other \(drawn); ± one run: \
      standard error of a single one
      """,
      "of the units: the mean as a share of the units of the last layer, which bound it",
      "half at delay: up to there at least half of every input's variance is recovered",
      """
      noise floor: what a network without memory scores in \(NumberText.whole(settings.testSteps)) test steps; \
      subtracted
      """,
    ]
    if hasGaps { notes.append("– no measured run") }
    return ResultsTable(
      title: "Memory capacity", notes: notes, table: table,
      heat: HeatValues(
        quantity: "memory capacity",
        values: capacities.map { [$0] + Array(repeating: nil, count: table.columns.count - 1) }))
  }

  var outcomes: String {
    let measured = results.records.count - results.failed.count
    var parts = ["\(NumberText.count(measured, "measured run"))"]
    if !results.failed.isEmpty { parts.append("\(NumberText.whole(results.failed.count)) failed") }
    if !results.missing.isEmpty { parts.append("\(NumberText.whole(results.missing.count)) not run yet") }
    return parts.joined(separator: "; ") + "\n"
  }

  private static let gap = ["–", "", "", "", "", ""]

  /// ESN 50; LSTM 50, 2 layers; letters.keras
  func label(_ subject: CapacitySubject) -> String {
    switch subject {
    case .drawn(let shape):
      "\(shape.cell.title) \(shape.hiddenSize)" + (shape.layers == 1 ? "" : ", \(shape.layers) layers")
    case .given(let name): name.printable
    }
  }

  private func cells(_ statistics: CapacityStatistics, _ subject: CapacitySubject) -> [String] {
    let units = Double(results.plan.units(of: subject))
    let floor = statistics.noiseFloor.reduce(0, +)
    return [
      Self.decimal(statistics.meanCapacity, 2), Self.decimal(statistics.standardError, 2),
      statistics.stdCapacity.isNaN ? "" : Self.decimal(statistics.stdCapacity, 2),
      "\(Self.decimal(100 * statistics.meanCapacity / units, 1))%", "\(statistics.halfDelay)",
      Self.decimal(floor, 3),
    ]
  }

  /// With a fixed number of decimals; 0 has no sign.
  static func decimal(_ value: Double, _ places: Int) -> String {
    let text = String(format: "%.\(places)f", value)
    return text.allSatisfy { "-0.".contains($0) } ? String(text.drop { $0 == "-" }) : text
  }
}
