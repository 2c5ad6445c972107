import HDF5

/// Lays the results of a grid out in an HDF5 file.
struct GridResultsWriter {
  private let results: DivergenceResults
  private let provenance: Provenance
  private let root: HDF5Group
  private let axes = Grid.axes.map(\.rawValue)
  private var plan: DivergencePlan { results.plan }

  init(_ results: DivergenceResults, provenance: Provenance, root: HDF5Group) {
    self.results = results
    self.provenance = provenance
    self.root = root
  }

  func write() throws {
    try writeRootAttributes()
    let variables = VariableWriter(root: root, scales: try writeScales())
    try DivergenceRunsWriter(results, axes: axes, places: plan.coordinates, variables: variables).write()
    try writeStatistics(variables)
  }

  private func writeRootAttributes() throws {
    let attributes = RootAttributes(
      results: results, provenance: provenance, version: DivergenceResultsFile.version)
    let title = "Shared steps until two input sequences lead a recurrent network to equal outputs"
    try attributes.write(to: root, title: title) {
      try root.writeAttribute("arithmetic_revision", Int64(plan.arithmeticRevision))
      try root.writeAttribute("seed", plan.seed)
      try root.writeAttribute("total_steps", Int32(plan.settings.totalSteps))
      try root.writeAttribute("unique_steps", Int32(plan.settings.uniqueSteps))
      try root.write(plan.initialization)
      if plan.grid.cells.contains(.esn) { try plan.initialization.reservoir.writeAttributes(to: root) }
      try root.writeAttribute("precision", plan.precision.rawValue)
    }
  }

  /// The coordinate variables, by dimension.
  private func writeScales() throws -> [String: HDF5Dataset] {
    let grid = plan.grid
    var scales = ScaleWriter(root: root)
    try scales.add(GridAxis.cell.rawValue, "cell type", grid.cells.map(\.rawValue))
    try scales.add(GridAxis.layers.rawValue, "stacked layers", grid.layers)
    try scales.add(GridAxis.hiddenSize.rawValue, "units of every layer", grid.hiddenSizes)
    try scales.add(GridAxis.inputSize.rawValue, "values per input step", grid.inputSizes)
    try scales.add(
      GridAxis.repeat.rawValue, "repeat, with its own network and inputs", Array(0..<grid.repeats))
    try scales.addAxes(of: plan.settings)
    return scales.scales
  }

  private func writeStatistics(_ variables: VariableWriter) throws {
    let statistics = plan.grid.gridCells.map {
      results.statistics(
        cell: $0.cell, layers: $0.layers, hiddenSize: $0.hiddenSize, inputSize: $0.inputSize)
    }
    func write(_ name: String, _ longName: String, _ value: (GridCellStatistics) -> Double) throws {
      try variables.write(
        ResultsVariable(name, over: axes.dropLast(), "\(longName) (measured repeats)"),
        statistics.map(value), fill: .nan)
    }
    func write(_ name: String, _ longName: String, _ values: (GridCellStatistics) -> [Double]) throws {
      guard !plan.settings.thresholds.isEmpty else { return }
      try variables.write(
        ResultsVariable(
          name, over: axes.dropLast(), along: ResultsVariable.threshold, "\(longName) (measured repeats)"),
        statistics.flatMap(values), fill: .nan)
    }
    try write("mean_settled_steps", "mean of settled_steps, a lower bound if any is censored") {
      $0.meanSettledSteps
    }
    try write("std_settled_steps", "sample standard deviation (ddof = 1) of settled_steps") {
      $0.stdSettledSteps
    }
    try write("median_settled_steps", "median of settled_steps") { $0.medianSettledSteps }
    try write("settled_fraction", "share of the runs that settled") { $0.settledFraction }
    try write("mean_first_equal_steps", "mean of first_equal_steps, a lower bound if any is censored") {
      $0.meanFirstEqualSteps
    }
    try write("mean_threshold_steps", "mean of threshold_steps, a lower bound if any is censored") {
      $0.meanThresholdSteps
    }
    try write("threshold_fraction", "share of the runs that came to stay within the threshold") {
      $0.thresholdFractions
    }
  }
}
