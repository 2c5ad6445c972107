import Experiments
import MemoryMeasures
import Text

/// How long every layer takes, where these are read: a row for each layer of each network.
struct LayerTables {
  let results: Results<Divergence>

  private var plan: Plan<Divergence> { results.plan }

  /// Empty where only outputs, or states, are read.
  var tables: [ResultsTable] {
    guard plan.settings.reading == .layers else { return [] }
    let counts = [ShownCount.settled] + plan.drawnThresholds
    let rows = plan.allSubjects.flatMap { subject in
      (0..<plan.outline(of: subject).layers.count).map { layer in
        let samples = counts.map { count in
          CensoredSample(results.measured(subject).map { steps(count, layer: layer, of: $0) })
        }
        return (label: "\(plan.name(of: subject)), layer \(layer + 1)", samples: samples)
      }
    }
    let samples = rows.flatMap(\.samples)
    var notes = ["mean over the runs; after the dot, the share of them that got there"]
    if samples.contains(where: { $0.fraction < 1 }) {
      notes.append("≥ lower bound: at least one run had not got there \(plan.deadline)")
    }
    return [
      ResultsTable(
        title: "layer by layer", notes: notes,
        table: TextTable(
          rowTitle: (name: "network", unit: "(h of each layer)"),
          columnTitle: "shared steps until the two of the layer", columns: counts.map(\.event),
          rows: rows.map { (label: $0.label, cells: $0.samples.map(Self.entry)) }),
        heat: HeatValues(
          quantity: "steps of layers", values: rows.map { $0.samples.map { $0.count > 0 ? $0.mean : nil } }))
    ]
  }

  private func steps(_ count: ShownCount, layer: Int, of found: DivergenceMeasurement) -> CensoredSteps {
    switch count {
    case .settled: found.layers.settled[layer]
    case .within(_, let place):
      found.layers.thresholds[layer * plan.settings.thresholds.count + place]
    }
  }

  private static func entry(_ sample: CensoredSample) -> String {
    sample.count > 0 ? "\(sample.meanText) · \(NumberText.fraction(sample.fraction))" : "–"
  }
}
