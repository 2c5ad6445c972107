import RecurrentNetworks

/// Which networks are drawn to have their memory capacity measured: every combination of the values of its axes.
/// All have one input.
///
/// The values of an axis keep the order in which they were given, in results files, too.
public struct CapacityGrid: Codable, Hashable, Sendable {
  public let cells: [CellType]
  /// Numbers of stacked layers.
  public let layers: [Int]
  /// Units of every layer.
  public let hiddenSizes: [Int]

  /// One layer of 50 units: an echo state network and the three cells that are trained elsewhere.
  public static let standard = CapacityGrid(
    unchecked: [.esn, .rnn, .lstm, .gru], layers: [1], hiddenSizes: [50])

  /// - Throws: `GridError` naming the axis and the value that is out of range.
  public init(
    cells: [CellType] = Self.standard.cells, layers: [Int] = Self.standard.layers,
    hiddenSizes: [Int] = Self.standard.hiddenSizes
  ) throws(GridError) {
    self.init(unchecked: cells, layers: layers, hiddenSizes: hiddenSizes)
    try GridAxis.cell.validateOnce(cells) { $0.rawValue }
    try GridAxis.layers.validate(layers)
    try GridAxis.hiddenSize.validate(hiddenSizes)
  }

  private init(unchecked cells: [CellType], layers: [Int], hiddenSizes: [Int]) {
    self.cells = cells
    self.layers = layers
    self.hiddenSizes = hiddenSizes
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      cells: container.decode([CellType].self, forKey: .cells),
      layers: container.decode([Int].self, forKey: .layers),
      hiddenSizes: container.decode([Int].self, forKey: .hiddenSizes))
  }

  /// Every combination, in the order of the axes, the last fastest.
  public var shapes: [NetworkShape] {
    cells.flatMap { cell in
      layers.flatMap { layers in
        hiddenSizes.map { NetworkShape(cell: cell, layers: layers, inputSize: 1, hiddenSize: $0) }
      }
    }
  }
}
