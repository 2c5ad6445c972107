import Experiments

extension ResultsKind {
  /// What such results are of.
  var wording: String {
    switch self {
    case .divergence: "a grid of networks"
    case .comparison: "given networks"
    case .recall: "first-input recall"
    case .memorization: "trainings on the memorization task"
    case .capacity: "memory capacities"
    }
  }
}
