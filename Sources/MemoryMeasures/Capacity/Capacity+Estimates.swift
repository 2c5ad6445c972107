import RecurrentNetworks

extension Capacity {
  /// Estimated cost of a measurement, in fused multiply-adds.
  ///
  /// - Parameter shape: of the network, or of a stack of equal layers that is at least as large.
  public static func estimatedCost(_ shape: NetworkShape, settings: CapacitySettings) -> Double {
    let steps = Double(settings.trainingSteps + settings.testSteps)
    let units = regressors(shape, settings)
    let running = 4 * shape.parameterCount * (steps + 2 * Double(settings.leadSteps))
    let basis = 6 * steps * units * units + 20 * units * units * units
    let targets = Double(shape.inputSize * (1 + settings.surrogates)) * Double(settings.maximumDelay)
    // A multiply-add of BLAS takes about a quarter of the time of one of a network's step.
    return running + (basis + targets * units * (steps + units)) / 4
  }

  /// Estimated memory of a measurement at the peak, in bytes.
  public static func estimatedBytes(
    _ shape: NetworkShape, settings: CapacitySettings, precision: Precision
  ) -> Double {
    let steps = Double(settings.trainingSteps + settings.testSteps)
    let units = regressors(shape, settings)
    let scalar = precision == .float32 ? 4.0 : 8
    let all = steps + 2 * Double(settings.leadSteps)
    let states = 8 * (4 * Double(max(settings.trainingSteps, settings.testSteps)) + steps) * units
    let targets = 8 * Double(settings.maximumDelay) * (256 + 4 * units)
    return scalar * (4 * shape.parameterCount + all * Double(shape.hiddenSize))
      + states + targets + 64 * units * units + 8 * 6 * all * Double(shape.inputSize)
  }

  private static func regressors(_ shape: NetworkShape, _ settings: CapacitySettings) -> Double {
    Double(shape.hiddenSize + (settings.readsInput ? shape.inputSize : 0))
  }
}
