import MemoryMeasures

extension CapacityMeasurement: MeasuredValue {
  public init(stored: CapacityMeasurement) { self = stored }

  public var stored: CapacityMeasurement { self }

  public func isIdentical(to other: CapacityMeasurement) -> Bool {
    memoryFunction.elementsEqual(other.memoryFunction, by: ExactBits.same)
      && noiseFloor.elementsEqual(other.noiseFloor, by: ExactBits.same)
      && ExactBits.same(standardError, other.standardError)
  }
}

extension CapacityError: RunFailure {
  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at step \(step)"
    case .outputsTooLarge: "outputs too large for sums of their squares"
    case .tooFewTrainingSteps(let found, let least):
      "\(found) training steps; fitting takes at least \(least)"
    case .cancelled: "cancelled"
    }
  }
}
