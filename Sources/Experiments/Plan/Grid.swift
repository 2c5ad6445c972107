import RecurrentNetworks

/// Which networks a sweep measures: every combination of the values of its axes, `repeats` times.
///
/// The values of an axis keep the order in which they were given, in results files, too.
public struct Grid: Codable, Hashable, Sendable {
  public let cells: [CellType]
  /// Numbers of stacked layers.
  public let layers: [Int]
  /// Units of every layer.
  public let hiddenSizes: [Int]
  /// Values per input step.
  public let inputSizes: [Int]
  /// Runs of every grid cell, each with its own network and its own pair of input sequences.
  public let repeats: Int

  /// The axes, slowest first.
  public static let axes: [GridAxis] = [.cell, .layers, .hiddenSize, .inputSize, .repeat]

  /// Sizes are stored as 32-bit integers.
  public static let largestValue = Int(Int32.max)
  /// Enough for months on a large machine; above it a size list is more likely a slip.
  public static let mostRuns = 10_000_000

  /// The grid of Muccino 2019: LSTM and GRU of one layer, hidden and input sizes 1, 2, 4, ..., 128, and ten
  /// repeats, 1,280 runs.
  public static let article = Grid(
    unchecked: [.lstm, .gru], layers: [1], hiddenSizes: [1, 2, 4, 8, 16, 32, 64, 128],
    inputSizes: [1, 2, 4, 8, 16, 32, 64, 128], repeats: 10)

  /// - Throws: `GridError` naming the axis and the value that is out of range.
  public init(
    cells: [CellType] = Self.article.cells, layers: [Int] = Self.article.layers,
    hiddenSizes: [Int] = Self.article.hiddenSizes, inputSizes: [Int] = Self.article.inputSizes,
    repeats: Int = Self.article.repeats
  ) throws(GridError) {
    self.init(
      unchecked: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: inputSizes, repeats: repeats)
    try validate()
  }

  private init(
    unchecked cells: [CellType], layers: [Int], hiddenSizes: [Int], inputSizes: [Int], repeats: Int
  ) {
    self.cells = cells
    self.layers = layers
    self.hiddenSizes = hiddenSizes
    self.inputSizes = inputSizes
    self.repeats = repeats
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      cells: container.decode([CellType].self, forKey: .cells),
      layers: container.decode([Int].self, forKey: .layers),
      hiddenSizes: container.decode([Int].self, forKey: .hiddenSizes),
      inputSizes: container.decode([Int].self, forKey: .inputSizes),
      repeats: container.decode(Int.self, forKey: .repeats))
  }

  /// Number of runs, the product of the axes.
  public var runCount: Int { shape.reduce(1, *) }

  /// Lengths of the axes.
  var shape: [Int] { [cells.count, layers.count, hiddenSizes.count, inputSizes.count, repeats] }

  /// Every run, in the order of the axes, the last fastest: the order of a results file.
  public var coordinates: [RunCoordinates] {
    gridCells.flatMap { cell in
      (0..<repeats).map { index in
        RunCoordinates(
          cell: cell.cell, layers: cell.layers, hiddenSize: cell.hiddenSize, inputSize: cell.inputSize,
          repeatIndex: index)
      }
    }
  }

  /// Repeat 0 of every grid cell, in the order of the axes.
  var gridCells: [RunCoordinates] {
    var runs: [RunCoordinates] = []
    for cell in cells {
      for layers in layers {
        for hidden in hiddenSizes {
          for input in inputSizes {
            runs.append(
              RunCoordinates(
                cell: cell, layers: layers, hiddenSize: hidden, inputSize: input, repeatIndex: 0))
          }
        }
      }
    }
    return runs
  }

  private func validate() throws(GridError) {
    try GridAxis.cell.validateOnce(cells) { $0.rawValue }
    try GridAxis.layers.validate(layers)
    try GridAxis.hiddenSize.validate(hiddenSizes)
    try GridAxis.inputSize.validate(inputSizes)
    try GridAxis.repeat.validate(repeats)
    try GridAxis.validate([
      .cell: cells.count, .layers: layers.count, .hiddenSize: hiddenSizes.count,
      .inputSize: inputSizes.count, .repeat: repeats,
    ])
  }
}
