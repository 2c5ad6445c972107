import RecurrentNetworks

/// Finds dense layers on the outputs of recurrent nodes: Gemm, or MatMul with an Add, and what their outputs go through.
struct ONNXHeads {
  private let graph: ONNXGraph
  private let consumers: [String: [Int]]
  private var heads: HeadBuilder
  private var visited: Set<String> = []

  /// Changes of layout that leave the units in the last axis together, or change its size.
  private static let inert: Set = [
    "Squeeze", "Unsqueeze", "Transpose", "Gather", "Slice", "Reshape", "Identity", "Dropout",
    "Cast",
  ]
  /// Nodes between a recurrent layer and a head, and within one.
  private static let mostSteps = 64

  init(_ graph: ONNXGraph, reads: Bool) {
    self.graph = graph
    var consumers: [String: [Int]] = [:]
    for (index, node) in graph.node.enumerated() {
      for name in Set(node.input) where !name.isEmpty { consumers[name, default: []].append(index) }
    }
    self.consumers = consumers
    heads = HeadBuilder(reads: reads)
  }

  /// - Parameter nodes: each with the place of its layer, and its units; of one direction.
  /// - Throws: `InputFileError` for external data that cannot be opened.
  mutating func find(
    on nodes: [(node: ONNXRecurrentNode, layer: Int, units: Int)], _ constants: inout ONNXConstants
  ) throws -> [FoundHead] {
    for (node, layer, units) in nodes {
      // The sequence of outputs, and the last one.
      for output in node.node.output.prefix(2) where !output.isEmpty {
        try follow(output, units: units, layer: layer, below: nil, steps: 0, &constants)
      }
    }
    return heads.heads
  }

  private mutating func follow(
    _ name: String, units: Int, layer: Int, below: Int?, steps: Int,
    _ constants: inout ONNXConstants
  ) throws {
    guard steps < Self.mostSteps, visited.insert(name).inserted else { return }
    for index in consumers[name] ?? [] {
      let node = graph.node[index]
      guard node.isStandard, let output = node.output.first else { continue }
      func go(_ head: Int?, _ units: Int) throws {
        try follow(output, units: units, layer: layer, below: head, steps: steps + 1, &constants)
      }
      if Self.inert.contains(node.opType), node.input.first == name {
        let order = node.opType == "Transpose" ? node.attribute("perm")?.ints : nil
        if node.opType != "Transpose" || order?.last == order.map({ $0.count - 1 }) {
          try go(below, units)
        }
      } else if let below, let activation = Self.activation(node) {
        let place = heads.add(
          Self.name(node, index), kind: node.opType, activation: activation.found,
          called: activation.word,
          after: below)
        if let place { try go(place, units) }
      } else if let found = try dense(node, fedBy: name, units: units, &constants) {
        let place = heads.add(
          Self.name(node, index), kind: node.opType, inputSize: units, outputSize: found.outputs,
          activation: .linear, called: HeadActivation.linear.name, on: layer, below: below
        ) { (found.weights, found.bias) }
        guard let place else { continue }
        try follow(
          found.output, units: found.outputs, layer: layer, below: place, steps: steps + 1,
          &constants)
      }
    }
  }

  private static func name(_ node: ONNXNode, _ index: Int) -> String {
    node.name.isEmpty ? "\(node.opType)_\(index)" : node.name
  }

  /// W, outputs x inputs, and b of a dense layer, and the tensor that it makes; nil for another node.
  private func dense(
    _ node: ONNXNode, fedBy name: String, units: Int, _ constants: inout ONNXConstants
  ) throws -> (outputs: Int, weights: [Double], bias: [Double], output: String)? {
    guard ["Gemm", "MatMul"].contains(node.opType), node.input(at: 0) == name,
      let kernelName = node.input(at: 1),
      var output = node.output.first,
      let shape = try constants.shape(of: kernelName) ?? value(kernelName, &constants)?.shape,
      shape.count == 2
    else { return nil }
    var (biasName, isTransposed) = (node.input(at: 2), false)
    if node.opType == "Gemm" {
      let factors = [node.attribute("alpha"), node.attribute("beta")].map { $0?.f ?? 1 }
      guard factors.allSatisfy({ $0 == 1 }), node.attribute("transA")?.i ?? 0 == 0 else {
        return nil
      }
      isTransposed = node.attribute("transB")?.i ?? 0 != 0
    } else if let sums = consumers[output], sums.count == 1, graph.node[sums[0]].opType == "Add",
      graph.node[sums[0]].isStandard, let sum = graph.node[sums[0]].output.first
    {
      biasName = graph.node[sums[0]].input.first { $0 != output }
      output = sum
    }
    let (inputs, outputs) = isTransposed ? (shape[1], shape[0]) : (shape[0], shape[1])
    guard inputs == units, outputs >= 1 else { return nil }
    guard heads.reads else { return (outputs, [], [], output) }
    guard let kernel = try value(kernelName, &constants), kernel.shape == shape else { return nil }
    var bias = [Double](repeating: 0, count: outputs)
    if let biasName {
      guard let found = try value(biasName, &constants), found.numbers.count == outputs else {
        return nil
      }
      bias = found.numbers
    }
    let weights =
      isTransposed
      ? kernel.numbers
      : kernel.numbers.indices.map { kernel.numbers[$0 % inputs * outputs + $0 / inputs] }
    return (outputs, weights, bias, output)
  }

  /// Nil for a tensor that is no constant.
  private func value(_ name: String, _ constants: inout ONNXConstants) throws -> ONNXValue? {
    do {
      let value = try constants.value(name)
      return value.numbers.allSatisfy(\.isFinite) ? value : nil
    } catch is NetworkFileProblem { return nil }
  }

  /// Nil for a node that is none.
  private static func activation(_ node: ONNXNode) -> (found: HeadActivation?, word: String)? {
    switch node.opType {
    case "Sigmoid": (.curve(.sigmoid), "sigmoid")
    case "Tanh": (.curve(.tanh), "tanh")
    case "Relu": (.curve(.relu), "relu")
    case "Softmax":
      (node.attribute("axis")?.i ?? -1) == -1
        ? (.softmax, "softmax") : (nil, "softmax along another axis")
    case "LogSoftmax", "Elu", "Selu", "LeakyRelu", "Softplus", "Softsign", "HardSigmoid", "Gelu",
      "Mish":
      (nil, node.opType)
    default: nil
    }
  }
}
