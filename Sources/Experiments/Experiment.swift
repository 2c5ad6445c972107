import MemoryMeasures
import RecurrentNetworks

/// Everything that people choose about a sweep, before any file is read: what the command line and experiment files
/// say, and what holds where they say nothing.
package struct Experiment<M: Measure>: SettingGroup {
  /// The networks that are drawn, or constructed.
  package var grid: NetworkGrid
  /// What networks of the grid's cells and sizes are constructed to be; nil where they are drawn or from files.
  package var construction: Construction?
  /// Of the construction `forgetting`.
  package var rate: Double?
  /// Paths of networks from files that are measured, and compared, by themselves.
  package var networks: [String]
  /// Paths of the checkpoints of one training, in their order; before they are listed, also of folders, and patterns.
  package var checkpoints: [String] = []
  /// Networks from files that are compared as samples.
  package var groups: [NetworkGroup] = []
  /// The one layer of each file that is taken; nil for all, or those of `layersFrom`.
  package var layer: String?
  /// The layers that lead from each to the next, as far as they are named: "lstm..lstm_2".
  package var layersFrom: String?
  /// What the gates of Keras's layers go through where a file does not say it.
  package var gateActivation: Activation?
  package var twinKinds: [TwinKind]
  package var twins: Int
  package var repeats: Int
  /// Repeats of given networks whose measure feeds pairs of sequences.
  package var pairs: Int
  /// The file of recorded inputs.
  package var inputs: String?
  /// How that is read.
  package var reading = InputReading()
  package var seed: UInt64
  package var precisions: [Precision]
  /// Where 16-bit ones round.
  package var rounding = Rounding.fused
  package var settings: M.Settings

  /// What holds where nobody says anything.
  package static var standard: Experiment {
    var experiment = Experiment(
      grid: M.offer.grid, construction: M.offer.construction, networks: [], repeats: M.offer.repeats,
      pairs: M.offer.repeats, settings: .standard)
    experiment.settle(given: [:])
    return experiment
  }

  private init(
    grid: NetworkGrid, construction: Construction? = nil, networks: [String], repeats: Int, pairs: Int,
    settings: M.Settings
  ) {
    self.grid = grid
    self.construction = construction
    self.networks = networks
    self.repeats = repeats
    self.pairs = pairs
    self.settings = settings
    twinKinds = []
    twins = Subjects.defaultTwins
    seed = 0
    precisions = [M.offer.precision]
  }

  /// Takes what is said; keys that nobody gives keep their defaults, some of which depend on what is given.
  ///
  /// - Throws: `SettingError` for a value out of range, `SettingConflict` for one that is of no use with the others.
  package init(given: [String: SettingValue]) throws {
    self = Self.standard
    let first = ["network", "checkpoints", "construct", "group"]
    for setting in Self.settings where first.contains(setting.key) {
      if let value = given[setting.key] { try setting.set(value, of: &self) }
    }
    if given["construct"] == nil, !files.isEmpty { construction = nil }
    settle(given: given)
    // Settings that decide whether others are of use come first in the list.
    let conditional = ["group", "checkpoints"]
    for setting in Self.settings where conditional.contains(setting.key) || !first.contains(setting.key) {
      guard let value = given[setting.key] else { continue }
      if let unmet = setting.conditions.first(where: { !$0.holds(self) }) {
        throw SettingConflict(key: setting.key, purpose: unmet.purpose)
      }
      try setting.set(value, of: &self)
    }
    settleTwins(given: given)
  }

  /// Sets the number of twins where nobody gave it.
  private mutating func settleTwins(given: [String: SettingValue]) {
    guard given["twins"] == nil, !twinKinds.isEmpty else { return }
    twins = Subjects.standardTwins(comparisons: comparisonCount)
  }

  /// Samples by kinds of twins by what is compared.
  private var comparisonCount: Int {
    let counts = M.compared(settings).reduce(0) { $0 + $1.count }
    return (networks.count + checkpoints.count + groups.count + recipes.count) * twinKinds.count * counts
  }

  /// Sets defaults that depend on which networks there are.
  private mutating func settle(given: [String: SettingValue]) {
    if let construction {
      let cells = [CellType.lstm, .gru].filter(construction.cells.contains)
      grid = NetworkGrid(
        cells: cells.isEmpty ? Array(construction.cells.prefix(1)) : cells, layers: [1], hiddenSizes: [32],
        inputSizes: [1])
      if M.offer.given == .single { repeats = 1 }
    }
    if !files.isEmpty, M.offer.given == .single { repeats = 1 }
  }

  /// Sets the measure's defaults that depend on the networks at hand, for keys that nobody gave.
  ///
  /// - Parameter atHand: what is known of the networks once files are read.
  /// - Throws: `SettingError`.
  package mutating func settle(_ atHand: NetworksAtHand, given: [String: SettingValue]) throws {
    var settings = M.standardSettings(for: atHand)
    for setting in M.Settings.settings {
      if let value = given[setting.key] { try setting.set(value, of: &settings) }
    }
    settings.settle(for: atHand)
    self.settings = settings
    settleTwins(given: given)
  }

  /// Paths of all networks from files, in their order.
  package var files: [String] { networks + checkpoints + groups.flatMap(\.paths) }

  /// Whether networks of the grid are drawn.
  package var draws: Bool { files.isEmpty && construction == nil }

  /// The finest of the precisions.
  package var finestPrecision: Precision {
    precisions.min { $0.ulpOfOne < $1.ulpOfOne } ?? .float32
  }

  /// Runs of every network that is not a twin.
  package var runsOfEach: Int {
    switch (draws, M.offer.given) {
    case (false, .pairs): pairs
    case (false, .single): 1
    default: repeats
    }
  }

  /// The recipes of the constructed networks, in the order of the grid, with their names.
  package var recipes: [(name: String, recipe: ConstructionRecipe)] {
    guard let construction else { return [] }
    let sizes = grid.hiddenSizes.count * grid.inputSizes.count > 1
    return grid.shapes.map { shape in
      let size = sizes ? " \(shape.inputSize)-\(shape.hiddenSize)" : ""
      return (
        "\(construction.rawValue) \(shape.cell.rawValue)\(size)",
        ConstructionRecipe(construction, shape: shape, rate: rate)
      )
    }
  }
}

