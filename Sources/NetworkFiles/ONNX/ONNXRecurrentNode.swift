import RecurrentNetworks

/// An RNN, LSTM or GRU node: its settings, checked, and its weights.
struct ONNXRecurrentNode {
  /// The node's place in the graph.
  let index: Int
  let node: ONNXNode
  let cell: CellType
  let directions: [LayerDirection]
  /// Whether inputs and outputs have the batch before the steps.
  let isBatchFirst: Bool

  /// Operators that run a recurrent layer.
  static let operators: [String: CellType] = ["RNN": .rnn, "LSTM": .lstm, "GRU": .gru]

  private enum Input: Int {
    case weights = 1, recurrentWeights, bias, sequenceLengths, initialHidden, initialCell, peepholes
  }

  /// What messages call a node.
  static func place(_ index: Int, _ node: ONNXNode) -> String { "node \(index) (\(node.opType))" }

  var place: String { Self.place(index, node) }

  /// - Throws: `malformed` for settings that are none of the operator's.
  init(_ node: ONNXNode, index: Int, cell: CellType) throws(NetworkFileProblem) {
    self.index = index
    self.node = node
    var names: Set<String> = []
    for attribute in node.attribute {
      guard names.insert(attribute.name).inserted else { throw .duplicate(attribute.name) }
    }
    switch node.attribute("direction")?.texts.first ?? "forward" {
    case "forward": directions = [.forward]
    case "reverse": directions = [.backward]
    case "bidirectional": directions = [.forward, .backward]
    case let other: throw .malformed("direction \(other)")
    }
    switch node.attribute("layout")?.i ?? 0 {
    case 0: isBatchFirst = false
    case 1: isBatchFirst = true
    case let other: throw .malformed("layout \(other)")
    }
    switch (cell, node.attribute("linear_before_reset")?.i ?? 0) {
    case (.gru, 0): self.cell = .gruResetBefore
    default: self.cell = cell
    }
  }

  /// The names of the states that the layer starts from, if the graph gives any.
  var initialStates: [String] {
    [node.input(at: Input.initialHidden.rawValue), node.input(at: Input.initialCell.rawValue)].compactMap {
      $0
    }
  }

  /// Each direction's layer.
  ///
  /// - Parameter names: those that are taken; a node without a name is called after its operator and place.
  /// - Throws: `NetworkFileProblem` or `InputFileError` for weights that cannot be had or do not fit.
  func layers(_ names: inout UniqueNames, _ constants: inout ONNXConstants) throws -> [FoundLayer] {
    let weights = try numbers(.weights, &constants)
    let recurrent = try numbers(.recurrentWeights, &constants)
    guard recurrent.shape.count == 3, recurrent.shape[2] >= 1, weights.shape.count == 3, weights.shape[2] >= 1
    else {
      throw NetworkFileProblem.malformed(
        "weights of shapes \(weights.shape), \(recurrent.shape): both need three sizes, the last at least 1"
      )
    }
    let (inputSize, hiddenSize) = (weights.shape[2], recurrent.shape[2])
    let rows = cell.gateCount * hiddenSize
    try check(weights, [directions.count, rows, inputSize])
    try check(recurrent, [directions.count, rows, hiddenSize])
    if let size = node.attribute("hidden_size"), size.i != hiddenSize {
      throw NetworkFileProblem.malformed("hidden_size \(size.i) where the weights have \(hiddenSize) units")
    }
    var bias: ONNXValue?
    if node.input(at: Input.bias.rawValue) != nil {
      let value = try numbers(.bias, &constants)
      try check(value, [directions.count, 2 * rows])
      bias = value
    }

    let refusal = refusal
    let name = node.name.isEmpty ? "\(node.opType)_\(index)" : node.name
    return try directions.indices.map { half in
      func part(_ value: ONNXValue) -> ArraySlice<Double> {
        let count = value.numbers.count / directions.count
        return value.numbers[half * count..<(half + 1) * count]
      }
      let zeros = [Double](repeating: 0, count: 2 * rows)[...]
      let layer = RecurrentLayer(
        onnx: cell, inputSize: inputSize, hiddenSize: hiddenSize, weights: part(weights),
        recurrentWeights: part(recurrent), bias: bias.map(part) ?? zeros,
        activations: refusal == nil ? activations?[half] ?? (nil, nil, nil) : (nil, nil, nil))
      // Two finite numbers can add up to more than float64 holds.
      guard layer.bias.allSatisfy(\.isFinite) else {
        throw NetworkFileProblem.malformed("biases whose sum is not finite")
      }
      let isHalf = directions.count == 2
      return FoundLayer(
        name: names.unique(isHalf ? name + (half == 0 ? "/forward" : "/reverse") : name),
        kind: node.opType + (isHalf ? " (bidirectional)" : ""), direction: directions[half], cell: cell,
        inputSize: inputSize, hiddenSize: hiddenSize,
        parameterCount: rows * (inputSize + hiddenSize) + (bias == nil ? 0 : 2 * rows),
        storage: weights.storage ?? .float32, conventions: conventions(hasBias: bias != nil),
        content: refusal.map { .failure($0) } ?? .success(StoredLayer(layer)))
    }
  }

