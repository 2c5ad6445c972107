/// The sizes of a stack of equal recurrent layers: everything about a network but its weights.
public struct NetworkShape: Codable, Hashable, Sendable {
  public var cell: CellType
  /// Number of stacked layers, at least 1.
  public var layers: Int
  /// Values per input step, at least 1.
  public var inputSize: Int
  /// Units of every layer, at least 1.
  public var hiddenSize: Int

  public init(cell: CellType, layers: Int = 1, inputSize: Int, hiddenSize: Int) {
    self.cell = cell
    self.layers = layers
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
  }

  /// Number of weights and biases, as a floating-point number so that absurd sizes cannot overflow.
  public var parameterCount: Double {
    let gates = Double(cell.gateCount)
    let hidden = Double(hiddenSize)
    let biases = cell == .gru ? 2.0 : 1.0
    let upper = Double(layers - 1) * gates * hidden * (2 * hidden + biases)
    return gates * hidden * (Double(inputSize) + hidden + biases) + upper
  }
}
