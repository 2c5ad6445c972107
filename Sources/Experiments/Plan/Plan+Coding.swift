import MemoryMeasures
import RecurrentNetworks

/// Plans are stored as JSON: every setting by its key, as experiment files have them, and what plans know of given
/// networks and recorded inputs.
extension Plan: Codable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: SettingKey.self)
    try container.encode(arithmeticRevision, forKey: .arithmeticRevision)
    if !subjects.given.isEmpty {
      try container.encode(subjects.given.map(StoredNetwork.init), forKey: .networks)
      try container.encode(inputs, forKey: .recorded)
      if subjects.twins > 0, subjects.twinPairs == .shared {
        try container.encode(subjects.twinPairs, forKey: .twinPairs)
      }
    }
    for (key, value) in storedSettings { try container.encode(value, forKey: key) }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: SettingKey.self)
    guard container.contains(.arithmeticRevision) else {
      self = try Version1Plan(from: decoder).plan(of: M.self)
      return
    }
    let networks = try container.decodeIfPresent([StoredNetwork].self, forKey: .networks) ?? []
    var experiment = Experiment<M>.standard
    experiment.networks = networks.isEmpty ? [] : [""]
    experiment.construction = nil
    for setting in Experiment<M>.stored {
      guard let value = try container.decodeSetting(setting.form, forKey: setting.key) ?? setting.former
      else {
        continue
      }
      try setting.set(value, of: &experiment)
    }
    let subjects: Subjects =
      try networks.isEmpty
      ? .drawn(experiment.grid)
      : .given(
        networks.map(\.network), twinKinds: experiment.twinKinds,
        twins: experiment.twinKinds.isEmpty ? 0 : experiment.twins,
        reading: container.decodeIfPresent(TwinPairs.self, forKey: .twinPairs)
          ?? (experiment.twinKinds.isEmpty ? .shared : .own))
    let hasPairs = !networks.isEmpty && M.offer.given == .pairs
    let isSingle = !networks.isEmpty && M.offer.given == .single
    try self.init(
      subjects: subjects, repeats: hasPairs ? experiment.pairs : isSingle ? 1 : experiment.repeats,
      settings: experiment.settings, seed: experiment.seed, precisions: experiment.precisions,
      rounding: experiment.rounding,
      inputs: container.decodeIfPresent(InputSource.self, forKey: .recorded) ?? .random,
      arithmeticRevision: container.decode(Int.self, forKey: .arithmeticRevision))
  }
}

/// A key of a stored plan.
struct SettingKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }

  static let arithmeticRevision = SettingKey(stringValue: "arithmetic-revision")
  static let networks = SettingKey(stringValue: "networks")
  static let recorded = SettingKey(stringValue: "recorded")
  /// Not there in the formats before version 3.
  static let twinPairs = SettingKey(stringValue: "twin-pairs")
}

extension KeyedEncodingContainer<SettingKey> {
  fileprivate mutating func encode(_ value: SettingValue, forKey key: String) throws {
    let key = SettingKey(stringValue: key)
    switch value {
    case .whole(let value): try encode(value, forKey: key)
    case .wholes(let values): try encode(values, forKey: key)
    case .seed(let value): try encode(value, forKey: key)
    case .number(let value): try encode(value, forKey: key)
    case .numbers(let values): try encode(values, forKey: key)
    case .flag(let value): try encode(value, forKey: key)
    case .text(let value): try encode(value, forKey: key)
    case .texts(let values): try encode(values, forKey: key)
    case .span(let first, let last): try encode([first, last], forKey: key)
    }
  }
}

extension KeyedDecodingContainer<SettingKey> {
  /// Nil if there is no such key.
  fileprivate func decodeSetting(_ form: SettingForm, forKey key: String) throws -> SettingValue? {
    let key = SettingKey(stringValue: key)
    guard contains(key) else { return nil }
    switch form {
    case .whole: return .whole(try decode(Int.self, forKey: key))
    case .wholes: return .wholes(try decode([Int].self, forKey: key))
    case .seed: return .seed(try decode(UInt64.self, forKey: key))
    case .number: return .number(try decode(Double.self, forKey: key))
    case .numbers: return .numbers(try decode([Double].self, forKey: key))
    case .flag: return .flag(try decode(Bool.self, forKey: key))
    case .text, .name, .layerSpan, .shard, .time: return .text(try decode(String.self, forKey: key))
    case .texts: return .texts(try decode([String].self, forKey: key))
    case .names:
      // One name by itself is that of a setting that took one only.
      if let name = try? decode(String.self, forKey: key) { return .text(name) }
      return .texts(try decode([String].self, forKey: key))
    case .span:
      let ends = try decode([Int].self, forKey: key)
      guard ends.count == 2 else {
        throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "not two numbers")
      }
      return .span(first: ends[0], last: ends[1])
    }
  }
}

/// A given network, as plans store it.
struct StoredNetwork: Codable {
  var name: String
  var path: String?
  var selection: String?
  var gateActivation: Activation?
  var group: String?
  var checkpoint: Int?
  var counter: String?
  var notes: [String]?
  var construction: ConstructionRecipe?
  var layers: [LayerShape]
  var readout: NetworkOutline.ExactReadout?
  var head: NetworkOutline.HeadOutline?
  var promise: RecallPromise?
  var digest: UInt64

  init(_ network: GivenNetwork) {
    name = network.name
    path = network.path.isEmpty ? nil : network.path
    selection = network.selection.isEmpty ? nil : network.selection
    gateActivation = network.gateActivation
    group = network.group
    checkpoint = network.checkpoint
    counter = network.counter
    notes = network.notes.isEmpty ? nil : network.notes
    construction = network.construction
    layers = network.outline.layers
    readout = network.outline.readout
    head = network.outline.head
    promise = network.outline.promise
    digest = network.digest
  }

  var network: GivenNetwork {
    GivenNetwork(
      name: name, path: path ?? "", selection: selection ?? "", group: group, checkpoint: checkpoint,
      notes: notes ?? [], construction: construction,
      outline: NetworkOutline(layers: layers, readout: readout, promise: promise, head: head), digest: digest,
      gateActivation: gateActivation, counter: counter)
  }
}
