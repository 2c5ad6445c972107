import HDF5

/// Writes what every results file says of its runs, and knows how to lay out what its kind adds.
struct RunsWriter<Plan: SweepPlan> {
  /// Names of the axes.
  private let axes: [String]
  /// For every place of the axes: nil where there is no run.
  private let status: [RunStatus?]
  private let reasons: [String]
  private let variables: VariableWriter
  let values: RunValues<Plan.Value>

  /// - Parameters:
  ///   - axes: names of the dimensions.
  ///   - places: the run at each place of the axes, in their order; nil where there is none.
  init(_ results: SweepResults<Plan>, axes: [String], places: [Plan.Run?], variables: VariableWriter) {
    self.axes = axes
    self.variables = variables
    status = places.map { run in run.map { RunStatus(results.records[$0]) } }
    let records = places.map { run in run.flatMap { results.records[$0] } }
    reasons = records.map { record in
      guard case .failed(let reason) = record else { return "" }
      return reason
    }
    values = RunValues(records)
  }

  func variable(
    _ name: String, along dimension: String? = nil, _ longName: String
  ) -> ResultsVariable {
    ResultsVariable(name, over: axes, along: dimension, longName)
  }

  func writeStatus() throws(HDF5Error) {
    try variables.write(
      variable("run_status", "whether the run is finished"),
      status.map { $0?.rawValue ?? VariableWriter.missingFlag }, fill: VariableWriter.missingFlag,
      meanings: RunStatus.allCases.map(\.name))
    try variables.write(variable("failure_reason", "why the run failed; empty if it did not"), reasons)
  }
}
