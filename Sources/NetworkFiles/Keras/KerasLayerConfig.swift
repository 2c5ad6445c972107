/// What a configuration says about one layer, or about a model, which is a layer itself.
struct KerasLayerConfig {
  /// "LSTM"; without the module it is from.
  let className: String
  /// A class that is not Keras's own, however it is called: "package>Class".
  let registeredName: String?
  /// The user's name, or the one that Keras gave it.
  let name: String
  private let settings: [String: StrictJSON]
  private let inbound: StrictJSON?

  /// Parses the whole text of a configuration.
  init(parsing text: ArraySlice<UInt8>) throws(NetworkFileProblem) {
    try self.init(try StrictJSON.parse(text))
  }

  init(_ json: StrictJSON) throws(NetworkFileProblem) {
    guard let object = json.object, let className = object["class_name"]?.string,
      let settings = object["config"]
    else { throw .malformed("a layer without class_name or config") }
    self.className = className
    // Keras 2.2 and older: the config of a Sequential is the list of its layers itself.
    self.settings = settings.object ?? ["layers": settings]
    let registered = object["registered_name"]?.string
    registeredName = registered.flatMap { $0.contains(">") ? $0 : nil }
    name = object["name"]?.string ?? self.settings["name"]?.string ?? className
    inbound = object["inbound_nodes"]
  }

  subscript(_ key: String) -> StrictJSON? { settings[key] }

  /// A layer within this one: what a wrapper wraps.
  func layer(_ key: String) throws(NetworkFileProblem) -> KerasLayerConfig? {
    guard let json = settings[key], json != .null else { return nil }
    return try KerasLayerConfig(json)
  }

  func layers(_ key: String) throws(NetworkFileProblem) -> [KerasLayerConfig] {
    guard let array = settings[key]?.array else { throw .missing("'\(key)' of '\(name)'") }
    return try array.map { json throws(NetworkFileProblem) in try KerasLayerConfig(json) }
  }

  /// A Sequential or Functional model, or a part of one.
  var isModel: Bool { settings["layers"]?.array != nil }

  var isFunctional: Bool { settings["output_layers"] != nil }

  // MARK: Settings

  /// A setting that is true or false.
  func flag(_ key: String, default value: Bool) -> Bool { settings[key]?.bool ?? value }

  /// The name of an activation; nil if the configuration does not say.
  func activation(_ key: String) -> String? {
    switch settings[key] {
    case nil: nil
    case .null: "linear"
    case .string(let name): name
    case .object(let object): object["config"]?.string ?? object["class_name"]?.string ?? "?"
    default: "?"
    }
  }

  /// The name of the number types it computes and stores in: "float32", "mixed_float16"; nil if not said.
  var dtype: String? {
    switch settings["dtype"] {
    case .string(let name): name
    case .object(let object): object["config"]?.object?["name"]?.string ?? object["class_name"]?.string
    default: nil
    }
  }

  // MARK: Functional models

  /// A tensor that another layer made: the layer's name, which call of it, which of its outputs.
  struct Tensor: Equatable {
    let layer: String
    let call: Int
    let output: Int

    /// `["name", call, output]`, perhaps with keyword arguments after it (Keras 2).
    init?(_ json: StrictJSON) {
      guard let parts = json.array, parts.count >= 3, let layer = parts[0].string,
        let call = parts[1].integer, let output = parts[2].integer
      else { return nil }
      (self.layer, self.call, self.output) = (layer, call, output)
    }
  }

  /// What one call of a layer is given: its inputs, the first one the sequence.
  struct Call: Equatable {
    var inputs: [Tensor]
  }

  /// Every call of the layer within its functional model.
  var calls: [Call] {
    (inbound?.array ?? []).map { node in
      if let arguments = node.object?["args"] {
        return Call(inputs: Self.tensors(in: arguments) + Self.tensors(in: node.object?["kwargs"] ?? .null))
      }
      // Keras 2: a list of tensors, keyword arguments in the fourth place of each.
      let tensors = node.array ?? []
      let keywords = tensors.compactMap { $0.array?.dropFirst(3).first?.object?["initial_state"]?.array }
      return Call(
        inputs: tensors.compactMap(Tensor.init) + keywords.joined().compactMap(Tensor.init))
    }
  }

  /// All tensors in the arguments of a call.
  private static func tensors(in json: StrictJSON) -> [Tensor] {
    switch json {
    case .array(let elements):
      return elements.flatMap(tensors)
    case .object(let object):
      if object["class_name"]?.string == "__keras_tensor__" {
        return (object["config"]?.object?["keras_history"]).flatMap(Tensor.init).map { [$0] } ?? []
      }
      return object.sorted { $0.key < $1.key }.flatMap { tensors(in: $0.value) }
    default:
      return []
    }
  }

  /// The one output of a functional model; nil if it has several.
  var output: Tensor? {
    guard let outputs = settings["output_layers"] else { return nil }
    if let tensor = Tensor(outputs) { return tensor }
    guard let list = outputs.array, list.count == 1 else { return nil }
    return Tensor(list[0])
  }
}

/// What is known about Keras's classes of layers that are no recurrent layers this package can run.
enum KerasClasses {
  /// Layers that hand their input on unchanged when a network is used, not trained.
  static func isInert(_ config: KerasLayerConfig) -> Bool {
    guard config.registeredName == nil else { return false }
    if config.className == "Activation" { return config.activation("activation") == "linear" }
    return inert.contains(config.className)
  }

  /// The same, from what Keras calls a layer or a group.
  static func isInert(groupName: String) -> Bool {
    inertGroups.contains(groupName.withoutCounter)
  }

  private static let inert: Set = [
    "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout",
    "ActivityRegularization", "Identity",
  ]
  private static let inertGroups = Set(inert.map(KerasGroups.snakeCase) + ["input_layer", "input"])

  /// Whether a layer looks recurrent: by its class's name, or by settings that only recurrent layers have.
  static func looksRecurrent(_ config: KerasLayerConfig) -> Bool {
    let name = config.className.lowercased()
    return ["rnn", "lstm", "gru", "recurrent"].contains { name.contains($0) }
      || config["recurrent_initializer"] != nil || config["recurrent_activation"] != nil
  }
}
