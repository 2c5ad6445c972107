/// What a plan is made of. The raw values are the keys of experiment files, but for the arithmetic revision,
/// which the program itself sets.
public enum PlanField: String, CaseIterable, Hashable, Sendable {
  case arithmeticRevision = "arithmetic-revision"
  case cells
  case layers
  case hiddenSizes = "hidden-sizes"
  case inputSizes = "input-sizes"
  case repeats
  case seed
  case initializer
  case gain
  case forgetBias = "forget-bias"
  case precision
  case totalSteps = "total-steps"
  case uniqueSteps = "unique-steps"
  case thresholds
  case curves
}
