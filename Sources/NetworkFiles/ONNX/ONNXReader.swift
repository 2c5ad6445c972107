import SwiftProtobuf

/// Reads the recurrent layers of an ONNX model: its RNN, LSTM and GRU nodes, with weights that are constants
/// of the graph.
enum ONNXReader: NetworkReader {
  /// Recurrent nodes that are read: every one's layer takes memory, even where all share the same weights,
  /// and the stacks of layers that branch grow with the square of their number. No model has so many.
  static let nodeLimit = 1 << 12

  static let formats: [NetworkFileFormat] = [.onnx]

  /// Has no mark to be known by, so that any file may be one.
  static func recognises(_ opened: OpenedFile) -> Bool { true }

  /// - Throws: `NetworkFileError`: `unknownFormat` if this is no ONNX file; `InputFileError` for external data
  ///   that cannot be opened.
  static func read(_ opened: OpenedFile) throws -> NetworkFile {
    let bytes = opened.bytes
    let model = try opened.located(Self.model(bytes))
    try refuseHiddenLayers(of: model, opened)
    var constants = try opened.located(
      ONNXConstants(model.graph, ONNXExternalData(path: opened.path), fileSize: bytes.count))
    let nodes = try recurrentNodes(of: model.graph, opened)
    guard !nodes.isEmpty else { throw opened.error(.noRecurrentLayer) }
    guard nodes.count <= nodeLimit else {
      throw opened.error(
        .tooLarge(what: "the number of recurrent nodes", found: UInt64(nodes.count), limit: UInt64(nodeLimit))
      )
    }

    var names = UniqueNames()
    var layers: [[FoundLayer]] = []
    for node in nodes {
      do {
        layers.append(try node.layers(&names, &constants))
      } catch let problem as NetworkFileProblem {
        throw opened.error(at: node.place, problem)
      }
    }
    let sources = ONNXStacks(model.graph, nodes).sources(layers, &constants)
    return NetworkFile(
      format: .onnx, layers: layers.flatMap { $0 }, stacks: stacks(sources, layers),
      notes: notes(model, nodes, &constants))
  }

  /// - Throws: `unknownFormat` for bytes that neither are a model nor begin like one.
  private static func model(_ bytes: [UInt8]) throws(NetworkFileProblem) -> ONNXModel {
    do {
      try ProtobufOutline.check(bytes)
      var options = BinaryDecodingOptions()
      options.messageDepthLimit = ProtobufOutline.depthLimit
      options.discardUnknownFields = true
      let model = try ONNXModel(serializedBytes: bytes, options: options)
      guard model.hasGraph else { throw NetworkFileProblem.missing("graph") }
      return model
    } catch let problem as NetworkFileProblem {
      throw beginsLikeModel(bytes) ? problem : .unknownFormat
    } catch BinaryDecodingError.invalidUTF8 {
      throw beginsLikeModel(bytes) ? .malformed("protobuf: text that is not UTF-8") : .unknownFormat
    } catch {
      throw beginsLikeModel(bytes) ? .malformed("protobuf: \(error)") : .unknownFormat
    }
  }

  /// Field 1, a small version number, and then another field of a model: so begin all files that exporters
  /// write.
  private static func beginsLikeModel(_ bytes: [UInt8]) -> Bool {
    let others: [UInt8] = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42]
    return bytes.count >= 3 && bytes[0] == 0x08 && (1...0x7F).contains(bytes[1]) && others.contains(bytes[2])
  }

  private static func recurrentNodes(
    of graph: ONNXGraph, _ opened: OpenedFile
  ) throws(NetworkFileError) -> [ONNXRecurrentNode] {
    var nodes: [ONNXRecurrentNode] = []
    for (index, node) in graph.node.enumerated() where node.isStandard {
      guard let cell = ONNXRecurrentNode.operators[node.opType] else { continue }
      nodes.append(
        try opened.located(
          at: ONNXRecurrentNode.place(index, node), ONNXRecurrentNode(node, index: index, cell: cell)))
    }
    return nodes
  }

  /// Layers in places where they are not looked for: reading the others alone would give another network than
  /// the file's.
  private static func refuseHiddenLayers(of model: ONNXModel, _ opened: OpenedFile) throws(NetworkFileError) {
    for (index, node) in model.graph.node.enumerated() {
      let place = ONNXRecurrentNode.place(index, node)
      if !node.isStandard, ONNXRecurrentNode.operators.keys.contains(where: { node.opType.contains($0) }) {
        throw opened.error(at: place, .unsupported("operator \(node.opType) of domain \(node.domain)"))
      }
      for graph in node.attribute.flatMap({ ($0.hasG ? [$0.g] : []) + $0.graphs }) {
        if let layer = recurrentOperator(in: graph) {
          throw opened.error(at: place, .unsupported("\(layer) in a subgraph"))
        }
      }
    }
    for function in model.functions {
      if let node = function.node.first(where: { ONNXRecurrentNode.operators[$0.opType] != nil }) {
        throw opened.error(at: "function \(function.name)", .unsupported("\(node.opType) in a function"))
      }
    }
  }

  /// The first in a graph or its subgraphs, whose depth is that of messages and limited with it.
  private static func recurrentOperator(in graph: ONNXGraph) -> String? {
    for node in graph.node {
      if ONNXRecurrentNode.operators[node.opType] != nil { return node.opType }
      for inner in node.attribute.flatMap({ ($0.hasG ? [$0.g] : []) + $0.graphs }) {
        if let found = recurrentOperator(in: inner) { return found }
      }
    }
    return nil
  }

  /// From the node below each node to stacks of layers, of which a bidirectional node has two.
  private static func stacks(_ sources: [Int?], _ layers: [[FoundLayer]]) -> [[Int]] {
    var builder = StackBuilder()
    var first: [Int] = []
    var count = 0
    for (source, layers) in zip(sources, layers) {
      first.append(count)
      for _ in layers {
        // A graph lists its nodes in the order in which they run, so that what feeds a layer is there
        // already.
        builder.add(
          count, fedBy: source.flatMap { first.indices.contains($0) ? .layer(first[$0]) : nil } ?? .elsewhere)
        count += 1
      }
    }
    return builder.stacks
  }

  private static func notes(
    _ model: ONNXModel, _ nodes: [ONNXRecurrentNode], _ constants: inout ONNXConstants
  ) -> [NetworkFileNote] {
    var notes: [NetworkFileNote] = []
    var states = ONNXInitialStates(model.graph)
    for node in nodes {
      if model.producerName == "pytorch", node.cell == .gruResetBefore {
        notes.append(
          .remark(
            """
            \(node.place) says linear_before_reset=0, but PyTorch's GRU applies the reset gate after the \
            recurrent product; some of its exporters wrote this setting wrongly
            """))
      }
      if node.initialStates.contains(where: { !states.isZero($0, &constants) }) {
        notes.append(
          .remark("\(node.place) starts from a state that may be other than zero; runs here start from zero"))
      }
    }
    return notes
  }
}

extension NetworkFileFormat {
  public static let onnx = NetworkFileFormat(name: "ONNX", library: "ONNX", ending: ".onnx")
}
