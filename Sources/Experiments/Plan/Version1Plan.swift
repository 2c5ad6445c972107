import MemoryMeasures
import RecurrentNetworks

/// A plan as results files held it before all measures had one form: of grids of divergence runs, of given networks
/// and twins, of trainings, of capacities, or of recall.
struct Version1Plan: Decodable {
  private struct Grid: Decodable {
    var cells: [CellType]
    var layers: [Int]
    var hiddenSizes: [Int]
    var inputSizes: [Int]?
    var positions: [Int]?
    var repeats: Int?
  }

  /// Capacities were of either.
  private enum Subjects1: Decodable {
    case grid(Grid, Initialization)
    case networks([Network])
  }

  private struct Network: Decodable {
    /// The readout of recall: one unit, or fitted.
    enum Readout: Decodable {
      case unit(Int, scale: Double)
      case fitted
    }

    var name: String
    var path: String?
    var selection: String?
    var layers: [LayerShape]
    var readout: Readout?
    var promise: RecallPromise?
    var digest: UInt64?
  }

  private enum Inputs: Decodable {
    case normal
    case recorded(name: String, digest: UInt64, rows: Int, columns: Int)
  }

  private enum Key: CodingKey {
    case grid, initialization, precision, seed, settings, arithmeticRevision
    case networks, pairs, twinKinds, twins, inputs
    case learnedBelow, repeats, subjects
  }

  private let container: KeyedDecodingContainer<Key>

  init(from decoder: any Decoder) throws { container = try decoder.container(keyedBy: Key.self) }

  func plan<M: Measure>(of measure: M.Type) throws -> Plan<M> {
    var settings = try self.settings(of: measure)
    let precision = try container.decodeIfPresent(Precision.self, forKey: .precision) ?? .float32
    let (subjects, repeats, units) = try subjects(of: measure)
    if let units, var recall = settings as? RecallSettings {
      (recall.readoutUnit, recall.readoutScale) = (units.unit, units.scale)
      settings = recall as? M.Settings ?? settings
    }
    return try Plan<M>(
      subjects: subjects, repeats: repeats, settings: settings,
      seed: container.decode(UInt64.self, forKey: .seed), precisions: [precision], inputs: inputs(),
      arithmeticRevision: container.decodeIfPresent(Int.self, forKey: .arithmeticRevision) ?? 1)
  }

  private func inputs() throws -> InputSource {
    guard let inputs = try container.decodeIfPresent(Inputs.self, forKey: .inputs) else { return .random }
    switch inputs {
    case .normal: return .random
    case .recorded(let name, let digest, let rows, let columns):
      return .recorded(name: name, digest: digest, rows: rows, columns: columns, reading: nil)
    }
  }

  private func subjects<M: Measure>(of measure: M.Type) throws -> (
    Subjects, repeats: Int, readout: NetworkOutline.ExactReadout?
  ) {
    if container.contains(.subjects) {
      let repeats = try container.decode(Int.self, forKey: .repeats)
      switch try container.decode(Subjects1.self, forKey: .subjects) {
      case .grid(let grid, let initialization): return (drawn(grid, initialization, M.offer), repeats, nil)
      case .networks(let networks): return (.given(networks.map(given)), repeats, nil)
      }
    }
    if container.contains(.grid) {
      let grid = try container.decode(Grid.self, forKey: .grid)
      let initialization = try container.decode(Initialization.self, forKey: .initialization)
      return (drawn(grid, initialization, M.offer), grid.repeats ?? M.offer.repeats, nil)
    }
    let networks = try container.decode([Network].self, forKey: .networks)
    let kinds = try container.decodeIfPresent([TwinKind].self, forKey: .twinKinds) ?? []
    let twins = try container.decodeIfPresent(Int.self, forKey: .twins) ?? 0
    let pairs = try container.decodeIfPresent(Int.self, forKey: .pairs) ?? 1
    // A unit that was named on the command line, of networks that promise nothing.
    let named = networks.first { $0.promise == nil }.flatMap { network -> NetworkOutline.ExactReadout? in
      if case .unit(let unit, let scale) = network.readout { .init(unit: unit, scale: scale) } else { nil }
    }
    return (
      .given(networks.map(given), twinKinds: kinds, twins: twins, reading: kinds.isEmpty ? .shared : .own),
      pairs,
      named
    )
  }

