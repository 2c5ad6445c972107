import Foundation
import HDF5
import MemoryMeasures
import RecurrentNetworks

/// Lays results out in an HDF5 file.
struct ResultsWriter {
  private let results: DivergenceResults
  private let provenance: Provenance
  private let file: HDF5File
  private var plan: DivergencePlan { results.plan }

  init(_ results: DivergenceResults, provenance: Provenance, file: HDF5File) {
    self.results = results
    self.provenance = provenance
    self.file = file
  }

  func write() throws {
    try writeRootAttributes()
    let scales = try writeScales()
    let variables = VariableWriter(root: file.root, scales: scales)
    try writeRuns(variables)
    try writeStatistics(variables)
  }

  private func writeRootAttributes() throws {
    let root = file.root
    let time = provenance.date.formatted(.iso8601)
    try root.writeAttribute("Conventions", "CF-1.11")
    try root.writeAttribute(
      "title", "Shared steps until two input sequences lead a recurrent network to equal outputs")
    try root.writeAttribute("source", provenance.program)
    try root.writeAttribute("history", "\(time): \(provenance.commandLine)")
    try root.writeAttribute("format", DivergenceResultsFile.format)
    try root.writeAttribute("format_version", DivergenceResultsFile.version)
    try root.writeAttribute("arithmetic_revision", Int64(plan.arithmeticRevision))
    try root.writeAttribute("seed", plan.seed)
    try root.writeAttribute("total_steps", Int32(plan.settings.totalSteps))
    try root.writeAttribute("unique_steps", Int32(plan.settings.uniqueSteps))
    let initialization = plan.initialization
    try root.writeAttribute("initializer", initialization.preset?.rawValue ?? "custom")
    try root.writeAttribute("input_kernel_initializer", initialization.inputKernel.rawValue)
    try root.writeAttribute("recurrent_kernel_initializer", initialization.recurrentKernel.rawValue)
    try root.writeAttribute("draws_biases", Int8(initialization.drawsBiases ? 1 : 0))
    try root.writeAttribute("gain", initialization.gain)
    try root.writeAttribute("forget_bias", initialization.forgetBias)
    try root.writeAttribute("precision", plan.precision.rawValue)
    try root.writeAttribute("shard", results.shard.description)
    try root.writeAttribute("plan_fingerprint", plan.fingerprint)
    try root.writeAttribute("plan", String(decoding: CanonicalJSON.encode(plan), as: UTF8.self))
    let failures = results.failed.map { FailedRun(run: $0.run, reason: $0.reason) }
    try root.writeAttribute("failures", String(decoding: CanonicalJSON.encode(failures), as: UTF8.self))
  }

  /// The coordinate variables, by dimension.
  private func writeScales() throws -> [String: HDF5Dataset] {
    let grid = plan.grid
    let root = file.root
    var scales: [String: HDF5Dataset] = [:]
    func add(_ name: String, _ longName: String, _ dataset: HDF5Dataset) throws {
      try dataset.makeDimensionScale(named: name)
      try dataset.writeAttribute("long_name", longName)
      try dataset.writeAttribute("units", "1")
      scales[name] = dataset
    }
    func add(_ name: String, _ longName: String, _ values: [Int]) throws {
      let dataset = try root.createDataset(name, shape: [values.count], values: values.map { Int32($0) })
      try add(name, longName, dataset)
    }

    try add(
      GridAxis.cell.rawValue, "cell type",
      root.createStringDataset(
        GridAxis.cell.rawValue, shape: [grid.cells.count], values: grid.cells.map(\.rawValue)))
    try add(GridAxis.layers.rawValue, "stacked layers", grid.layers)
    try add(GridAxis.hiddenSize.rawValue, "units of every layer", grid.hiddenSizes)
    try add(GridAxis.inputSize.rawValue, "values per input step", grid.inputSizes)
    try add(GridAxis.repeat.rawValue, "repeat, with its own network and inputs", Array(0..<grid.repeats))
    if !plan.settings.thresholds.isEmpty {
      let values = plan.settings.thresholds
      let dataset = try root.createDataset(
        ResultsVariable.threshold, shape: [values.count], values: values)
      try add(ResultsVariable.threshold, "largest difference between the two outputs", dataset)
    }
    if plan.settings.recordsCurve {
      try add(ResultsVariable.curveStep, "shared step", plan.settings.curveSteps)
    }
    return scales
  }

