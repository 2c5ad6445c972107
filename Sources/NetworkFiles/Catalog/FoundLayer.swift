import RecurrentNetworks

/// A recurrent layer found in a file, whether this package can run it or not.
public struct FoundLayer: Equatable, Sendable {
  /// By which it is selected; no other layer of the file has the same.
  public let name: String
  /// What the file calls this kind of layer: "LSTM", "Bidirectional(GRU)", "weight_ih_l0 ...".
  public let kind: String
  public let direction: LayerDirection
  /// Nil where it cannot be told.
  public let cell: CellType?
  public let inputSize: Int
  public let hiddenSize: Int
  /// Number of stored weights and biases.
  public let parameterCount: Int
  /// The number type of the stored weights.
  public let storage: StoredNumber
  /// Conventions that the file's weights follow, for people: "reset_after=True", "gates i, o, f, c".
  public let conventions: [String]
  /// The weights, or why this package refuses to run the layer. Float64 holds every stored number exactly.
  public let content: Result<RecurrentLayer<Double>, LayerRefusal>

  public init(
    name: String, kind: String, direction: LayerDirection = .forward, cell: CellType?, inputSize: Int,
    hiddenSize: Int, parameterCount: Int, storage: StoredNumber, conventions: [String],
    content: Result<RecurrentLayer<Double>, LayerRefusal>
  ) {
    self.name = name
    self.kind = kind
    self.direction = direction
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    self.parameterCount = parameterCount
    self.storage = storage
    self.conventions = conventions
    self.content = content
  }
}
