import Testing

@testable import NetworkFiles

/// What a model's user is told about it.
@Suite struct ONNXNotesTests {
  private func read(_ model: ONNXModel) throws -> NetworkFile {
    try ONNXReader.read(model.serializedBytes(), path: "f")
  }

  @Test func resetBeforeTheProductFromPyTorchIsRemarkedOn() throws {
    var model = ONNXFile.layer("GRU", gates: 3)
    #expect(try read(model).notes.isEmpty)
    model.producerName = "pytorch"
    #expect(try read(model).notes.count == 1)
    model.graph.node[0].attribute = [ONNXFile.attribute("linear_before_reset", integer: 1)]
    #expect(try read(model).notes.isEmpty)
  }

  @Test func initialStatesOtherThanZeroAreRemarkedOn() throws {
    func notes(_ nodes: [ONNXNode], _ tensors: [ONNXTensor]) throws -> [NetworkFileNote] {
      var model = ONNXFile.layer()
      model.graph.node[0].input += ["", "h", ""]
      model.graph.node += nodes
      model.graph.initializer += tensors
      return try read(model).notes
    }
    let remark = NetworkFileNote.remark(
      "node 0 (LSTM) starts from a state that may be other than zero; runs here start from zero")
    let zero = ONNXFile.tensor("z", [1, 1, 3])
    #expect(try notes([], [ONNXFile.tensor("h", [1, 1, 3])]) == [])
    #expect(try notes([], [ONNXFile.tensor("h", [1, 1, 3], [0, -0.0, 0])]) == [])
    #expect(try notes([], [ONNXFile.tensor("h", [1, 1, 3], [0, 0.5, 0])]) == [remark])
    #expect(try notes([], []) == [remark])
    #expect(try notes([ONNXFile.node("Expand", ["z", "s"], ["h"])], [zero]) == [])
    #expect(try notes([ONNXFile.node("Concat", ["z", "z"], ["h"])], [zero]) == [])
    #expect(try notes([ONNXFile.node("Concat", ["z", "x"], ["h"])], [zero]) == [remark])
    #expect(try notes([ONNXFile.node("ConstantOfShape", ["s"], ["h"])], []) == [])
    let one = ONNXFile.attribute("value") { $0.t = ONNXFile.tensor("", [1], [1]) }
    #expect(try notes([ONNXFile.node("ConstantOfShape", ["s"], ["h"], [one])], []) == [remark])
    #expect(try notes([ONNXFile.node("Softmax", ["z"], ["h"])], [zero]) == [remark])
    #expect(try notes([ONNXFile.node("Identity", ["h"], ["h"])], []) == [remark])
  }
}
