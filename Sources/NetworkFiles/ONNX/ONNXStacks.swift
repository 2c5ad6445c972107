/// Which recurrent nodes feed which: the output sequence of one is the input of another, with nothing but
/// changes of layout between them.
struct ONNXStacks {
  private let graph: ONNXGraph
  private let nodes: [ONNXRecurrentNode]
  /// From places in the graph to places in `nodes`.
  private let places: [Int: Int]

  private enum Axis {
    case step, batch, direction, unit
  }

  /// Changes of layout between two layers.
  private static let stepLimit = 16

  init(_ graph: ONNXGraph, _ nodes: [ONNXRecurrentNode]) {
    self.graph = graph
    self.nodes = nodes
    places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($0.element.index, $0.offset) })
  }

  /// The node below each that it makes a stack with, as places among the nodes: one of the same single
  /// direction, whose units are as many as the node's inputs. A bidirectional node stands alone.
  ///
  /// - Parameter layers: of every node.
  func sources(_ layers: [[FoundLayer]], _ constants: inout ONNXConstants) -> [Int?] {
    nodes.indices.map { above in
      guard let below = source(of: nodes[above], &constants), nodes[below].directions.count == 1,
        nodes[below].directions == nodes[above].directions,
        layers[below][0].hiddenSize == layers[above][0].inputSize
      else { return nil }
      return below
    }
  }

  /// The node whose whole output sequence is a node's input.
  private func source(of node: ONNXRecurrentNode, _ constants: inout ONNXConstants) -> Int? {
    var changes: [ONNXNode] = []
    var name = node.node.input(at: 0)
    while let current = name, let producer = constants.producer(of: current), changes.count < Self.stepLimit {
      let maker = graph.node[producer]
      if let below = places[producer] {
        guard maker.output.first == current else { return nil }
        var axes: [Axis] =
          nodes[below].isBatchFirst
          ? [.batch, .step, .direction, .unit] : [.step, .direction, .batch, .unit]
        for change in changes.reversed() {
          guard let changed = Self.axes(axes, after: change, &constants) else { return nil }
          axes = changed
        }
        return axes == (node.isBatchFirst ? [.batch, .step, .unit] : [.step, .batch, .unit]) ? below : nil
      }
      guard maker.isStandard, maker.output.first == current else { return nil }
      changes.append(maker)
      name = maker.input(at: 0)
    }
    return nil
  }

  /// What becomes of a layer's output axes; nil for anything but a change of layout that keeps them apart.
  private static func axes(_ axes: [Axis], after node: ONNXNode, _ constants: inout ONNXConstants) -> [Axis]?
  {
    func integers(_ attribute: String, _ constants: inout ONNXConstants) -> [Int]? {
      if let name = node.input(at: 1) { return (try? constants.value(name))?.integers }
      return node.attribute(attribute)?.ints
    }
    switch node.opType {
    case "Identity", "Dropout": return axes
    case "Transpose":
      let order = node.attribute("perm")?.ints ?? Array(axes.indices.reversed())
      guard order.sorted() == Array(axes.indices) else { return nil }
      return order.map { axes[$0] }
    case "Squeeze":
      guard let squeezed = integers("axes", &constants)?.map({ $0 < 0 ? $0 + axes.count : $0 }),
        squeezed.count == 1, axes.indices.contains(squeezed[0]), axes[squeezed[0]] == .direction
      else { return nil }
      return axes.filter { $0 != .direction }
    case "Reshape":
      // To three sizes, of which 0 keeps what stands in its place, so that it must stand there afterwards,
      // too.
      let rest = axes.filter { $0 != .direction }
      guard axes.count == 4, let shape = integers("shape", &constants), shape.count == rest.count else {
        return nil
      }
      for (place, size) in shape.enumerated() where size == 0 && axes[place] != rest[place] { return nil }
      return rest.last == .unit ? rest : nil
    default: return nil
    }
  }
}
