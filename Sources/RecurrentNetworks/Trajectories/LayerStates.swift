/// The states of one layer after each step of a sequence.
public struct LayerStates<Scalar: NetworkScalar>: Equatable, Sendable {
  public let cell: CellType
  public let hiddenSize: Int
  /// h, steps x hidden size, row by row.
  public internal(set) var hidden: [Scalar] = []
  /// c of an LSTM, likewise; empty for other cells, which have none.
  public internal(set) var cellState: [Scalar] = []

  init(_ layer: RecurrentLayer<Scalar>) {
    cell = layer.cell
    hiddenSize = layer.hiddenSize
  }
}