  private func numbers(_ input: Input, _ constants: inout ONNXConstants) throws -> ONNXValue {
    guard let name = node.input(at: input.rawValue) else {
      throw NetworkFileProblem.missing(input == .weights ? "input W" : "input R")
    }
    let value = try constants.value(name)
    // Nodes may share weights, but every layer has its own copy.
    try constants.spend(value.numbers.count)
    guard value.storage != nil else { throw NetworkFileProblem.numberType(found: "integers") }
    return value
  }

  private func check(_ value: ONNXValue, _ expected: [Int]) throws(NetworkFileProblem) {
    guard value.shape == expected else { throw .shape(found: value.shape, expected: expected) }
  }

  /// What the specification says of the cell: the order of its gates, for people, and its activations.
  private var usual: (gates: String, activations: [String]) {
    switch cell {
    case .lstm: ("gates i, o, f, c", ["sigmoid", "tanh", "tanh"])
    case .gru, .gruResetBefore: ("gates z, r, h", ["sigmoid", "tanh"])
    default: ("tanh", ["tanh"])
    }
  }

  private func conventions(hasBias: Bool) -> [String] {
    var conventions = [usual.gates]
    if node.opType == "GRU" { conventions.append("linear_before_reset=\(cell == .gru ? 1 : 0)") }
    conventions.append("layout=\(isBatchFirst ? 1 : 0)")
    if !hasBias { conventions.append("no bias") }
    return conventions
  }

  /// What the node asks for that the engine does not compute.
  private var refusal: LayerRefusal? {
    let known = [
      "hidden_size", "direction", "layout", "linear_before_reset", "activations", "activation_alpha",
      "activation_beta", "clip", "input_forget", "output_sequence",
    ]
    if let other = node.attribute.first(where: { !known.contains($0.name) }) {
      return .setting(name: other.name, value: "unknown")
    }
    if let clip = node.attribute("clip") { return .setting(name: "clip", value: "\(clip.f)") }
    if let coupled = node.attribute("input_forget"), coupled.i != 0 {
      return .setting(name: "input_forget", value: "\(coupled.i)")
    }
    guard let activations,
      activations.allSatisfy({
        cell.canHave(
          gates: $0.gates ?? .sigmoid, candidate: $0.candidate ?? .tanh, cellState: $0.cellState ?? .tanh)
      })
    else {
      let texts = node.attribute("activations")?.texts ?? []
      return .setting(name: "activations", value: texts.joined(separator: ", "))
    }
    if node.input(at: Input.sequenceLengths.rawValue) != nil { return .feature("sequence_lens") }
    if node.input(at: Input.peepholes.rawValue) != nil { return .feature("peephole weights (P)") }
    return nil
  }

  /// What gates, candidate and cell state of each direction go through, nil for the usual; nil in all if one of them is
  /// none that can be had.
  private var activations: [(gates: Activation?, candidate: Activation?, cellState: Activation?)]? {
    guard let names = node.attribute("activations")?.texts, !names.isEmpty else {
      return directions.map { _ in (nil, nil, nil) }
    }
    let count = usual.activations.count
    guard names.count == count * directions.count else { return nil }
    // Only activations that have parameters take of them, one after the other.
    var alphas = (node.attribute("activation_alpha")?.floats ?? [])[...]
    var betas = (node.attribute("activation_beta")?.floats ?? [])[...]
    var all: [Activation] = []
    for name in names {
      let activation: Activation?
      switch name.lowercased() {
      case "sigmoid": activation = .sigmoid
      case "tanh": activation = .tanh
      case "relu": activation = .relu
      case "softsign": activation = .softsign
      case "elu": activation = (alphas.popFirst() ?? 1) == 1 ? .elu : nil
      case "affine":
        let (alpha, beta) = (alphas.popFirst() ?? 1, betas.popFirst() ?? 0)
        activation = alpha == 1 && beta == 0 ? .identity : nil
      case "hardsigmoid":
        let (alpha, beta) = (alphas.popFirst() ?? 0.2, betas.popFirst() ?? 0.5)
        activation =
          beta != 0.5 ? nil : alpha == 0.2 ? .hardSigmoid : alpha == Float(1) / 6 ? .hardSigmoidSixth : nil
      default: activation = nil
      }
      guard let activation else { return nil }
      all.append(activation)
    }
    return directions.indices.map { half in
      let own = all[half * count..<(half + 1) * count].map { $0 }
      return switch count {
      case 3: (own[0], own[1], own[2])
      case 2: (own[0], own[1], nil)
      default: (nil, own[0], nil)
      }
    }
  }
}
