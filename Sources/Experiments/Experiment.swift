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
  package var precision: Precision
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
    precision = .float32
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

  /// Samples by kinds of twins by counts.
  private var comparisonCount: Int {
    let counts = M.comparedSteps(settings).reduce(0) { $0 + ($1.axis?.count ?? 1) }
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
    self.settings = settings
    settleTwins(given: given)
  }

  /// Paths of all networks from files, in their order.
  package var files: [String] { networks + checkpoints + groups.flatMap(\.paths) }

  /// Whether networks of the grid are drawn.
  package var draws: Bool { files.isEmpty && construction == nil }

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

// MARK: All settings

extension Experiment {
  /// In the order of help, stored plans and reproducing commands.
  package static var settings: [Setting<Experiment>] { groups.flatMap(\.settings) }

  /// Those that stored plans have by their keys; of given networks and inputs they hold more.
  static var stored: [Setting<Experiment>] {
    settings.filter {
      ![
        "network", "checkpoints", "group", "layer", "layers-from", "gate-activation", "construct", "rate",
        "inputs", "columns", "continuous", "repeat-inputs",
      ].contains($0.key)
    }
  }

  /// The settings under headings.
  package static var groups: [(title: String, settings: [Setting<Experiment>])] {
    let offer = M.offer
    let grid = NetworkGrid.settings.filter { !offer.fixed.contains($0.key) }
      .map { $0.lifted(\Experiment.grid) }
    let axes = grid.prefix { $0.key != "initializer" }.map { setting in
      setting.only(for: "networks that are drawn or constructed") { $0.draws || $0.construction != nil }
    }
    let weights = grid.dropFirst(axes.count).map { setting in
      setting.only(for: "networks that are drawn") { $0.draws }
    }
    let reservoir = Set(Reservoir.settings.map(\.key))
    var groups: [(title: String, settings: [Setting<Experiment>])] = [
      ("Grid", axes + [repeats].compactMap(\.self))
    ]
    if offer.given != nil { groups.append(("Given networks", given(offer))) }
    groups += [
      ("Networks", weights.filter { !reservoir.contains($0.key) } + random(offer)),
      ("Echo state networks (esn)", weights.filter { reservoir.contains($0.key) }),
      ("Protocol", M.Settings.settings.map { $0.lifted(\Experiment.settings) }),
    ]
    return groups.filter { !$0.settings.isEmpty }
  }

  private static var repeats: Setting<Experiment>? {
    let setting = Setting<Experiment>.whole(
      "repeats", \.repeats, in: 1...NetworkGrid.largestSize,
      "Runs of every network, each with other inputs; drawn "
        + "networks are drawn anew."
    ).stored(as: nil)
    switch M.offer.given {
    case .repeats, nil: return setting
    case .pairs, .single: return setting.only(for: "networks that are drawn") { $0.draws }
    }
  }

  private static func given(_ offer: NetworkOffer) -> [Setting<Experiment>] {
    offer.given == .pairs ? sources + comparing : sources
  }

  private static var sources: [Setting<Experiment>] {
    let constructions = Construction.allCases.map(\.rawValue) + ["none"]
    let network = Setting<Experiment>(
      "network", .texts, placeholder: "file", allowed: "paths of network files",
      help: """
        Network from a file to measure; may be given several times. 'memprobe inspect FILE' lists its layers.
        """,
      read: { $0.networks.isEmpty ? nil : .texts($0.networks) },
      write: { owner, value in
        guard case .texts(let paths) = value else { return false }
        owner.networks = paths
        return true
      })
    let checkpoints = Setting<Experiment>(
      "checkpoints", .texts, placeholder: "file",
      allowed: "paths of network files, of folders, or patterns with *",
      help: """
        Checkpoints of one training, whose memory is followed: files, a folder of them, or a pattern in quotes such as \
        'run/step-*.pt'; may be given several times. Their order, and the axis 'checkpoint' of results, are the numbers \
        in the names of files or folders.
        """,
      read: { $0.checkpoints.isEmpty ? nil : .texts($0.checkpoints) },
      write: { owner, value in
        guard case .texts(let paths) = value else { return false }
        owner.checkpoints = paths
        return true
      })
    let construct = Setting<Experiment>(
      "construct", .name(constructions), placeholder: "name", allowed: Allowed.names(constructions),
      help: """
        Construct the networks of the grid instead of drawing them: 'memprobe construct' says what is known of each.
        """,
      read: { .text($0.construction?.rawValue ?? "none") },
      write: { owner, value in
        guard case .text(let name) = value else { return false }
        owner.construction = Construction(rawValue: name)
        return owner.construction != nil || name == "none"
      })
    let rate = Setting<Experiment>(
      "rate", .number, placeholder: "f", allowed: "numbers above 0, below 1",
      help: "Of 'forgetting': the share of the past that is left after a step, as 0.9.",
      read: { $0.rate.map(SettingValue.number) },
      write: { owner, value in
        guard case .number(let rate) = value else { return false }
        owner.rate = rate
        return true
      })
    let activations = Activation.ofKerasGates.map(\.rawValue)
    let gates = Setting<Experiment>(
      "gate-activation", .name(activations), placeholder: "name", allowed: Allowed.names(activations),
      help: "What the gates of Keras layers go through where the file does not say it.",
      read: { $0.gateActivation.map { .text($0.rawValue) } },
      write: { owner, value in
        guard case .text(let name) = value else { return false }
        owner.gateActivation = Activation(rawValue: name)
        return owner.gateActivation != nil
      })
    let files = "networks from files"
    return [
      network.stored(as: nil).byDefault(""),
      checkpoints.byDefault("").only(
        for: "networks that are not given otherwise (--network, --group, --construct)"
      ) {
        $0.networks.isEmpty && $0.groups.isEmpty && $0.construction == nil
      },
      .text("layer", \.layer, .text, placeholder: "name", "Take this one recurrent layer of each file.")
        .only(for: files) { !$0.files.isEmpty },
      .text(
        "layers-from", \.layersFrom, .layerSpan, placeholder: "first..last",
        """
        Take the recurrent layers from the first named to the last named, each fed by the one before, also where the \
        file does not connect them, if their sizes fit.
        """
      ).byDefault("all layers, if they are one such stack").only(for: files) { !$0.files.isEmpty },
      gates.stored(as: nil).byDefault("what the version of Keras that wrote it meant")
        .only(for: files) { !$0.files.isEmpty },
      construct.stored(as: nil)
        .byDefault(M.offer.construction.map { "\($0.rawValue), if there is no --network" } ?? "none"),
      rate.byDefault("").only(for: "--construct forgetting") { $0.construction == .forgetting },
    ]
  }

