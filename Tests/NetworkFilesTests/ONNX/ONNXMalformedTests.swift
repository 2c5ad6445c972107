import Testing

@testable import NetworkFiles

/// Files that are cut, changed or made to exhaust their reader: an error or a network, never a crash.
@Suite struct ONNXMalformedTests {
  private static let files = [
    "gru-bidirectional", "lstm-constants", "rnn-stack", "torch-dynamo-lstm-float32-1",
  ]

  @Test(arguments: files) func cutAtEveryLength(_ file: String) throws {
    let path = NetworkFileFixtures.path("onnx", "\(file).onnx")
    let bytes = try NetworkFileFixtures.bytes("onnx", "\(file).onnx")
    for length in 0..<bytes.count {
      do {
        _ = try ONNXReader.read(Array(bytes[..<length]), path: path)
        // What follows the graph says nothing about layers.
        #expect(length > bytes.count / 2)
      } catch {
        #expect((error as? NetworkFileError)?.path == path)
      }
    }
  }

  @Test(arguments: files) func everyByteChanged(_ file: String) throws {
    let path = NetworkFileFixtures.path("onnx", "\(file).onnx")
    let bytes = try NetworkFileFixtures.bytes("onnx", "\(file).onnx")
    for place in bytes.indices {
      for bits: UInt8 in [0xFF, 0x01] {
        var changed = bytes
        changed[place] ^= bits
        if let file = try? ONNXReader.read(changed, path: path) { #expect(!file.layers.isEmpty) }
      }
    }
  }

  private func check(_ bytes: [UInt8], _ problem: NetworkFileProblem) {
    #expect(throws: NetworkFileError(path: "f", problem)) { try ONNXReader.read(bytes, path: "f") }
  }

  /// The beginning of a model, of format version 10 from a producer without a name.
  private let start: [UInt8] = [0x08, 10, 0x12, 0]

  private func field(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = content.count
    repeat {
      length.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return [tag] + length + content
  }

  @Test func numbersThatDoNotEnd() {
    check(
      start + [0x08] + [UInt8](repeating: 0xFF, count: 10),
      .malformed("protobuf, byte 15: a number of more than 64 bits"))
    check(
      start + [0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x02],
      .malformed("protobuf, byte 15: a number of more than 64 bits"))
    check(start + [0x08, 0xFF], .truncated(needed: 7, found: 6))
  }

  @Test func lengthsBeyondTheFile() {
    check(start + [0x3A, 10, 0], .truncated(needed: 16, found: 7))
    check(start + [0x3A] + [UInt8](repeating: 0xFF, count: 9) + [0x01], .truncated(needed: .max, found: 15))
  }

  @Test func lengthsBeyondTheMessage() {
    // A graph of two bytes, whose node says that it has five.
    check(
      start + field(0x3A, [0x0A, 5]) + [0, 0, 0, 0, 0],
      .malformed("protobuf, byte 8: a field that reaches beyond the end of its message"))
  }

  @Test func wireTypesAndFieldsThatAreNone() {
    check(start + [0x0B], .malformed("protobuf, byte 5: wire type 3"))
    check(start + [0x0F], .malformed("protobuf, byte 5: wire type 7"))
    check(start + [0x00, 0x00], .malformed("protobuf, byte 5: field number 0"))
  }

  /// Lists one by one and in one, the last of what is given twice, and what another type is given for.
  @Test func fieldsInEveryForm() throws {
    let tensor: ONNXTensor = try ProtobufReader.read(
      [0x08, 2] + field(0x0A, [3, 0x80, 1]) + field(0x22, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
        + [0x25, 0, 0, 0x40, 0x40, 0x10, 1, 0x10, 7] + field(0x12, [9])
        + field(0x28 | 2, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1])
        + field(0x6A, [0x0A, 1, 0x61]) + [0x40, 1] + [0x51, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
    #expect(tensor.dims == [2, 3, 128])
    #expect(tensor.floatData == [1, 2, 3])
    #expect(tensor.dataType == 7)
    #expect(tensor.int32Data == [-1])
    #expect(tensor.doubleData == [1])
    #expect(tensor.externalData.map(\.key) == ["a"])
    #expect(tensor.name.isEmpty)
    let twice: ONNXModel = try ProtobufReader.read(
      field(0x3A, field(0x0A, [0x22, 1, 0x61])) + field(0x3A, field(0x0A, [0x22, 1, 0x62])))
    #expect(twice.graph.node.map(\.opType) == ["a", "b"])
    #expect(throws: NetworkFileProblem.malformed("protobuf, byte 5: half a number at the end of a list")) {
      try ProtobufReader.read(field(0x22, [0, 0, 0]), as: ONNXTensor.self)
    }
  }

  @Test func textThatIsNotUTF8() {
    check(start + field(0x3A, [0x12, 1, 0xFF]), .malformed("protobuf: text that is not UTF-8"))
  }

  @Test func deepNesting() {
    // A graph with a node with an attribute with a graph, and so on.
    var inner: [UInt8] = []
    for _ in 0..<30 { inner = field(0x0A, field(0x2A, field(0x32, inner))) }
    check(
      start + field(0x3A, inner), .tooLarge(what: "the depth of messages", found: 65, limit: 64))
    var deep: [UInt8] = []
    for _ in 0..<3_000 { deep = field(0x0A, field(0x2A, field(0x32, deep))) }
    check(start + field(0x3A, deep), .tooLarge(what: "the depth of messages", found: 65, limit: 64))
  }

  @Test func aMillionEmptyMessages() {
    let limit = UInt64(ProtobufReader.messageLimit)
    let nodes = [[UInt8]](repeating: [0x0A, 0], count: ProtobufReader.messageLimit).flatMap { $0 }
    check(
      start + field(0x3A, nodes), .tooLarge(what: "the number of messages", found: limit + 1, limit: limit))
  }

  @Test func layersThatShareTheirWeights() throws {
    // 4,000 layers of 64 KB each, of one tensor: 200 KB of file that would make 256 MB.
    var model = ONNXFile.layer("RNN", gates: 1, inputs: 64, units: 64)
    let node = model.graph.node[0]
    model.graph.node = (0..<4_000).map { index in
      var copy = node
      copy.output = ["y\(index)"]
      return copy
    }
    #expect {
      try ONNXReader.read(model.serializedBytes(), path: "f")
    } throws: {
      ($0 as? NetworkFileError)?.problem
        == .malformed("tensors that make more numbers than the file has bytes for")
    }
  }

  @Test func moreLayersThanAnyModelHas() throws {
    var model = ONNXFile.layer("RNN", gates: 1, inputs: 1, units: 1)
    let node = model.graph.node[0]
    model.graph.node = (0...ONNXCatalog.nodeLimit).map { index in
      var copy = node
      copy.output = ["y\(index)"]
      return copy
    }
    let limit = UInt64(ONNXCatalog.nodeLimit)
    check(
      model.serializedBytes(),
      .tooLarge(what: "the number of recurrent nodes", found: limit + 1, limit: limit))
  }

  @Test func tensorsJoinedWithThemselves() throws {
    // 2^40 numbers, if anybody joined them.
    var model = ONNXFile.layer()
    model.graph.initializer[0] = ONNXFile.tensor("W0", [1, 1, 1])
    let axis = ONNXFile.attribute("axis", integer: 0)
    for index in 0..<40 {
      model.graph.node.append(
        ONNXFile.node("Concat", ["W\(index)", "W\(index)"], [index == 39 ? "W" : "W\(index + 1)"], [axis]))
    }
    #expect {
      try ONNXReader.read(model.serializedBytes(), path: "f")
    } throws: {
      ($0 as? NetworkFileError)?.problem
        == .malformed("tensors that make more numbers than the file has bytes for")
    }
  }

  @Test func tensorsThatDependOnThemselves() throws {
    var model = ONNXFile.layer()
    model.graph.initializer.removeFirst()
    model.graph.node.append(ONNXFile.node("Identity", ["W"], ["W"]))
    #expect(
      throws: NetworkFileError(
        path: "f", place: "node 0 (LSTM)", .unsupported("weights computed in more than 64 steps"))
    ) { try ONNXReader.read(model.serializedBytes(), path: "f") }
  }

  @Test func hugeDimensionsBesideAnEmptyOne() throws {
    for shape: [Int] in [[1 << 40, 1 << 40, 0], [1 << 40, 0, 2], [0, 1 << 62], [1 << 31, 1 << 16, 0]] {
      var tensor = ONNXFile.tensor("E", [0])
      tensor.dims = shape
      var model = ONNXFile.layer()
      model.graph.initializer.append(tensor)
      model.graph.initializer.removeFirst()
      model.graph.node.append(
        ONNXFile.node("Concat", ["E", "E"], ["T"], [ONNXFile.attribute("axis", integer: 1)]))
      model.graph.node.append(ONNXFile.node("Transpose", ["T"], ["W"]))
      #expect(throws: NetworkFileError.self) { try ONNXReader.read(model.serializedBytes(), path: "f") }
    }
  }

  @Test func tooManyAxes() throws {
    var model = ONNXFile.layer()
    model.graph.initializer[0].dims = [Int](repeating: 1, count: 100_000)
    #expect {
      try ONNXReader.read(model.serializedBytes(), path: "f")
    } throws: {
      ($0 as? NetworkFileError)?.problem == .malformed("dimensions [1, 1, 1, 1, 1, 1, 1, 1, 1]")
    }
  }
}
