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