  private static var comparing: [Setting<Experiment>] {
    let kinds = Allowed.names(Subjects.defaultTwinKinds.map(\.rawValue))
    let pairs = Setting<Experiment>.whole(
      "pairs", \.pairs, in: 1...Subjects.mostRuns,
      "Pairs of sequences that each given network, and each of its twins, is fed.")
    let against = Setting<Experiment>.names(
      "against", \.twinKinds, placeholder: "kind,...", mayBeEmpty: true,
      """
      Kinds of random networks of the same shape to compare with. The first four are freshly drawn (see 'memprobe \
      divergence --help'); shuffled permutes the given values, within each kernel and within each gate's biases. \
      Every kind multiplies the comparisons that findings are corrected for.
      """)
    let twins = Setting<Experiment>.whole(
      "twins", \.twins, in: 1...Subjects.mostRuns,
      "Random networks of each kind for every given one: n of them can make p as small as 2/(n+1)."
    ).byDefault(
      """
      \(Subjects.defaultTwins), or, for more than two comparisons, 80 for each less one, up to \
      \(Subjects.mostDefaultTwins)
      """)
    let group = Setting<Experiment>(
      "group", .texts, placeholder: "name=file,...",
      allowed: "a name, =, and the paths of network files with commas between, or that of a folder of them",
      help: """
        Networks of one architecture, trained from different seeds: NAME=FILE,FILE,... or NAME=FOLDER. They are compared \
        with their twins as one sample, where files given otherwise are compared each by itself. May be given several \
        times.
        """,
      read: { $0.groups.isEmpty ? nil : .texts($0.groups.map(\.text)) },
      write: { owner, value in
        guard case .texts(let texts) = value else { return false }
        owner.groups = texts.compactMap(NetworkGroup.init)
        return owner.groups.count == texts.count
      })
    let inputs = Setting<Experiment>.text(
      "inputs", \.inputs, .text, placeholder: "file",
      """
      Recorded inputs instead of random ones, steps by inputs or sequences by steps by inputs: .npy, text with columns \
      (CSV), or a dataset of an HDF5 file as FILE.h5:/PATH. Sequence A of a pair reads rows of one sequence in order, from \
      a random one on; B does so from another one in the unique steps, whose rows have none in common with A's if there \
      are enough, and then reads what A reads. The results say both rows (first_sequence_row, second_sequence_row).
      """)
    let columns = Setting<Experiment>.text(
      "columns", \.reading.columns, .text, placeholder: "name,...",
      "Columns of --inputs that the network is fed, in its order: names of the header, or numbers counted from 1."
    ).byDefault("all")
    let continuous = Setting<Experiment>.flag(
      "continuous", \.reading.isContinuous,
      "Take the sequences of --inputs for one, each the continuation of the one before.")
    let repeated = Setting<Experiment>.flag(
      "repeat-inputs", \.reading.isRepeated,
      """
      Lay the data end to end, without an end, if they are shorter than a run: what follows after their last row is \
      their first, which they were not recorded with.
      """)
    let reading = [
      columns.stored(as: "input_columns"), continuous.stored(as: "inputs_continuous"),
      repeated.stored(as: "inputs_repeated"),
    ].map { setting in setting.only(for: "recorded inputs (--inputs)") { $0.inputs != nil } }
    return
      ([
        pairs, against.stored(as: nil).byDefault("none; of 'memprobe compare' \(kinds)"),
        twins.only(for: "comparisons with twins (--against)") { !$0.twinKinds.isEmpty },
        group.stored(as: nil).byDefault("").only(for: "comparisons with twins (--against)") {
          !$0.twinKinds.isEmpty
        },
        inputs.stored(as: "inputs"),
      ] + reading).map { $0.only(for: "networks from files or constructed ones") { !$0.draws } }
  }

  private static func random(_ offer: NetworkOffer) -> [Setting<Experiment>] {
    let seed = Setting<Experiment>.seed("seed", \.seed, "Seed of every random draw.")
    let precision = Setting<Experiment>.name("precision", \.precision, "Arithmetic.")
    return offer.hasPrecision ? [seed, precision] : [seed, precision.storedOnly()]
  }
}

// MARK: Plans as experiments

extension Experiment {
  /// The experiment of which a plan was made.
  init(
    subjects: Subjects, repeats: Int, settings: M.Settings, seed: UInt64, precision: Precision,
    inputs: InputSource
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
    self.precision = precision
    self.settings = settings
  }
}

extension Plan {
  /// The experiment of which the plan was made, but for what only its files say.
  package var experiment: Experiment<M> {
    Experiment(
      subjects: subjects, repeats: repeats, settings: settings, seed: seed, precision: precision,
      inputs: inputs)
  }
}

extension Array where Element: Hashable {
  /// Every element once, in the order of first appearance.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
