import RecurrentNetworks

extension Memorization {
  /// Bytes that training this network takes at the peak, as a floating-point number so that absurd sizes
  /// cannot overflow.
  ///
  /// Weights as drawn (float64), as stored, as trained and their derivatives; what the forward pass leaves
  /// for the backward pass, for every step and lane.
  public static func estimatedBytes(_ shape: NetworkShape, settings: MemorizationSettings) -> Double {
    let lanes = Double(max(settings.batchSize, 64) + SequenceBatch.rowLanes)
    let steps = Double(settings.lengths.upperBound) + 1
    let records: Double = shape.cell == .rnn ? 3 : 8
    let units = Double(shape.layers) * Double(shape.hiddenSize)
    return shape.parameterCount * 20 + 4 * steps * lanes * (records * units + 4) + 65_536
  }

  /// Estimated cost of a training, in fused multiply-adds: three products with every weight for each step and
  /// sequence, and the activations. For ordering and balancing only.
  public static func estimatedCost(_ shape: NetworkShape, settings: MemorizationSettings) -> Double {
    let units = Double(shape.layers) * Double(shape.hiddenSize)
    let activations = units * Double(shape.cell.gateCount + (shape.cell.hasCellState ? 1 : 0)) * 100
    let steps = Double(settings.lengths.lowerBound + settings.lengths.upperBound) / 2
    return Double(settings.updates) * Double(settings.batchSize) * steps
      * (3 * shape.parameterCount + activations)
  }
}
