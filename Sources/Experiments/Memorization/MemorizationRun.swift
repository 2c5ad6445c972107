import RecurrentNetworks

/// Where a training lies in its grid. With the plan's seed it determines everything about it.
public struct MemorizationRun: Codable, Hashable, Sendable {
  public var cell: CellType
  /// Number of stacked layers.
  public var layers: Int
  /// Units of every layer.
  public var hiddenSize: Int
  /// Which input is to be remembered, counted from the last, which is 1.
  public var position: Int
  /// From 0.
  public var repeatIndex: Int

  public init(cell: CellType, layers: Int, hiddenSize: Int, position: Int, repeatIndex: Int) {
    self.cell = cell
    self.layers = layers
    self.hiddenSize = hiddenSize
    self.position = position
    self.repeatIndex = repeatIndex
  }

  /// The network that is trained; one number is put in at a time.
  public var shape: NetworkShape {
    NetworkShape(cell: cell, layers: layers, inputSize: 1, hiddenSize: hiddenSize)
  }
}
