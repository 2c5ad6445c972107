extension SweepRecord {
  /// Whether a run of this plan can have this record.
  func fits<Plan: SweepPlan>(_ plan: Plan) -> Bool where Plan.Value == Value {
    switch self {
    case .measured(let value): plan.accepts(value)
    case .failed: true
    }
  }
}
