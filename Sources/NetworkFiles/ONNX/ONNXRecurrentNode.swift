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
    func optional(_ input: Input, _ count: Int) throws -> ONNXValue? {
      guard node.input(at: input.rawValue) != nil else { return nil }
      let value = try numbers(input, &constants)
      try check(value, [directions.count, count])
      return value
    }
    let bias = try optional(.bias, 2 * rows)
    let peepholes = cell.hasCellState ? try optional(.peepholes, 3 * hiddenSize) : nil

    let equations = equations
    let own = try? equations.get()
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
        peepholes: peepholes.map { Array(part($0)) } ?? [],
        activations: own.map {
          ($0.activations[half].gates, $0.activations[half].candidate, $0.activations[half].cellState)
        } ?? (nil, nil, nil), clip: own?.clip ?? .infinity, couplesGates: own?.couplesGates ?? false)
      // Two finite numbers can add up to more than float64 holds.
      guard layer.bias.allSatisfy(\.isFinite) else {
        throw NetworkFileProblem.malformed("biases whose sum is not finite")
      }
      let isHalf = directions.count == 2
      return FoundLayer(
        name: names.unique(isHalf ? name + (half == 0 ? "/forward" : "/reverse") : name),
        kind: node.opType + (isHalf ? " (bidirectional)" : ""), direction: directions[half], cell: cell,
        inputSize: inputSize, hiddenSize: hiddenSize,
        parameterCount: rows * (inputSize + hiddenSize) + (bias == nil ? 0 : 2 * rows)
          + (peepholes == nil ? 0 : 3 * hiddenSize),
        storage: weights.storage ?? .float32, conventions: conventions(hasBias: bias != nil),
        content: equations.map { _ in StoredLayer(layer) })
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

  /// What the specification says of the cell: the order of its gates, for people, and how many activations it has.
  private var usual: (gates: String, activations: Int) {
    switch cell {
    case .lstm: ("gates i, o, f, c", 3)
    case .gru, .gruResetBefore: ("gates z, r, h", 2)
    default: ("tanh", 1)
    }
  }

  private func conventions(hasBias: Bool) -> [String] {
    let activations = node.attribute("activations")?.texts ?? []
    var conventions = cell == .rnn && !activations.isEmpty ? [] : [usual.gates]
    if !activations.isEmpty { conventions.append("activations \(activations.joined(separator: ", "))") }
    if node.opType == "GRU" { conventions.append("linear_before_reset=\(cell == .gru ? 1 : 0)") }
    conventions.append("layout=\(isBatchFirst ? 1 : 0)")
    if !hasBias { conventions.append("no bias") }
    if let clip = node.attribute("clip") { conventions.append("clip=\(clip.f)") }
    if couplesGates { conventions.append("input_forget=1") }
    if hasPeepholes { conventions.append("peepholes") }
    if node.input(at: Input.sequenceLengths.rawValue) != nil {
      conventions.append("sequence_lens (sequences are read to their end here)")
    }
    return conventions
  }

  private var couplesGates: Bool { node.attribute("input_forget").map { $0.i != 0 } ?? false }

  private var hasPeepholes: Bool { node.input(at: Input.peepholes.rawValue) != nil }

  /// What the node computes beyond weights: activations of each direction, clip and coupled gates.
  private typealias Equations = (activations: [ONNXActivations], clip: Double, couplesGates: Bool)

  /// What the node asks for, or which of it the engine does not compute.
  private var equations: Result<Equations, LayerRefusal> {
    let known = [
      "hidden_size", "direction", "layout", "linear_before_reset", "activations", "activation_alpha",
      "activation_beta", "clip", "input_forget", "output_sequence",
    ]
    if let other = node.attribute.first(where: { !known.contains($0.name) }) {
      return .failure(.setting(name: other.name, value: "unknown"))
    }
    let clip = node.attribute("clip")?.f ?? .infinity
    guard clip > 0 else { return .failure(.setting(name: "clip", value: "\(clip)")) }
    if !cell.hasCellState {
      if couplesGates { return .failure(.setting(name: "input_forget", value: "1")) }
      if hasPeepholes { return .failure(.feature("peephole weights (P)")) }
    }
    return Result { () throws(LayerRefusal) in
      let activations = try ONNXActivations.ofDirections(
        directions.count, of: node, count: usual.activations)
      return (activations, Double(clip.description) ?? Double(clip), couplesGates)
    }
  }
}
