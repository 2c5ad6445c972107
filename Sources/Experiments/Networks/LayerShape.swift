import RecurrentNetworks

/// A layer of a given network but for its weights.
public struct LayerShape: Codable, Hashable, Sendable {
  public let cell: CellType
  public let inputSize: Int
  public let hiddenSize: Int

  init(_ layer: RecurrentLayer<Double>) {
    cell = layer.cell
    inputSize = layer.inputSize
    hiddenSize = layer.hiddenSize
  }
}