/// Networks from files that are compared as a sample.
package struct NetworkGroup: Hashable, Sendable {
  package let name: String
  /// Of the files; or of one folder that holds them.
  package let paths: [String]

  package init(name: String, paths: [String]) {
    self.name = name
    self.paths = paths
  }

  /// From text like "lstm=a.keras,b.keras"; nil for another.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    let paths = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard paths.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(name: String(parts[0]), paths: paths)
  }

  var text: String { "\(name)=\(paths.joined(separator: ","))" }
}

/// A setting that is given, but of no use with the others.
package struct SettingConflict: Error, Equatable, Sendable {
  package let key: String
  /// For what it is of use: "networks that are drawn".
  package let purpose: String

  package init(key: String, purpose: String) {
    self.key = key
    self.purpose = purpose
  }
}

// MARK: Plans as experiments

extension Experiment {
  /// The experiment of which a plan was made.
  init(
    subjects: Subjects, repeats: Int, settings: M.Settings, seed: UInt64, precisions: [Precision],
    rounding: Rounding, inputs: InputSource
  ) {
    self = Self.standard
    switch subjects {
    case .drawn(let grid):
      (self.grid, construction) = (grid, nil)
    case .given(let networks, let kinds, let twins, _):
      let files = networks.filter { $0.construction == nil }
      self.networks = files.filter { $0.group == nil && $0.checkpoint == nil }.map(\.path)
      checkpoints = files.filter { $0.checkpoint != nil }.map(\.path)
      groups = subjects.samples.filter(\.isGroup).map {
        NetworkGroup(name: $0.name, paths: $0.networks.map(\.path))
      }
      if let selection = files.first?.selection, !selection.isEmpty {
        if selection.contains("..") { layersFrom = selection } else { layer = selection }
      }
      gateActivation = files.first?.gateActivation
      let recipes = networks.compactMap(\.construction)
      construction = recipes.first?.construction
      rate = recipes.first?.rate
      if !recipes.isEmpty {
        grid.cells = recipes.map(\.shape.cell).distinct
        grid.hiddenSizes = recipes.map(\.shape.hiddenSize).distinct
        grid.inputSizes = recipes.map(\.shape.inputSize).distinct
        grid.layers = [1]
      }
      twinKinds = kinds
      if !kinds.isEmpty { self.twins = twins }
    }
    self.repeats = repeats
    pairs = repeats
    self.inputs = inputs.name
    if inputs != .random { reading = inputs.reading ?? InputReading(isRepeated: true) }
    self.seed = seed
    self.precisions = precisions
    self.rounding = rounding
    self.settings = settings
  }
}

extension Plan {
  /// The experiment of which the plan was made, but for what only its files say.
  package var experiment: Experiment<M> {
    Experiment(
      subjects: subjects, repeats: repeats, settings: settings, seed: seed, precisions: precisions,
      rounding: rounding, inputs: inputs)
  }
}

extension Array where Element: Hashable {
  /// Every element once, in the order of first appearance.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
