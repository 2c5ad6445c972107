import RecurrentNetworks

/// Where a run lies in its grid. With the plan's seed it determines everything about the run.
public struct RunCoordinates: Codable, Hashable, Sendable {
  public var cell: CellType
  /// Number of stacked layers.
  public var layers: Int
  /// Units of every layer.
  public var hiddenSize: Int
  /// Values per input step.
  public var inputSize: Int
  /// From 0.
  public var repeatIndex: Int

  public init(cell: CellType, layers: Int, hiddenSize: Int, inputSize: Int, repeatIndex: Int) {
    self.cell = cell
    self.layers = layers
    self.hiddenSize = hiddenSize
    self.inputSize = inputSize
    self.repeatIndex = repeatIndex
  }

  public var shape: NetworkShape {
    NetworkShape(cell: cell, layers: layers, inputSize: inputSize, hiddenSize: hiddenSize)
  }
}
