import HDF5
import MemoryMeasures

/// Writes the variables per run of a results file of divergence runs, whatever its first axes.
struct DivergenceRunsWriter {
  private let settings: DivergenceSettings
  /// Names of the axes.
  private let axes: [String]
  /// For every place of the axes: nil where there is no run.
  private let status: [RunStatus?]
  private let reasons: [String]
  private let runs: RunValues
  private let variables: VariableWriter

  /// - Parameters:
  ///   - axes: names of the dimensions.
  ///   - places: the run at each place of the axes, in their order; nil where there is none.
  init<Plan: DivergenceRunsPlan>(
    _ results: SweepResults<Plan>, axes: [String], places: [Plan.Run?], variables: VariableWriter
  ) {
    settings = results.plan.settings
    self.axes = axes
    self.variables = variables
    status = places.map { run in run.map { RunStatus(results.records[$0]) } }
    let records = places.map { run in run.flatMap { results.records[$0] } }
    reasons = records.map { record in
      guard case .failed(let reason) = record else { return "" }
      return reason
    }
    runs = RunValues(records)
  }

  func write() throws {
    try writeStatus()
    try writeCount("first_equal", \.firstEqual, "the outputs are bit-identical for the first time")
    try writeCount("settled", \.settled, "the outputs stay bit-identical")
    try writeCount("merged", \.merged, "the complete states are bit-identical")
    try variables.write(
      variable("outcome", "how the run ended"),
      runs.values(missing: VariableWriter.missingFlag) { $0.outcome.rawValue },
      fill: VariableWriter.missingFlag, meanings: DivergenceOutcome.allCases.map(\.name))
    try variables.write(
      variable("final_difference", "largest difference between the two outputs at the last shared step"),
      runs.values(missing: .nan) { $0.finalDifference }, fill: .nan)
    try variables.write(
      variable("forgetting_rate", "slope of the logarithm of the difference per step, from 1e-1 to 1e-5"),
      runs.values(missing: .nan) { $0.forgettingRate }, fill: .nan)
    try writeThresholds()
    if settings.recordsCurve {
      try variables.write(
        variable(
          "difference", along: ResultsVariable.curveStep, "largest difference between the two outputs"),
        runs.values(count: settings.curveSteps.count, missing: .nan) { $0.curve }, fill: Float.nan)
    }
  }

  private func variable(
    _ name: String, along dimension: String? = nil, _ longName: String
  ) -> ResultsVariable {
    ResultsVariable(name, over: axes, along: dimension, longName)
  }

  private func writeStatus() throws {
    try variables.write(
      variable("run_status", "whether the run is finished"),
      status.map { $0?.rawValue ?? VariableWriter.missingFlag }, fill: VariableWriter.missingFlag,
      meanings: RunStatus.allCases.map(\.name))
    try variables.write(variable("failure_reason", "why the run failed; empty if it did not"), reasons)
  }

  private func writeCount(
    _ name: String, _ count: (DivergenceMeasurement) -> CensoredSteps, _ event: String
  ) throws {
    try variables.write(
      variable("\(name)_steps", "shared steps until \(event); the horizon if never"),
      runs.values(missing: VariableWriter.missingCount) { Int32(count($0).steps) },
      fill: VariableWriter.missingCount)
    try variables.write(
      variable(name, "whether \(event)"),
      runs.values(missing: VariableWriter.missingFlag) { count($0).reached ? 1 : 0 },
      fill: VariableWriter.missingFlag, meanings: ["censored", "reached"])
  }

  private func writeThresholds() throws {
    let count = settings.thresholds.count
    guard count > 0 else { return }
    let event = "the difference stays within the threshold"
    try variables.write(
      variable(
        "threshold_steps", along: ResultsVariable.threshold,
        "shared steps until \(event); the horizon if never"),
      runs.values(count: count, missing: VariableWriter.missingCount) {
        $0.thresholds.map { Int32($0.steps) }
      },
      fill: VariableWriter.missingCount)
    try variables.write(
      variable("within_threshold", along: ResultsVariable.threshold, "whether \(event)"),
      runs.values(count: count, missing: VariableWriter.missingFlag) {
        $0.thresholds.map { $0.reached ? 1 : 0 }
      },
      fill: VariableWriter.missingFlag, meanings: ["censored", "reached"])
  }
}
