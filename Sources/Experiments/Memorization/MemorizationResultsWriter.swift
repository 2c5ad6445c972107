import HDF5
import MemoryMeasures

/// Lays the results of a grid of trainings out in an HDF5 file.
struct MemorizationResultsWriter {
  private let results: MemorizationResults
  private let provenance: Provenance
  private let root: HDF5Group
  private let axes = MemorizationGrid.axes.map(\.rawValue)
  private var plan: MemorizationPlan { results.plan }

  /// The coordinate variable of sampled epochs.
  static let epochSample = "epoch_sample"

  init(_ results: MemorizationResults, provenance: Provenance, root: HDF5Group) {
    self.results = results
    self.provenance = provenance
    self.root = root
  }

  func write() throws {
    try writeRootAttributes()
    let variables = VariableWriter(root: root, scales: try writeScales())
    try writeRuns(variables)
    try writeStatistics(variables)
  }

  private func writeRootAttributes() throws {
    let attributes = RootAttributes(
      results: results, provenance: provenance, version: MemorizationResultsFile.version)
    let title = "Loss of recurrent networks trained to return the input at a position before the last"
    let settings = plan.settings
    try attributes.write(to: root, title: title) {
      try root.writeAttribute("arithmetic_revision", Int64(plan.arithmeticRevision))
      try root.writeAttribute("seed", plan.seed)
      try root.writeAttribute("shortest_length", Int32(settings.lengths.lowerBound))
      try root.writeAttribute("longest_length", Int32(settings.lengths.upperBound))
      try root.writeAttribute("length_per", settings.lengthDraw.rawValue)
      try root.writeAttribute("epochs", Int32(settings.epochs))
      try root.writeAttribute("updates_per_epoch", Int64(settings.updatesPerEpoch))
      try root.writeAttribute("batch_size", Int32(settings.batchSize))
      try root.writeAttribute("learning_rate", settings.learningRate)
      // 0: gradients flow back to the first input.
      try root.writeAttribute("truncation", Int32(settings.truncation ?? 0))
      try root.writeAttribute("evaluation_sequences", Int32(settings.evaluationSequences))
      try root.writeAttribute("learned_below", plan.learnedBelow)
      try root.write(plan.initialization)
      try root.writeAttribute("precision", "float32")
    }
  }

  /// The coordinate variables, by dimension.
  private func writeScales() throws -> [String: HDF5Dataset] {
    let grid = plan.grid
    var scales = ScaleWriter(root: root)
    try scales.add(GridAxis.cell.rawValue, "cell type", grid.cells.map(\.rawValue))
    try scales.add(GridAxis.layers.rawValue, "stacked layers", grid.layers)
    try scales.add(GridAxis.hiddenSize.rawValue, "units of every layer", grid.hiddenSizes)
    try scales.add(
      GridAxis.position.rawValue, "input to be remembered, counted from the last", grid.positions)
    try scales.add(
      GridAxis.repeat.rawValue, "repeat, with its own initial weights and sequences",
      Array(0..<grid.repeats))
    if !plan.settings.curveEpochs.isEmpty {
      try scales.add(Self.epochSample, "epoch", plan.settings.curveEpochs)
    }
    return scales.scales
  }

  private func writeRuns(_ variables: VariableWriter) throws {
    let runs = RunsWriter(results, axes: axes, places: plan.coordinates, variables: variables)
    try runs.writeStatus()
    try variables.write(
      runs.variable("loss", "mean absolute error on evaluation sequences after training"),
      runs.values.of(missing: .nan) { $0.loss }, fill: .nan)
    try variables.write(
      runs.variable("outcome", "how the training ended"),
      runs.values.of(missing: VariableWriter.missingFlag) { $0.outcome.rawValue },
      fill: VariableWriter.missingFlag, meanings: MemorizationOutcome.allCases.map(\.name))
    try variables.write(
      runs.variable("completed_epochs", "epochs completed, fewer than all if the training diverged"),
      runs.values.of(missing: VariableWriter.missingCount) { Int32($0.epochs) },
      fill: VariableWriter.missingCount)
    guard !plan.settings.curveEpochs.isEmpty else { return }
    try variables.write(
      runs.variable("loss_curve", along: Self.epochSample, "mean training loss since the sample before"),
      runs.values.of(count: plan.settings.curveEpochs.count, missing: .nan) {
        $0.curve.map { $0.isNaN ? .nan : $0 }
      }, fill: Float.nan)
  }

  private func writeStatistics(_ variables: VariableWriter) throws {
    let statistics = plan.grid.gridCells.map {
      results.statistics(
        cell: $0.cell, layers: $0.layers, hiddenSize: $0.hiddenSize, position: $0.position)
    }
    func write(_ name: String, _ longName: String, _ value: (MemorizationStatistics) -> Double) throws {
      try variables.write(
        ResultsVariable(name, over: axes.dropLast(), longName), statistics.map(value), fill: .nan)
    }
    try write("mean_loss", "mean of loss (repeats that stayed finite)") { $0.meanLoss }
    try write("std_loss", "sample standard deviation (ddof = 1) of loss (repeats that stayed finite)") {
      $0.stdLoss
    }
    try write("learned_fraction", "share of the repeats whose loss is below learned_below") {
      $0.learnedFraction
    }
    try variables.write(
      ResultsVariable("diverged_runs", over: axes.dropLast(), "repeats whose training diverged"),
      statistics.map { Int32($0.divergedCount) }, fill: VariableWriter.missingCount)
  }
}
