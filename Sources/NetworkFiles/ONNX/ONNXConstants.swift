/// The tensors of a graph whose numbers are known without running it: initializers, constants, and what
/// exporters compute from these. PyTorch's exporter leaves the reordering of gates in the graph (Slice,
/// Concat, Unsqueeze) for all but small weights.
struct ONNXConstants {
  private let graph: ONNXGraph
  private let external: ONNXExternalData
  private let sparse: Set<String>
  private var initializers: [String: Int] = [:]
  private var producers: [String: Int] = [:]
  private var values: [String: ONNXValue] = [:]
  /// How many more numbers may be made. A short file can ask for any number of them, by joining tensors with
  /// themselves for example, or by pointing at the same bytes again and again.
  private var allowance: Int
  /// Whether more have been asked for.
  private(set) var isSpent = false
  /// Other files whose bytes are counted in.
  private var counted: Set<String> = []

  /// Nodes between a tensor and its initializers.
  private static let depthLimit = 64

  /// - Parameter fileSize: in bytes.
  /// - Throws: `duplicate` for two tensors of the same name.
  init(_ graph: ONNXGraph, _ external: ONNXExternalData, fileSize: Int) throws(NetworkFileProblem) {
    self.graph = graph
    self.external = external
    // An honest file has every number once as it is stored, in two bytes at least, and again after each of
    // two steps that reorder the gates.
    allowance = 4 * fileSize + (1 << 20)
    sparse = Set(graph.sparseInitializer.map(\.values.name))
    for (index, tensor) in graph.initializer.enumerated() {
      guard initializers.updateValue(index, forKey: tensor.name) == nil else { throw .duplicate(tensor.name) }
    }
    for (index, node) in graph.node.enumerated() {
      for output in node.output where !output.isEmpty {
        guard producers.updateValue(index, forKey: output) == nil, initializers[output] == nil else {
          throw .duplicate(output)
        }
      }
    }
  }

  /// The place in the graph of the node that makes a tensor; nil for inputs and initializers.
  func producer(of name: String) -> Int? { producers[name] }

  /// The sizes of an initializer, without its numbers; nil for other tensors.
  func shape(of name: String) -> [Int]? { initializers[name].map { graph.initializer[$0].dims } }

  /// - Throws: `NetworkFileProblem` if the numbers are not known or not right; `InputFileError` if another
  ///   file that holds them cannot be opened.
  mutating func value(_ name: String) throws -> ONNXValue {
    try value(name, depth: 0)
  }

  private mutating func value(_ name: String, depth: Int) throws -> ONNXValue {
    if let value = values[name] { return value }
    guard depth < Self.depthLimit else {
      throw NetworkFileProblem.unsupported("weights computed in more than \(depth) steps")
    }
    let value: ONNXValue
    if let index = initializers[name] {
      value = try stored(graph.initializer[index])
    } else if let index = producers[name] {
      value = try computed(graph.node[index], depth: depth)
    } else if sparse.contains(name) {
      throw NetworkFileProblem.unsupported("sparse_initializer \(name)")
    } else {
      throw NetworkFileProblem.unsupported("weights that are no constant: \(name)")
    }
    values[name] = value
    return value
  }

  private mutating func stored(_ tensor: ONNXTensor) throws -> ONNXValue {
    if tensor.dataLocation == 1 {
      let location = try ONNXExternalData.Location(tensor.externalData)
      if counted.insert(location.file).inserted { allowance += 4 * external.size(location) }
    }
    try spend(tensor.claimedCount())
    return try tensor.value(external)
  }

  /// Counts numbers that are about to be allocated.
  mutating func spend(_ count: Int) throws(NetworkFileProblem) {
    guard count <= allowance else {
      isSpent = true
      throw .malformed("tensors that make more numbers than the file has bytes for")
    }
    allowance -= count
  }

  private mutating func computed(_ node: ONNXNode, depth: Int) throws -> ONNXValue {
    if node.isStandard, node.opType == "Constant" { return try constant(node) }
    let operation = ONNXConstantOperation(rawValue: node.opType)
    guard node.isStandard, let operation else {
      throw NetworkFileProblem.unsupported("weights computed by \(node.opType)")
    }
    var inputs: [ONNXValue?] = []
    for name in node.input {
      inputs.append(name.isEmpty ? nil : try value(name, depth: depth + 1))
    }
    if operation == .concat {
      for case let input? in inputs { try spend(input.numbers.count) }
    }
    let value = try operation.apply(to: inputs, node)
    if operation == .transpose || operation == .slice { try spend(value.numbers.count) }
    guard ONNXValue.isPossible(value.shape) else {
      throw NetworkFileProblem.malformed("\(node.opType): shape \(value.shape)")
    }
    return value
  }

  private mutating func constant(_ node: ONNXNode) throws -> ONNXValue {
    guard let attribute = node.attribute.first, node.attribute.count == 1 else {
      throw NetworkFileProblem.malformed("a Constant of \(node.attribute.count) values")
    }
    switch attribute.name {
    case "value": return try stored(attribute.t)
    case "value_int": return ONNXValue(shape: [], numbers: [Double(attribute.i)])
    case "value_ints":
      return ONNXValue(shape: [attribute.ints.count], numbers: attribute.ints.map { Double($0) })
    case "value_float": return ONNXValue(shape: [], numbers: [Double(attribute.f)], storage: .float32)
    case "value_floats":
      return ONNXValue(
        shape: [attribute.floats.count], numbers: attribute.floats.map { Double($0) }, storage: .float32)
    default: throw NetworkFileProblem.unsupported("a Constant given as \(attribute.name)")
    }
  }
}

/// Whether the states that a graph's layers start from are zero, as runs here do.
struct ONNXInitialStates {
  private let graph: ONNXGraph
  /// What has been found out; also what is being looked at, which a graph with a cycle comes back to.
  private var known: [String: Bool] = [:]

  init(_ graph: ONNXGraph) {
    self.graph = graph
  }

  /// - Returns: false also if it cannot be told.
  mutating func isZero(_ name: String, _ constants: inout ONNXConstants) -> Bool {
    isZero(name, &constants, depth: 0)
  }

  private mutating func isZero(_ name: String, _ constants: inout ONNXConstants, depth: Int) -> Bool {
    if let known = known[name] { return known }
    known[name] = false
    let isZero = findOut(name, &constants, depth: depth)
    known[name] = isZero
    return isZero
  }

  private mutating func findOut(_ name: String, _ constants: inout ONNXConstants, depth: Int) -> Bool {
    guard depth < 64 else { return false }
    guard let producer = constants.producer(of: name), graph.node[producer].opType != "Constant" else {
      return (try? constants.value(name))?.numbers.allSatisfy { $0 == 0 } ?? false
    }
    let node = graph.node[producer]
    guard node.isStandard else { return false }
    switch node.opType {
    case "ConstantOfShape":
      guard let value = node.attribute("value") else { return true }
      // One number: never kept elsewhere.
      guard value.t.dataLocation == 0 else { return false }
      return (try? value.t.value(ONNXExternalData(path: "")))?.numbers.allSatisfy { $0 == 0 } ?? false
    case "Expand", "Tile", "Slice", "Gather", "Squeeze", "Unsqueeze", "Reshape", "Transpose", "Identity",
      "Cast",
      "Split":
      guard let source = node.input.first else { return false }
      return isZero(source, &constants, depth: depth + 1)
    case "Concat":
      for source in node.input where !isZero(source, &constants, depth: depth + 1) { return false }
      return true
    default: return false
    }
  }
}
