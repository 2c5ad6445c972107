/// Which recurrent nodes feed which: the output sequence of one is the input of another, with nothing but
/// changes of layout between them.
struct ONNXStacks {
  private let graph: ONNXGraph
  private let nodes: [ONNXRecurrentNode]
  /// From places in the graph to places in `nodes`.
  private let places: [Int: Int]

  private enum Axis: Equatable {
    case step, batch, direction, unit
  }

  /// A number in a shape that a graph computes: the size of an axis, a constant, or one that is not known.
  private enum Size {
    case axis(Axis)
    case constant(Int)
    case unknown
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
        // What exporters compute shapes from: the tensors on the way.
        var known = [current: axes]
        for change in changes.reversed() {
          guard let changed = self.axes(axes, after: change, known, &constants) else { return nil }
          axes = changed
          if let output = change.output.first { known[output] = axes }
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
  ///
  /// - Parameter known: the axes of tensors on the way.
  private func axes(
    _ axes: [Axis], after node: ONNXNode, _ known: [String: [Axis]], _ constants: inout ONNXConstants
  ) -> [Axis]? {
    func integers(_ place: Int, _ attribute: String, _ constants: inout ONNXConstants) -> [Int]? {
      if let name = node.input(at: place) { return (try? constants.value(name))?.integers }
      return node.attribute(attribute)?.ints
    }
    switch node.opType {
    case "Identity", "Dropout", "Cast": return axes
    case "Transpose":
      let order = node.attribute("perm")?.ints ?? Array(axes.indices.reversed())
      guard order.sorted() == Array(axes.indices) else { return nil }
      return order.map { axes[$0] }
    case "Squeeze":
      guard let squeezed = integers(1, "axes", &constants)?.map({ $0 < 0 ? $0 + axes.count : $0 }),
        squeezed.count == 1, axes.indices.contains(squeezed[0]), axes[squeezed[0]] == .direction
      else { return nil }
      return axes.filter { $0 != .direction }
    case "Slice":
      // All of it, from 0 to an end that no sequence has.
      guard let starts = integers(1, "starts", &constants), let ends = integers(2, "ends", &constants),
        starts.allSatisfy({ $0 == 0 }), ends.allSatisfy({ $0 >= Int(Int32.max) }),
        node.input(at: 4) == nil || integers(4, "steps", &constants)?.allSatisfy({ $0 == 1 }) ?? false
      else { return nil }
      return axes
    case "Reshape":
      var allowance = 256
      guard let name = node.input(at: 1) else {
        return Self.reshaped(axes, node.attribute("shape")?.ints.map { .constant($0) })
      }
      return Self.reshaped(axes, sizes(name, known, &constants, &allowance))
    default: return nil
    }
  }

  /// To three sizes, of which 0 keeps what stands in its place, so that it must stand there afterwards, too, and the
  /// size of an axis belongs to that axis.
  private static func reshaped(_ axes: [Axis], _ shape: [Size]?) -> [Axis]? {
    let rest = axes.filter { $0 != .direction }
    guard axes.count == 4, let shape, shape.count == rest.count, rest.last == .unit else { return nil }
    for (place, size) in shape.enumerated() {
      switch size {
      case .constant(0): guard axes[place] == rest[place] else { return nil }
      case .axis(let axis): guard axis == rest[place] else { return nil }
      case .constant, .unknown: break
      }
    }
    return rest
  }

  /// The numbers of a shape, as far as they can be told; nil if not even their count can.
  ///
  /// - Parameter allowance: how many more nodes may be looked at.
  private func sizes(
    _ name: String, _ known: [String: [Axis]], _ constants: inout ONNXConstants, _ allowance: inout Int
  ) -> [Size]? {
    allowance -= 1
    guard allowance > 0 else { return nil }
    guard let producer = constants.producer(of: name), graph.node[producer].opType != "Constant" else {
      return (try? constants.value(name))?.integers.map { .constant($0) }
    }
    let node = graph.node[producer]
    guard node.isStandard, let input = node.input(at: 0) else { return nil }
    func integers(_ place: Int, _ attribute: String, _ constants: inout ONNXConstants) -> [Int]? {
      if let name = node.input(at: place) { return (try? constants.value(name))?.integers }
      return node.attribute(attribute)?.ints
    }
    switch node.opType {
    case "Shape": return known[input]?.map { .axis($0) }
    case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape":
      return sizes(input, known, &constants, &allowance)
    case "Gather":
      guard let places = integers(1, "", &constants), places.count <= 8 else { return nil }
      let all = sizes(input, known, &constants, &allowance)
      return places.map { place in
        guard let all else { return .unknown }
        let place = place < 0 ? place + all.count : place
        return all.indices.contains(place) ? all[place] : .unknown
      }
    case "Slice":
      guard let all = sizes(input, known, &constants, &allowance),
        let start = integers(1, "starts", &constants)?.first,
        let end = integers(2, "ends", &constants)?.first,
        node.input(at: 4) == nil || integers(4, "steps", &constants)?.first == 1
      else { return nil }
      func clamp(_ place: Int) -> Int { max(0, min(all.count, place < 0 ? place + all.count : place)) }
      return Array(all[clamp(start)..<max(clamp(start), clamp(end))])
    case "Concat":
      var all: [Size] = []
      for name in node.input {
        guard let part = sizes(name, known, &constants, &allowance), all.count + part.count <= 8 else {
          return nil
        }
        all += part
      }
      return all
    default: return nil
    }
  }
}
