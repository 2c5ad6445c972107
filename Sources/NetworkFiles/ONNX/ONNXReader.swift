/// Reads the recurrent layers of an ONNX model: its RNN, LSTM and GRU nodes, with weights that are constants
/// of the graph. One that cannot be read is listed with its reason, as long as there is another.
enum ONNXReader: NetworkReader {
  static let formats: [NetworkFileFormat] = [.onnx]

  /// Has no mark to be known by, so that any file may be one.
  static func recognises(_ opened: OpenedFile) -> Bool { true }

  /// - Throws: `NetworkFileError`: `unknownFormat` if this is no ONNX file; `InputFileError` for external data
  ///   that cannot be opened.
  static func read(_ opened: OpenedFile) throws -> NetworkFile {
    let bytes = opened.bytes
    let model = try opened.located(Self.model(bytes))
    var constants = try opened.located(
      ONNXConstants(model.graph, ONNXExternalData(path: opened.path), fileSize: bytes.count))
    var catalog = ONNXCatalog(opened)
    for (index, node) in model.graph.node.enumerated() {
      try catalog.add(node, index: index, &constants)
    }
    for function in model.functions { try catalog.add(function) }
    guard catalog.isReadable else {
      if let error = catalog.error { throw error }
      if ONNXRecurrence.isUnrolled(model.graph) { throw opened.error(.recurrence(.unrolled)) }
      throw opened.error(.noRecurrentLayer)
    }
    let nodes = catalog.nodes
    let sources = ONNXStacks(model.graph, nodes.map(\.node)).sources(nodes.map(\.layers), &constants)
    var heads = ONNXHeads(model.graph, reads: opened.readsHeads)
    return NetworkFile(
      format: .onnx, layers: catalog.layers, stacks: catalog.stacks(sources),
      heads: try heads.find(on: catalog.oneWayNodes, &constants),
      notes: notes(model, nodes.map(\.node), &constants))
  }

  /// - Throws: `unknownFormat` for bytes that neither are a model nor begin like one.
  private static func model(_ bytes: [UInt8]) throws(NetworkFileProblem) -> ONNXModel {
    do throws(NetworkFileProblem) {
      let model: ONNXModel = try ProtobufReader.read(bytes)
      guard model.hasGraph else { throw .missing("graph") }
      return model
    } catch {
      throw beginsLikeModel(bytes) ? error : .unknownFormat
    }
  }

  /// Field 1, a small version number, and then another field of a model: so begin all files that exporters
  /// write.
  private static func beginsLikeModel(_ bytes: [UInt8]) -> Bool {
    let others: [UInt8] = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42]
    return bytes.count >= 3 && bytes[0] == 0x08 && (1...0x7F).contains(bytes[1]) && others.contains(bytes[2])
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
  /// Models of ONNX.
  public static let onnx = NetworkFileFormat(name: "ONNX", library: "ONNX", ending: ".onnx")
}
