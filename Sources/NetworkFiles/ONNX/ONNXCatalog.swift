/// The recurrent layers of an ONNX model, gathered node by node.
struct ONNXCatalog {
  private let opened: OpenedFile
  /// The layers of every node, in the graph's order, with the node if it is one that may be part of a stack.
  private var entries: [(node: ONNXRecurrentNode?, layers: [FoundLayer])] = []
  private var names = UniqueNames()
  /// What is wrong with the first node that cannot be read.
  private(set) var error: NetworkFileError?
  /// Whether there is a node that can be.
  private(set) var isReadable = false

  /// Recurrent nodes that are read: every one's layer takes memory, even where all share the same weights,
  /// and the stacks of layers that branch grow with the square of their number. No model has so many.
  static let nodeLimit = 1 << 12

  init(_ opened: OpenedFile) {
    self.opened = opened
  }

  var layers: [FoundLayer] { entries.flatMap(\.layers) }

  /// The nodes that may be part of a stack, each with its layers.
  var nodes: [(node: ONNXRecurrentNode, layers: [FoundLayer])] {
    entries.compactMap { entry in entry.node.map { ($0, entry.layers) } }
  }

  /// The nodes of one direction, each with the place of its layer among all, and its units.
  var oneWayNodes: [(node: ONNXRecurrentNode, layer: Int, units: Int)] {
    var (found, place): ([(node: ONNXRecurrentNode, layer: Int, units: Int)], Int) = ([], 0)
    for (node, layers) in entries {
      if let node, layers.count == 1 { found.append((node, place, layers[0].hiddenSize)) }
      place += layers.count
    }
    return found
  }

  /// Adds the layers of a node, if it has any.
  ///
  /// - Throws: `tooLarge`; `InputFileError` for external data that cannot be opened.
  mutating func add(_ node: ONNXNode, index: Int, _ constants: inout ONNXConstants) throws {
    let place = ONNXRecurrentNode.place(index, node)
    if let recurrence = ONNXRecurrence(in: node) {
      let problem =
        node.isStandard
        ? NetworkFileProblem.recurrence(recurrence)
        : .unsupported("operator \(node.opType) of domain \(node.domain)")
      return try refuse(node.name.isEmpty ? "\(node.opType)_\(index)" : node.name, node, at: place, problem)
    }
    guard node.isStandard, let cell = ONNXRecurrentNode.operators[node.opType] else { return }
    do {
      let recurrent = try ONNXRecurrentNode(node, index: index, cell: cell)
      try append(recurrent, try recurrent.layers(&names, &constants))
      isReadable = true
    } catch let problem as NetworkFileProblem {
      // Made to exhaust its reader, the file is none to read on.
      guard !constants.isSpent else { throw opened.error(at: place, problem) }
      try refuse(node.name.isEmpty ? "\(node.opType)_\(index)" : node.name, node, at: place, problem)
    }
  }

  /// Adds the layers within a function of the model's own, which are not read.
  ///
  /// - Throws: `tooLarge`.
  mutating func add(_ function: ONNXFunction) throws(NetworkFileError) {
    for node in function.node where ONNXRecurrentNode.operators[node.opType] != nil {
      try refuse(
        "\(function.name)/\(node.opType)", node, at: "function \(function.name)",
        .recurrence(.within(node.opType, of: "function")))
    }
  }

  private mutating func refuse(
    _ name: String, _ node: ONNXNode, at place: String, _ problem: NetworkFileProblem
  ) throws(NetworkFileError) {
    error = error ?? opened.error(at: place, problem)
    let layer = FoundLayer(
      name: names.unique(name), kind: node.opType, direction: .forward,
      cell: ONNXRecurrentNode.operators[node.opType], inputSize: 0, hiddenSize: 0, parameterCount: 0,
      storage: .float32, conventions: [], content: .failure(.problem(problem)))
    try append(nil, [layer])
  }

  private mutating func append(
    _ node: ONNXRecurrentNode?, _ layers: [FoundLayer]
  ) throws(NetworkFileError) {
    guard entries.count < Self.nodeLimit else {
      throw opened.error(
        .tooLarge(
          what: "the number of recurrent nodes", found: UInt64(entries.count) + 1,
          limit: UInt64(Self.nodeLimit)))
    }
    entries.append((node, layers))
  }

