import Experiments
import MemoryMeasures
import Text

/// How long every layer takes, where these are read: a row for each layer of each network.
struct LayerTables {
  let results: Results<Divergence>
  var choice = TableChoice()

  private var plan: Plan<Divergence> { results.plan }

  /// Empty where only outputs, or states, are read.
  var tables: [ResultsTable] {
    guard plan.settings.reading == .layers else { return [] }
    let counts = [.settled] + plan.thresholds(choice, or: plan.drawnThresholds)
    let statistic = choice.statistic ?? .mean
    let rows = plan.allSubjects.flatMap { subject in
      (0..<plan.outline(of: subject).layers.count).map { layer in
        let summaries = counts.map { count in
          StepsSummary(
            CensoredSample(results.measured(subject).map { steps(count, layer: layer, of: $0) }),
            by: statistic)
        }
        return (label: "\(plan.name(of: subject)), layer \(layer + 1)", summaries: summaries)
      }
    }
    return [
      ResultsTable(
        title: "layer by layer",
        notes: ["\(statistic.rawValue) over the runs; after the dot, the share of them that got there"]
          + statistic.notes(
            rows.flatMap(\.summaries), unit: "run", event: "got there", deadline: plan.deadline),
        table: TextTable(
          rowTitle: (name: "network", unit: "(h of each layer)"),
          columnTitle: "shared steps until the two of the layer", columns: counts.map(\.event),
          rows: rows.map { (label: $0.label, cells: $0.summaries.map(\.textWithShare)) }),
        heat: HeatValues(quantity: "steps of layers", values: rows.map { $0.summaries.map(\.heat) }))
    ]
  }

  private func steps(_ count: ShownCount, layer: Int, of found: DivergenceMeasurement) -> CensoredSteps {
    switch count {
    case .settled: found.layers.settled[layer]
    case .within(_, let place):
      found.layers.thresholds[layer * plan.settings.thresholds.count + place]
    }
  }
}
