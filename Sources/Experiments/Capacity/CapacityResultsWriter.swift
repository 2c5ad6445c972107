import HDF5
import MemoryMeasures

/// Lays the results of a sweep of memory capacities out in an HDF5 file.
struct CapacityResultsWriter {
  private let results: CapacityResults
  private let provenance: Provenance
  private let root: HDF5Group
  private let axes: [String]
  private var plan: CapacityPlan { results.plan }

  init(_ results: CapacityResults, provenance: Provenance, root: HDF5Group) {
    self.results = results
    self.provenance = provenance
    self.root = root
    axes = CapacityResultsFile.axes(of: results.plan)
  }

  func write() throws {
    try writeRootAttributes()
    let variables = VariableWriter(root: root, scales: try writeScales())
    try writeRuns(variables)
    try writeStatistics(variables)
    if case .networks(let networks) = plan.subjects {
      try variables.write(networks, over: CapacityResultsFile.network)
      try variables.write(
        ResultsVariable(
          "units", over: [CapacityResultsFile.network], "units of the last layer: the bound of the capacity"),
        plan.subjects.all.map { Int32(plan.units(of: $0)) }, fill: VariableWriter.missingCount)
    }
  }

  private func writeRootAttributes() throws {
    let attributes = RootAttributes(
      results: results, provenance: provenance, version: CapacityResultsFile.version)
    let title = "How much of the input some steps ago a linear readout of a recurrent network recovers"
    let settings = plan.settings
    try attributes.write(to: root, title: title) {
      try root.writeAttribute("arithmetic_revision", Int64(plan.arithmeticRevision))
      try root.writeAttribute("seed", plan.seed)
      try root.writeAttribute("input_distribution", settings.inputs.rawValue)
      try root.writeAttribute("input_scale", settings.inputScale)
      try root.writeAttribute("washout_steps", Int32(settings.washoutSteps))
      try root.writeAttribute("training_steps", Int32(settings.trainingSteps))
      try root.writeAttribute("test_steps", Int32(settings.testSteps))
      try root.writeAttribute("maximum_delay", Int32(settings.maximumDelay))
      try root.writeAttribute("ridge", settings.ridge)
      try root.writeAttribute("surrogates", Int32(settings.surrogates))
      try root.writeAttribute("readout_reads_input", Int8(settings.readsInput ? 1 : 0))
      if case .grid(let grid, let initialization) = plan.subjects {
        try root.write(initialization)
        if grid.cells.contains(.esn) { try initialization.reservoir.writeAttributes(to: root) }
      }
      try root.writeAttribute("precision", plan.precision.rawValue)
    }
  }

  /// The coordinate variables, by dimension.
  private func writeScales() throws -> [String: HDF5Dataset] {
    var scales = ScaleWriter(root: root)
    switch plan.subjects {
    case .grid(let grid, _):
      try scales.add(GridAxis.cell.rawValue, "cell type", grid.cells.map(\.rawValue))
      try scales.add(GridAxis.layers.rawValue, "stacked layers", grid.layers)
      try scales.add(GridAxis.hiddenSize.rawValue, "units of every layer", grid.hiddenSizes)
      try scales.add(
        GridAxis.repeat.rawValue, "repeat, with its own network and inputs", Array(0..<plan.repeats))
    case .networks(let networks):
      try scales.add(CapacityResultsFile.network, "given network", networks.map(\.name))
      try scales.add(GridAxis.repeat.rawValue, "repeat, with its own inputs", Array(0..<plan.repeats))
    }
    try scales.add(
      CapacityResultsFile.delay, "steps between an input and the step at which it is read out",
      Array(1...plan.settings.maximumDelay))
    return scales.scales
  }

  private func writeRuns(_ variables: VariableWriter) throws {
    let runs = RunsWriter(results, axes: axes, places: plan.coordinates, variables: variables)
    try runs.writeStatus()
    try variables.write(
      runs.variable("memory_capacity", "sum of memory_function over the delays"),
      runs.values.of(missing: .nan) { $0.total }, fill: .nan)
    try variables.write(
      runs.variable("memory_capacity_error", "standard error of memory_capacity"),
      runs.values.of(missing: .nan) { $0.standardError }, fill: .nan)
    let delays = plan.settings.maximumDelay
    try variables.write(
      runs.variable(
        "memory_function", along: CapacityResultsFile.delay,
        "squared correlation of readout and delayed input on the test sequence, corrected for the noise floor"
      ),
      runs.values.of(count: delays, missing: .nan) { $0.memoryFunction }, fill: Double.nan)
    try variables.write(
      runs.variable(
        "noise_floor", along: CapacityResultsFile.delay,
        "mean squared correlation of readouts fitted to shuffled inputs"),
      runs.values.of(count: delays, missing: .nan) { $0.noiseFloor }, fill: Double.nan)
  }

  private func writeStatistics(_ variables: VariableWriter) throws {
    let statistics = plan.subjects.all.map(results.statistics)
    func write(_ name: String, _ longName: String, _ value: (CapacityStatistics) -> Double) throws {
      try variables.write(
        ResultsVariable(name, over: axes.dropLast(), "\(longName) (measured repeats)"),
        statistics.map(value), fill: .nan)
    }
    try write("mean_memory_capacity", "mean of memory_capacity") { $0.meanCapacity }
    try write("std_memory_capacity", "sample standard deviation (ddof = 1) of memory_capacity") {
      $0.stdCapacity
    }
  }
}
