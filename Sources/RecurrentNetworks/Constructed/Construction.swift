/// The networks that are written down rather than drawn or trained: what they remember follows from
/// arithmetic, so that they tell whether a measure is right.
public enum Construction: String, CaseIterable, Codable, Hashable, Sendable {
  /// Returns the first input, exactly, after any number of steps: see `Latch`.
  case latch
  /// Forgets at a known rate f per step: see `ConstantGates`.
  case forgetting
  /// Knows nothing but the last input.
  case memoryless
  /// Adds its inputs up and forgets none.
  case perfect
  /// Knows the last inputs exactly, one in each unit, and no others: see `DelayLine`.
  case delayLine = "delay-line"

  /// The cells that it can be made of.
  public var cells: [CellType] {
    switch self {
    case .latch, .memoryless: CellType.trainable
    case .forgetting: [.lstm, .gru, .gruResetBefore]
    case .perfect: [.lstm]
    case .delayLine: [.rnn]
    }
  }

  /// The fewest units that it can be made of.
  public func leastHiddenSize(_ cell: CellType) -> Int {
    self == .latch ? Latch.leastHiddenSize(cell) : 1
  }
}
