import RecurrentNetworks

extension Divergence {
  /// Bytes that measuring this network takes at the peak, as a floating-point number so that absurd sizes
  /// cannot overflow.
  ///
  /// Weights as drawn (float64), as stored and as packed, with units padded to whole blocks; states and
  /// projections of a tile; the stretch of inputs, which networks measured together share.
  public static func estimatedBytes(_ shape: NetworkShape, precision: Precision) -> Double {
    let bytes = precision == .float32 ? 4.0 : 8.0
    let lanes = 64 / bytes
    let padded = (Double(shape.hiddenSize) / lanes).rounded(.up) * lanes
    let gates = Double(shape.cell.gateCount)
    let layers = Double(shape.layers)
    let weights = shape.parameterCount * (8 + bytes)
    let packed =
      gates * padded * (Double(shape.inputSize) + Double(shape.hiddenSize) * (2 * layers - 1) + 2) * bytes
    let tile = 8 * (2 * gates + 2 * layers) * padded * bytes + 524_288
    let stretch = max(64 * Double(shape.inputSize), 262_144 / bytes) * (2 * bytes + 4)
    return weights + packed + tile + stretch
  }

  /// Estimated cost of a run, in fused multiply-adds.
  ///
  /// Networks of up to 32 units merge long before the default horizon; how long before was read off default
  /// runs. For ordering and balancing only.
  public static func estimatedCost(_ shape: NetworkShape, settings: DivergenceSettings) -> Double {
    let gates = Double(shape.cell.gateCount)
    let hidden = max(Double(shape.hiddenSize), 16)
    let recurrent = 2 * gates * hidden * (hidden + 32)
    let upper = Double(shape.layers - 1) * (recurrent + 2 * gates * hidden * hidden)
    let step = gates * hidden * Double(shape.inputSize) + recurrent + upper
    let horizon = Double(settings.horizon)
    let shared: Double =
      switch shape.hiddenSize {
      case ...16: min(horizon, 1_000)
      case ...32: min(horizon, 20_000)
      default: horizon
      }
    return step * (Double(settings.uniqueSteps) * 1.5 + shared)
  }
}
