extension ResultsReader {
  /// The records of all finished runs: what every results file says of them, and what its kind adds.
  ///
  /// - Parameters:
  ///   - places: the run at each place of the axes, in their order; nil where there is none, which is not read.
  ///   - shape: lengths of the axes, of which `places.count` is the product.
  ///   - value: what the run at a place of the axes measured; nil if the file says what no run can have measured.
  func records<Plan: SweepPlan>(
    at places: [Plan.Run?], shape: [Int], plan: Plan, value: (Int) -> Plan.Value?
  ) throws -> [Plan.Run: SweepRecord<Plan.Value>] {
    let statuses = try values("run_status", shape: shape, as: Int8.self).map(RunStatus.init(rawValue:))
    let reasons = try readFailures(Plan.Run.self)
    var records: [Plan.Run: SweepRecord<Plan.Value>] = [:]
    records.reserveCapacity(places.count)
    for (index, run) in places.enumerated() {
      guard let run else { continue }
      guard let status = statuses[index] else { throw malformed(.record(AnyRun(run))) }
      switch status {
      case .missing: continue
      case .failed:
        guard let reason = reasons[run] else { throw malformed(.record(AnyRun(run))) }
        records[run] = .failed(reason: reason)
      case .done:
        guard let value = value(index), plan.accepts(value) else { throw malformed(.record(AnyRun(run))) }
        records[run] = .measured(value)
      }
    }
    return records
  }
}
