import RecurrentNetworks

/// Networks that are drawn: every combination of the values of its axes, in the order in which they are given, each
/// anew in every repeat.
public struct NetworkGrid: SettingGroup {
  /// The cell types.
  public var cells: [CellType]
  /// Numbers of stacked layers.
  public var layers: [Int]
  /// Units of every layer.
  public var hiddenSizes: [Int]
  /// Values per input step.
  public var inputSizes: [Int]
  /// How weights are drawn.
  public var initialization: Initialization

  /// Sizes are stored as 32-bit integers.
  public static let largestSize = Int(Int32.max)

  /// The grid of Muccino 2019: LSTM and GRU of one layer, hidden and input sizes 1, 2, 4, ..., 128.
  public static let standard = NetworkGrid()

  /// Every cell in every depth and size.
  public init(
    cells: [CellType] = [.lstm, .gru], layers: [Int] = [1],
    hiddenSizes: [Int] = [1, 2, 4, 8, 16, 32, 64, 128], inputSizes: [Int] = [1, 2, 4, 8, 16, 32, 64, 128],
    initialization: Initialization = Initialization(.glorot)
  ) {
    self.cells = cells
    self.layers = layers
    self.hiddenSizes = hiddenSizes
    self.inputSizes = inputSizes
    self.initialization = initialization
  }

  /// Every combination, in the order of the axes, the last fastest.
  public var shapes: [NetworkShape] {
    cells.flatMap { cell in
      layers.flatMap { layers in
        hiddenSizes.flatMap { hidden in
          inputSizes.map { NetworkShape(cell: cell, layers: layers, inputSize: $0, hiddenSize: hidden) }
        }
      }
    }
  }

  /// Numbers of the largest network's complete state, as far as sizes are stored.
  package var largestState: Int {
    let units = Double(layers.max() ?? 1) * Double(hiddenSizes.max() ?? 1)
    return Int(min((cells.contains(where: \.hasCellState) ? 2 : 1) * units, Double(Self.largestSize)))
  }

  /// Units of the largest network, of all its layers, as far as sizes are stored; 0 where no cell keeps its state by a gate
  /// or a leak.
  package var mostKeepingUnits: Int {
    guard cells.contains(where: \.keepsState) else { return 0 }
    return Int(
      min(Double(layers.max() ?? 1) * Double(hiddenSizes.max() ?? 1), Double(Self.largestSize)))
  }

  public static let settings: [Setting<NetworkGrid>] = axes + weights + reservoirs

  private static let axes: [Setting<NetworkGrid>] = [
    .names("cells", \.cells, placeholder: "cell,...", "Cell types.").stored(as: nil).alias("cell"),
    .wholes("layers", \.layers, in: 1...largestSize, "Stacked layers.").stored(as: nil),
    .wholes("hidden-sizes", \.hiddenSizes, in: 1...largestSize, "Units of every layer, as 1,2,4 or 1-20.")
      .stored(as: nil).alias("hidden-size"),
    .wholes("input-sizes", \.inputSizes, in: 1...largestSize, "Values per input step.").stored(as: nil)
      .alias("input-size"),
  ]

  private static let weights = Initialization.settings.map { $0.lifted(\NetworkGrid.initialization) }

  private static let reservoirs = Reservoir.settings.map {
    $0.lifted(\NetworkGrid.initialization.reservoir)
      .only(for: "echo state networks (esn)") { $0.cells.contains(where: \.isReservoir) }
  }
}

/// Which networks a measure is asked of, unless somebody says otherwise.
public struct NetworkOffer: Sendable {
  /// Those that are drawn where none are given.
  public var grid: NetworkGrid
  /// Settings of grids that are what they are: there is no option for them.
  public var fixed: Set<String>
  /// The cells that can be measured.
  public var cells: [CellType]
  /// Runs of every network.
  public var repeats: Int
  /// How given networks are run; nil where they cannot be.
  public var given: GivenRuns?
  /// What is measured where nobody names a network: drawn ones, or, if not nil, this construction.
  public var construction: Construction?
  /// In which networks compute where nobody says anything.
  public var precision: Precision
  /// Whether that is a setting.
  public var hasPrecision: Bool

  /// All that is not said is as `divergence` has it.
  public init(
    grid: NetworkGrid = .standard, fixed: Set<String> = [], cells: [CellType] = CellType.allCases,
    repeats: Int = 10, given: GivenRuns? = .repeats, construction: Construction? = nil,
    precision: Precision = .float32, hasPrecision: Bool = true
  ) {
    self.grid = grid
    self.fixed = fixed
    self.cells = cells
    self.repeats = repeats
    self.given = given
    self.construction = construction
    self.precision = precision
    self.hasPrecision = hasPrecision
  }
}