  private func drawn(_ grid: Grid, _ initialization: Initialization, _ offer: NetworkOffer) -> Subjects {
    .drawn(
      NetworkGrid(
        cells: grid.cells, layers: grid.layers, hiddenSizes: grid.hiddenSizes,
        inputSizes: grid.inputSizes ?? offer.grid.inputSizes, initialization: initialization))
  }

  private func given(_ network: Network) -> GivenNetwork {
    var outline = NetworkOutline(layers: network.layers, promise: network.promise)
    if network.promise != nil, case .unit(let unit, let scale) = network.readout {
      outline.readout = .init(unit: unit, scale: scale)
    }
    return GivenNetwork(
      name: network.name, path: network.path ?? "", selection: network.selection ?? "", group: nil,
      checkpoint: nil, notes: [],
      construction: nil,
      outline: outline, digest: network.digest ?? 0)
  }

  // MARK: Settings

  /// Names of settings that are not those of today in other letters.
  private static let renamed = [
    "recordsCurve": "curves", "washoutSteps": "washout", "readsInput": "readout-input",
    "inputs": "input-distribution", "lengthDraw": "length-per", "lengths": "length",
    "truncation": "truncate", "curveEpochs": "curves",
  ]

  /// A value of whatever form, as JSON has it.
  private enum Value: Decodable {
    case flag(Bool)
    case number(Double)
    case numbers([Double])
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let numbers = try? container.decode([Double].self) {
        self = .numbers(numbers)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  private func settings<M: Measure>(of measure: M.Type) throws -> M.Settings {
    var settings = M.Settings.standard
    var stored: [String: Value] = [:]
    for (name, value) in try container.decode([String: Value].self, forKey: .settings) {
      stored[Self.renamed[name] ?? Self.key(name)] = value
    }
    if M.name == "recall" { stored["steps"] = stored["total-steps"] }
    if let loss = try container.decodeIfPresent(Double.self, forKey: .learnedBelow) {
      stored["learned-below"] = .number(loss)
    }
    if let positions = try container.decodeIfPresent(Grid.self, forKey: .grid)?.positions {
      stored["positions"] = .numbers(positions.map(Double.init))
    }
    for setting in M.Settings.settings {
      guard let value = stored[setting.key].flatMap({ Self.value($0, setting.form) }) else { continue }
      try setting.set(value, of: &settings)
    }
    return settings
  }

  /// total-steps of totalSteps.
  private static func key(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1) }
  }

  private static func value(_ value: Value, _ form: SettingForm) -> SettingValue? {
    func whole(_ number: Double) -> Int? { Int(exactly: number) }
    switch (form, value) {
    case (.whole, .number(let number)): return whole(number).map(SettingValue.whole)
    case (.wholes, .numbers(let numbers)): return .wholes(numbers.compactMap(whole))
    case (.number, .number(let number)): return .number(number)
    case (.numbers, .numbers(let numbers)): return .numbers(numbers)
    case (.flag, .flag(let flag)): return .flag(flag)
    // Loss curves were stored as the epochs of their samples.
    case (.flag, .numbers(let numbers)): return .flag(!numbers.isEmpty)
    case (.name, .text(let text)), (.text, .text(let text)): return .text(text)
    case (.span, .numbers(let ends)):
      guard ends.count == 2, let first = whole(ends[0]), let last = whole(ends[1]) else { return nil }
      return .span(first: first, last: last)
    default: return nil
    }
  }
}
