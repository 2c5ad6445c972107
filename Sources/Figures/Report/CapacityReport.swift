import Experiments
import MemoryMeasures
import Text

/// What a report tells of memory capacities.
struct CapacityReport: ReportContent {
  let results: CapacityResults

  private var plan: CapacityPlan { results.plan }
  private var protocolSettings: CapacitySettings { plan.settings }

  var heading: String {
    switch plan.subjects {
    case .grid(let grid, _): "How much \(grid.cells.map(\.title).joined(separator: ", ")) networks remember"
    case .networks(let networks):
      networks.count > 3
        ? "How much \(NumberText.count(networks.count, "network")) remember"
        : "How much \(networks.map(\.name.printable).joined(separator: ", ")) remember"
    }
  }

  var introduction: [String] {
    [
      """
      Jaeger's memory capacity: a network reads a series of independent random numbers, and for every delay a linear \
      readout of its units is fitted to the number that many steps ago. How much of its variance the readout recovers \
      on another series is the memory function; its sum over the delays is the capacity, which can be no larger than \
      the number of units. What readouts score by chance, the noise floor, is measured with shuffled targets and \
      taken off.
      """
    ]
  }

  var settings: [(name: String, value: String)] {
    let settings = protocolSettings
    return subjects + [
      ("Repeats", NumberText.whole(plan.repeats)),
      ("Inputs", "\(settings.inputs.rawValue), times \(NumberText.shortest(settings.inputScale))"),
      ("Delays", "1 to \(NumberText.whole(settings.maximumDelay))"),
      ("Washout", NumberText.count(settings.washoutSteps, "step")),
      ("Training", NumberText.count(settings.trainingSteps, "step")),
      ("Test", NumberText.count(settings.testSteps, "step")),
      ("Ridge", NumberText.shortest(settings.ridge)),
      ("Surrogates", NumberText.whole(settings.surrogates)),
      ("Readouts read", settings.readsInput ? "the units and the present input" : "the units"),
      ("Seed", "\(plan.seed)"), ("Arithmetic", plan.precision.rawValue),
    ] + (results.shard == .whole ? [] : [("Part", "\(results.shard)")])
  }

  var findings: [HTML] { [HTML("h3", "What was found"), .paragraph(CapacitySummary(results).outcomes)] }

  var tables: [ResultsTable] { [CapacitySummary(results).table] }

  private var subjects: [(name: String, value: String)] {
    switch plan.subjects {
    case .networks(let networks): [("Networks", networks.map(\.name.printable).joined(separator: ", "))]
    case .grid(let grid, let initialization):
      [
        ("Cell types", grid.cells.map(\.title).joined(separator: ", ")),
        ("Layers", NumberText.list(grid.layers)), ("Hidden sizes", NumberText.list(grid.hiddenSizes)),
        ("Weights", initialization.text),
      ] + (grid.cells.contains(.esn) ? [("Reservoirs", initialization.reservoir.text)] : [])
    }
  }
}