/// The runs of a given network, and the axes that they have in results. Where there are twins to compare with, which all
/// read the same, these have an axis twin before the last.
public enum GivenRuns: Sendable {
  /// Several pairs of input sequences: network, source, run.
  case pairs
  /// Several repeats with inputs of their own: network, with twins source, repeat.
  case repeats
  /// One: network.
  case single
}

/// What is known of networks when settings are chosen.
public struct NetworksAtHand: Sendable {
  /// Units of the largest last layer.
  public var mostUnits: Int
  /// Numbers of the largest complete state: h, and c of LSTM layers, of every layer.
  public var largestState: Int
  /// Layers of the deepest.
  public var mostLayers: Int
  /// Units of all layers of the largest; 0 where none has a layer that keeps its state by a gate or a leak.
  public var mostKeepingUnits: Int
  /// Whether there are any from files.
  public var areFromFiles: Bool
  /// That they are run in; the finest of several.
  public var precision: Precision

  /// The largest of each.
  public init(
    mostUnits: Int, largestState: Int = 1, mostLayers: Int = 1, mostKeepingUnits: Int = 0,
    areFromFiles: Bool, precision: Precision = .float32
  ) {
    self.mostUnits = mostUnits
    self.largestState = largestState
    self.mostLayers = mostLayers
    self.mostKeepingUnits = mostKeepingUnits
    self.areFromFiles = areFromFiles
    self.precision = precision
  }
}

// MARK: How weights are drawn

extension Initialization: SettingGroup {
  public static let standard = Initialization(.glorot)

  public static let settings: [Setting<Initialization>] = [
    Setting(
      "initializer", .name(Preset.allCases.map(\.rawValue)), placeholder: "name",
      allowed: Allowed.names(Preset.allCases.map(\.rawValue)),
      help: """
        Weights. glorot draws both kernels Glorot uniform; keras makes the recurrent kernel orthogonal; pytorch \
        draws kernels and biases uniform on ±1/sqrt(hidden size); chrono draws kernels as glorot, and biases of forget and \
        update gates for time scales of up to --longest-time.
        """,
      read: { .text($0.preset?.rawValue ?? "custom") },
      write: { owner, value in
        guard case .text(let name) = value else { return false }
        guard let preset = Preset(rawValue: name) else { return name == "custom" }
        let recipe = Initialization(preset)
        (owner.inputKernel, owner.recurrentKernel) = (recipe.inputKernel, recipe.recurrentKernel)
        (owner.drawsBiases, owner.forgetBias) = (recipe.drawsBiases, recipe.forgetBias)
        owner.longestTime = recipe.longestTime
        return true
      }),
    .name("input-kernel-initializer", \.inputKernel, "").storedOnly(),
    .name("recurrent-kernel-initializer", \.recurrentKernel, "").storedOnly(),
    .flag("draws-biases", \.drawsBiases, "").storedOnly(),
    .number(
      "gain", \.gain, placeholder: "factor", allowed: "finite numbers of at least 0", where: { $0 >= 0 },
      "Factor on every kernel entry."),
    .number(
      "forget-bias", \.forgetBias, placeholder: "bias", allowed: "finite numbers", where: { _ in true },
      "Bias of the LSTM forget gate."
    ).byDefault("1, with pytorch and chrono 0"),
    .optionalWhole(
      "longest-time", \.longestTime, in: 2...NetworkGrid.largestSize, placeholder: "steps",
      defaultWords: "100",
      """
      T of chrono initialization (Tallec & Ollivier 2018): biases of forget gates, or of a GRU's update gates, are ln u, \
      those of input gates -ln u, with u uniform on 1 to T - 1 for every unit.
      """
    ).only(for: "chrono initialization (--initializer chrono)") { $0.longestTime != nil },
  ]
}

extension Reservoir: SettingGroup {
  public static let settings: [Setting<Reservoir>] = [
    .number(
      "spectral-radius", \.spectralRadius, placeholder: "radius", allowed: scales,
      where: { $0 >= 0 && $0 <= largest }, "Largest modulus of the recurrent kernel's eigenvalues."),
    .number(
      "density", \.density, placeholder: "share", allowed: "numbers above 0, at most 1",
      where: { $0 > 0 && $0 <= 1 }, "Share of the units that each unit hears; at least one."),
    .number(
      "leak-rate", \.leakRate, placeholder: "rate",
      allowed: "numbers from 1.4e-45, the smallest of float32, to 1", where: { Float($0) > 0 && $0 <= 1 },
      "Share of the new activation in the new state; 1 is no leak."),
    .number(
      "input-scaling", \.inputScaling, placeholder: "limit", allowed: scales,
      where: { $0 >= 0 && $0 <= largest }, "Input weights are uniform on plus or minus this."),
    .number(
      "bias-scaling", \.biasScaling, placeholder: "limit", allowed: scales,
      where: { $0 >= 0 && $0 <= largest }, "Biases are uniform on plus or minus this."),
    .name("activation", \.activation, "Of the units."),
  ]

  private static let scales = "numbers from 0 to 1,000,000"
}
