import RecurrentNetworks

/// Which networks are trained to remember which input: every combination of the values of its axes, `repeats`
/// times.
///
/// The values of an axis keep the order in which they were given, in results files, too.
public struct MemorizationGrid: Codable, Hashable, Sendable {
  public let cells: [CellType]
  /// Numbers of stacked layers.
  public let layers: [Int]
  /// Units of every layer.
  public let hiddenSizes: [Int]
  /// Which inputs are to be remembered, counted from the last, which is 1.
  public let positions: [Int]
  /// Trainings of every grid cell, each with its own initial weights and its own sequences.
  public let repeats: Int

  /// The axes, slowest first.
  public static let axes: [GridAxis] = [.cell, .layers, .hiddenSize, .position, .repeat]

  /// The grid of Illium et al. 2022, Figures 6 and 7: plain RNNs of one to five layers and one to twenty cells,
  /// positions 1 to 20, five runs, 10,000 trainings.
  public static let article = MemorizationGrid(
    unchecked: [.rnn], layers: Array(1...5), hiddenSizes: Array(1...20), positions: Array(1...20), repeats: 5)

  /// - Throws: `GridError` naming the axis and the value that is out of range.
  public init(
    cells: [CellType] = Self.article.cells, layers: [Int] = Self.article.layers,
    hiddenSizes: [Int] = Self.article.hiddenSizes, positions: [Int] = Self.article.positions,
    repeats: Int = Self.article.repeats
  ) throws(GridError) {
    self.init(
      unchecked: cells, layers: layers, hiddenSizes: hiddenSizes, positions: positions, repeats: repeats)
    try GridAxis.cell.validateOnce(cells) { $0.rawValue }
    for cell in cells where !CellType.trainable.contains(cell) { throw .notTrainable(cell) }
    try GridAxis.layers.validate(layers)
    try GridAxis.hiddenSize.validate(hiddenSizes)
    try GridAxis.position.validate(positions)
    try GridAxis.repeat.validate(repeats)
    try GridAxis.validate([
      .cell: cells.count, .layers: layers.count, .hiddenSize: hiddenSizes.count,
      .position: positions.count, .repeat: repeats,
    ])
  }

  private init(
    unchecked cells: [CellType], layers: [Int], hiddenSizes: [Int], positions: [Int], repeats: Int
  ) {
    self.cells = cells
    self.layers = layers
    self.hiddenSizes = hiddenSizes
    self.positions = positions
    self.repeats = repeats
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      cells: container.decode([CellType].self, forKey: .cells),
      layers: container.decode([Int].self, forKey: .layers),
      hiddenSizes: container.decode([Int].self, forKey: .hiddenSizes),
      positions: container.decode([Int].self, forKey: .positions),
      repeats: container.decode(Int.self, forKey: .repeats))
  }

  /// Number of trainings, the product of the axes.
  public var runCount: Int { shape.reduce(1, *) }

  /// Lengths of the axes.
  var shape: [Int] { [cells.count, layers.count, hiddenSizes.count, positions.count, repeats] }

  /// Every training, in the order of the axes, the last fastest: the order of a results file.
  public var coordinates: [MemorizationRun] {
    gridCells.flatMap { cell in
      (0..<repeats).map { index in
        MemorizationRun(
          cell: cell.cell, layers: cell.layers, hiddenSize: cell.hiddenSize, position: cell.position,
          repeatIndex: index)
      }
    }
  }

  /// Repeat 0 of every grid cell, in the order of the axes.
  var gridCells: [MemorizationRun] {
    var runs: [MemorizationRun] = []
    for cell in cells {
      for layers in layers {
        for hidden in hiddenSizes {
          for position in positions {
            runs.append(
              MemorizationRun(
                cell: cell, layers: layers, hiddenSize: hidden, position: position, repeatIndex: 0))
          }
        }
      }
    }
    return runs
  }
}
