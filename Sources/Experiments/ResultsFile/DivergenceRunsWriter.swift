import HDF5
import MemoryMeasures

/// Writes the variables per run of a results file of divergence runs, whatever its first axes.
struct DivergenceRunsWriter<Plan: DivergenceRunsPlan> {
  private let settings: DivergenceSettings
  private let runs: RunsWriter<Plan>
  private let variables: VariableWriter

  /// - Parameters:
  ///   - axes: names of the dimensions.
  ///   - places: the run at each place of the axes, in their order; nil where there is none.
  init(_ results: SweepResults<Plan>, axes: [String], places: [Plan.Run?], variables: VariableWriter) {
    settings = results.plan.settings
    self.variables = variables
    runs = RunsWriter(results, axes: axes, places: places, variables: variables)
  }

  func write() throws {
    try runs.writeStatus()
    try writeCount("first_equal", \.firstEqual, "the outputs are bit-identical for the first time")
    try writeCount("settled", \.settled, "the outputs stay bit-identical")
    try writeCount("merged", \.merged, "the complete states are bit-identical")
    try variables.write(
      runs.variable("outcome", "how the run ended"),
      runs.values.of(missing: VariableWriter.missingFlag) { $0.outcome.rawValue },
      fill: VariableWriter.missingFlag, meanings: DivergenceOutcome.allCases.map(\.name))
    try variables.write(
      runs.variable("final_difference", "largest difference between the two outputs at the last shared step"),
      runs.values.of(missing: .nan) { $0.finalDifference }, fill: .nan)
    try variables.write(
      runs.variable(
        "forgetting_rate", "slope of the logarithm of the difference per step, from 1e-1 to 1e-5"),
      runs.values.of(missing: .nan) { $0.forgettingRate }, fill: .nan)
    try writeThresholds()
    if settings.recordsCurve {
      try variables.write(
        runs.variable(
          "difference", along: ResultsVariable.curveStep, "largest difference between the two outputs"),
        runs.values.of(count: settings.curveSteps.count, missing: .nan) { $0.curve }, fill: Float.nan)
    }
  }

  private func writeCount(
    _ name: String, _ count: (DivergenceMeasurement) -> CensoredSteps, _ event: String
  ) throws {
    try variables.write(
      runs.variable("\(name)_steps", "shared steps until \(event); the horizon if never"),
      runs.values.of(missing: VariableWriter.missingCount) { Int32(count($0).steps) },
      fill: VariableWriter.missingCount)
    try variables.write(
      runs.variable(name, "whether \(event)"),
      runs.values.of(missing: VariableWriter.missingFlag) { count($0).reached ? 1 : 0 },
      fill: VariableWriter.missingFlag, meanings: ["censored", "reached"])
  }

  private func writeThresholds() throws {
    let count = settings.thresholds.count
    guard count > 0 else { return }
    let event = "the difference stays within the threshold"
    try variables.write(
      runs.variable(
        "threshold_steps", along: ResultsVariable.threshold,
        "shared steps until \(event); the horizon if never"),
      runs.values.of(count: count, missing: VariableWriter.missingCount) {
        $0.thresholds.map { Int32($0.steps) }
      },
      fill: VariableWriter.missingCount)
    try variables.write(
      runs.variable("within_threshold", along: ResultsVariable.threshold, "whether \(event)"),
      runs.values.of(count: count, missing: VariableWriter.missingFlag) {
        $0.thresholds.map { $0.reached ? 1 : 0 }
      },
      fill: VariableWriter.missingFlag, meanings: ["censored", "reached"])
  }
}