  /// From the node below each of `nodes` to stacks of layers, of which a bidirectional node has two.
  func stacks(_ sources: [Int?]) -> [[Int]] {
    var builder = StackBuilder()
    // The first layer of each node.
    var first: [Int] = []
    var count = 0
    for entry in entries {
      var source = StackBuilder.Source.elsewhere
      if entry.node != nil {
        // A graph lists its nodes in the order in which they run, so that what feeds a layer is there already.
        if let below = sources[first.count], first.indices.contains(below) { source = .layer(first[below]) }
        first.append(count)
      }
      for _ in entry.layers {
        builder.add(count, fedBy: source)
        count += 1
      }
    }
    return builder.stacks
  }
}

/// A recurrence that an ONNX model has otherwise than as a node of its own.
public enum ONNXRecurrence: Equatable, Sendable {
  /// Step by step in the body of a Loop or Scan.
  case loop(String)
  /// An RNN, LSTM or GRU within another node or a function.
  case within(String, of: String)
  /// One step after the other, each with nodes of its own.
  case unrolled

  private static let products: Set = ["MatMul", "Gemm"]
  private static let activations: Set = ["Tanh", "Sigmoid", "Relu", "HardSigmoid"]

  /// Nil for a node that has none in it, or is one.
  init?(in node: ONNXNode) {
    let isOther = !node.isStandard && ONNXRecurrentNode.operators.keys.contains { node.opType.contains($0) }
    if isOther {
      self = .within(node.opType, of: "domain")
      return
    }
    let inner = node.subgraphs.flatMap(Self.operators)
    if let found = inner.first(where: { ONNXRecurrentNode.operators[$0] != nil }) {
      self = .within(found, of: node.opType)
    } else if ["Loop", "Scan"].contains(node.opType), inner.contains(where: Self.products.contains),
      inner.contains(where: Self.activations.contains)
    {
      self = .loop(node.opType)
    } else {
      return nil
    }
  }

  /// All operators in a graph and its subgraphs, whose depth is that of messages and limited with it.
  private static func operators(in graph: ONNXGraph) -> [String] {
    graph.node.flatMap { [$0.opType] + $0.subgraphs.flatMap(operators) }
  }

  /// Whether a graph without recurrent nodes has weights that PyTorch names as those of a recurrent layer, or multiplies
  /// with the same ones again and again, each time what came of the last time: at least three times.
  static func isUnrolled(_ graph: ONNXGraph) -> Bool {
    if graph.initializer.contains(where: { TorchParameterName($0.name) != nil }) { return true }
    let weights = weights(of: graph)
    var uses: [[Int]: Int] = [:]
    for case let weights? in weights { uses[weights, default: 0] += 1 }
    for own in uses.filter({ $0.value >= 3 }).sorted(by: { $0.value > $1.value }).prefix(16).map(\.key) {
      var depths: [String: Int] = [:]
      for (node, weights) in zip(graph.node, weights) {
        var depth = node.input.reduce(0) { max($0, depths[$1] ?? 0) }
        if weights == own { depth += 1 }
        if depth >= 3 { return true }
        for output in node.output where depth > 0 { depths[output] = depth }
      }
    }
    return false
  }

  /// What every node multiplies with, if it does: numbers that are the same for the same weights, of which exporters
  /// write copies, too.
  private static func weights(of graph: ONNXGraph) -> [[Int]?] {
    var keys: [String: [Int]] = [:]
    for tensor in graph.initializer {
      let places = tensor.externalData.flatMap { [$0.key.hashValue, $0.value.hashValue] }
      keys[tensor.name] = tensor.dims + [tensor.rawData.hashValue, tensor.floatData.hashValue] + places
    }
    return graph.node.map { node in
      guard products.contains(node.opType) else {
        // What is turned about or named anew is still the same.
        if ["Transpose", "Identity", "Constant"].contains(node.opType), let output = node.output.first {
          keys[output] =
            node.input(at: 0).flatMap { keys[$0] }
            ?? node.attribute("value").map { $0.t.dims + [$0.t.rawData.hashValue, $0.t.floatData.hashValue] }
        }
        return nil
      }
      return node.input(at: 1).map { keys[$0] ?? [$0.hashValue] }
    }
  }
}