  private func writeRuns(_ variables: VariableWriter) throws {
    let records = plan.grid.coordinates.map { results.records[$0] }
    try writeStatus(of: records, variables)

    let runs = RunValues(records)
    func writeCount(
      _ name: String, _ count: (DivergenceMeasurement) -> CensoredSteps, _ event: String
    ) throws {
      try variables.write(
        .perRun("\(name)_steps", "shared steps until \(event); the horizon if never"),
        runs.values(missing: VariableWriter.missingCount) { Int32(count($0).steps) },
        fill: VariableWriter.missingCount)
      try variables.write(
        .perRun(name, "whether \(event)"),
        runs.values(missing: VariableWriter.missingFlag) { count($0).reached ? 1 : 0 },
        fill: VariableWriter.missingFlag, meanings: ["censored", "reached"])
    }
    try writeCount("first_equal", \.firstEqual, "the outputs are bit-identical for the first time")
    try writeCount("settled", \.settled, "the outputs stay bit-identical")
    try writeCount("merged", \.merged, "the complete states are bit-identical")
    try variables.write(
      .perRun("outcome", "how the run ended"),
      runs.values(missing: VariableWriter.missingFlag) { $0.outcome.rawValue },
      fill: VariableWriter.missingFlag, meanings: DivergenceOutcome.allCases.map(\.name))
    try variables.write(
      .perRun("final_difference", "largest difference between the two outputs at the last shared step"),
      runs.values(missing: .nan) { $0.finalDifference }, fill: .nan)
    try variables.write(
      .perRun("forgetting_rate", "slope of the logarithm of the difference per step, from 1e-1 to 1e-5"),
      runs.values(missing: .nan) { $0.forgettingRate }, fill: .nan)
    try writeThresholds(runs, variables)
    if plan.settings.recordsCurve {
      try variables.write(
        .perRun("difference", along: ResultsVariable.curveStep, "largest difference between the two outputs"),
        runs.values(count: plan.settings.curveSteps.count, missing: .nan) { $0.curve }, fill: Float.nan)
    }
  }

  private func writeThresholds(_ runs: RunValues, _ variables: VariableWriter) throws {
    let count = plan.settings.thresholds.count
    guard count > 0 else { return }
    let event = "the difference stays within the threshold"
    try variables.write(
      .perRun(
        "threshold_steps", along: ResultsVariable.threshold,
        "shared steps until \(event); the horizon if never"),
      runs.values(count: count, missing: VariableWriter.missingCount) {
        $0.thresholds.map { Int32($0.steps) }
      },
      fill: VariableWriter.missingCount)
    try variables.write(
      .perRun("within_threshold", along: ResultsVariable.threshold, "whether \(event)"),
      runs.values(count: count, missing: VariableWriter.missingFlag) {
        $0.thresholds.map { $0.reached ? 1 : 0 }
      },
      fill: VariableWriter.missingFlag, meanings: ["censored", "reached"])
  }

  private func writeStatus(of records: [RunRecord?], _ variables: VariableWriter) throws {
    try variables.write(
      .perRun("run_status", "whether the run is finished"),
      records.map { RunStatus($0).rawValue }, fill: VariableWriter.missingFlag,
      meanings: RunStatus.allCases.map(\.name))
    try variables.write(
      .perRun("failure_reason", "why the run failed; empty if it did not"),
      records.map { record in
        guard case .failed(let reason) = record else { return "" }
        return reason
      })
  }

  private func writeStatistics(_ variables: VariableWriter) throws {
    var statistics: [GridCellStatistics] = []
    let grid = plan.grid
    for cell in grid.cells {
      for layers in grid.layers {
        for hidden in grid.hiddenSizes {
          for input in grid.inputSizes {
            statistics.append(
              results.statistics(cell: cell, layers: layers, hiddenSize: hidden, inputSize: input))
          }
        }
      }
    }
    func write(_ name: String, _ longName: String, _ value: (GridCellStatistics) -> Double) throws {
      try variables.write(.perCell(name, "\(longName) (measured repeats)"), statistics.map(value), fill: .nan)
    }
    func write(_ name: String, _ longName: String, _ values: (GridCellStatistics) -> [Double]) throws {
      guard !plan.settings.thresholds.isEmpty else { return }
      try variables.write(
        .perCell(name, along: ResultsVariable.threshold, "\(longName) (measured repeats)"),
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

extension Initialization {
  /// The recipe that draws weights like this, whatever gain and forget bias; nil for one's own mixture.
  fileprivate var preset: Preset? {
    Preset.allCases.first { preset in
      let recipe = Initialization(preset)
      return recipe.inputKernel == inputKernel && recipe.recurrentKernel == recurrentKernel
        && recipe.drawsBiases == drawsBiases
    }
  }
}
