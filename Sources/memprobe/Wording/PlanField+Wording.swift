import Experiments

extension PlanField {
  /// What differs between two plans.
  var wording: String {
    switch self {
    case .arithmeticRevision: "the arithmetic of the program's version"
    case .networks: "a network's name or weights, or their order,"
    default: "--\(rawValue)"
    }
  }
}

extension PlanDifference {
  /// What differs between two results.
  var wording: String {
    switch self {
    case .format(let found, let wanted): "another command ('\(found)' instead of '\(wanted)')"
    case .field(let field): "other settings (\(field.wording) differs)"
    case .shard(let found, let wanted): "another part (\(found) instead of \(wanted))"
    }
  }
}
