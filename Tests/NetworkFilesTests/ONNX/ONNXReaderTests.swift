import Files
import Foundation
import Testing

@testable import NetworkFiles
@testable import RecurrentNetworks

@Suite struct ONNXReaderTests {
  private func read(_ model: ONNXModel) throws -> NetworkFile {
    try ONNXReader.read(model.serializedBytes(), path: "f")
  }

  private func check(
    _ model: ONNXModel, _ place: String?, _ problem: NetworkFileProblem, _ comment: String = ""
  ) {
    #expect(throws: NetworkFileError(path: "f", place: place, problem), "\(comment)") { try read(model) }
  }

  @Test func weightsLandWhereTheyBelong() throws {
    // One LSTM unit with one input: W = i 1, o 2, f 3, c 4; R = 5 ... 8; B = 10, 20, 30, 40 and 1, 2, 3, 4.
    let lstm = ONNXFile.model(
      [ONNXFile.node("LSTM", ["x", "W", "R", "B"], ["y"])],
      [
        ONNXFile.tensor("W", [1, 4, 1], [1, 2, 3, 4]), ONNXFile.tensor("R", [1, 4, 1], [5, 6, 7, 8]),
        ONNXFile.tensor("B", [1, 8], [10, 20, 30, 40, 1, 2, 3, 4]),
      ])
    #expect(
      try read(lstm).network().layers == [
        RecurrentLayer(
          cell: .lstm, inputSize: 1, hiddenSize: 1, inputKernel: [1, 3, 4, 2], recurrentKernel: [5, 7, 8, 6],
          bias: [11, 33, 44, 22])
      ])
    // One GRU unit: z, r, h. The biases are added up where the reset gate acts before the product only.
    for (after, cell) in [(Int(1), CellType.gru), (0, .gruResetBefore)] {
      let gru = ONNXFile.model(
        [
          ONNXFile.node(
            "GRU", ["x", "W", "R", "B"], ["y"], [ONNXFile.attribute("linear_before_reset", integer: after)])
        ],
        [
          ONNXFile.tensor("W", [1, 3, 1], [1, 2, 3]), ONNXFile.tensor("R", [1, 3, 1], [4, 5, 6]),
          ONNXFile.tensor("B", [1, 6], [10, 20, 30, 1, 2, 3]),
        ])
      #expect(
        try read(gru).network().layers == [
          RecurrentLayer(
            cell: cell, inputSize: 1, hiddenSize: 1, inputKernel: [1, 2, 3], recurrentKernel: [4, 5, 6],
            bias: after == 1 ? [10, 20, 30] : [11, 22, 33], recurrentBias: after == 1 ? [1, 2, 3] : nil)
        ])
    }
  }

  @Test func namesAreUnique() throws {
    var model = ONNXFile.layer()
    let node = model.graph.node[0]
    for (name, output) in [("n", "y1"), ("", "y2"), ("LSTM_2", "y3")] {
      var next = node
      next.name = name
      next.output = [output]
      model.graph.node.append(next)
    }
    #expect(try read(model).layers.map(\.name) == ["n", "n (2)", "LSTM_2", "LSTM_2 (2)"])
    #expect(try read(model).stacks == [[0], [1], [2], [3]])
  }

  @Test func shapesThatDoNotFit() throws {
    let cases: [(tensor: Int, shape: [Int], NetworkFileProblem)] = [
      (0, [1, 11, 2], .shape(found: [1, 11, 2], expected: [1, 12, 2])),
      (0, [2, 12, 2], .shape(found: [2, 12, 2], expected: [1, 12, 2])),
      (1, [1, 16, 3], .shape(found: [1, 16, 3], expected: [1, 12, 3])),
      (2, [1, 12], .shape(found: [1, 12], expected: [1, 24])),
      (2, [24], .shape(found: [24], expected: [1, 24])),
      (
        0, [1, 12, 0],
        .malformed(
          "weights of shapes [1, 12, 0], [1, 12, 3]: both need three sizes, the last at least 1")
      ),
      (
        1, [12, 3],
        .malformed("weights of shapes [1, 12, 2], [12, 3]: both need three sizes, the last at least 1")
      ),
    ]
    for (tensor, shape, problem) in cases {
      var model = ONNXFile.layer()
      model.graph.initializer[tensor] = ONNXFile.tensor(["W", "R", "B"][tensor], shape)
      check(model, "node 0 (LSTM)", problem, "\(shape)")
    }
    check(
      ONNXFile.layer([ONNXFile.attribute("hidden_size", integer: 4)]), "node 0 (LSTM)",
      .malformed("hidden_size 4 where the weights have 3 units"))
  }

  @Test func tensorsThatAreNotWhatTheySay() throws {
    func changed(_ change: (inout ONNXTensor) -> Void) -> ONNXModel {
      var model = ONNXFile.layer()
      change(&model.graph.initializer[0])
      return model
    }
    let place = "node 0 (LSTM)"
    check(changed { $0.dataType = 3 }, place, .numberType(found: "INT8"))
    check(changed { $0.dataType = 99 }, place, .numberType(found: "99"))
    check(
      changed { $0 = ONNXFile.integers("W", [1]) }, place, .numberType(found: "integers"))
    check(
      changed { $0.floatData.removeLast() }, place,
      .malformed("23 numbers where dimensions and type ask for 24"))
    check(
      changed { $0.rawData = [UInt8](repeating: 0, count: 96)[...] }, place,
      .malformed("raw data and listed data"))
    check(
      changed {
        $0.floatData = []
        $0.rawData = [UInt8](repeating: 0, count: 95)[...]
      }, place, .malformed("95 bytes where dimensions and type ask for 96"))
    check(
      changed { $0.dataType = 11 }, place,
      .malformed("24 numbers of its type where dimensions and type ask for 0"))
    check(
      changed {
        $0.floatData = []
        $0.dataType = 10
        $0.int32Data = [Int32](repeating: 0x10000, count: 24)
      }, place, .malformed("16-bit numbers of more than 16 bits"))
    check(changed { $0.dims = [-1, 12, 2] }, place, .malformed("dimensions [-1, 12, 2]"))
    check(
      changed { $0.dims = [.max, .max, 0] }, place,
      .malformed("dimensions [9223372036854775807, 9223372036854775807, 0]"))
    check(changed { $0.dataLocation = 2 }, place, .malformed("data location 2"))
    for number in [Float.nan, .infinity, -.infinity] {
      check(changed { $0.floatData[5] = number }, place, .notFinite(index: 5))
      check(
        changed {
          $0.rawData = $0.floatData.reduce(into: []) { data, value in
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data += $0 }
          }
          $0.rawData.replaceSubrange(
            20..<24, with: withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) })
          $0.floatData = []
        }, place, .notFinite(index: 5))
    }
  }

  @Test func biasesWhoseSumIsNotFinite() {
    var model = ONNXFile.layer()
    model.graph.initializer[2].dataType = 11
    model.graph.initializer[2].floatData = []
    model.graph.initializer[2].doubleData = [Double](repeating: .greatestFiniteMagnitude, count: 24)
    check(model, "node 0 (LSTM)", .malformed("biases whose sum is not finite"))
  }

  @Test func weightsThatAreNoConstants() {
    var model = ONNXFile.layer()
    model.graph.initializer.removeFirst()
    check(model, "node 0 (LSTM)", .unsupported("weights that are no constant: W"))
    model.graph.node.insert(ONNXFile.node("MatMul", ["a", "b"], ["W"]), at: 0)
    check(model, "node 1 (LSTM)", .unsupported("weights computed by MatMul"))
    model = ONNXFile.layer()
    model.graph.node[0].input = ["x", "W"]
    check(model, "node 0 (LSTM)", .missing("input R"))
    model.graph.node[0].input = ["x", "", "R"]
    check(model, "node 0 (LSTM)", .missing("input W"))
    model = ONNXFile.layer()
    var sparse = ONNXSparseTensor()
    sparse.values = model.graph.initializer.removeFirst()
    model.graph.sparseInitializer = [sparse]
    check(model, "node 0 (LSTM)", .unsupported("sparse_initializer W"))
  }

  @Test func twoTensorsOfOneName() {
    var model = ONNXFile.layer()
    model.graph.initializer.append(model.graph.initializer[2])
    check(model, nil, .duplicate("B"))
    model = ONNXFile.layer()
    model.graph.node.append(ONNXFile.node("Identity", ["x"], ["y"]))
    check(model, nil, .duplicate("y"))
    model = ONNXFile.layer([
      ONNXFile.attribute("layout", integer: 0), ONNXFile.attribute("layout", integer: 1),
    ])
    check(model, "node 0 (LSTM)", .duplicate("layout"))
  }

  @Test func settingsThatAreNone() {
    check(
      ONNXFile.layer([ONNXFile.attribute("direction") { $0.s = Array("sideways".utf8)[...] }]),
      "node 0 (LSTM)",
      .malformed("direction sideways"))
    check(ONNXFile.layer([ONNXFile.attribute("layout", integer: 2)]), "node 0 (LSTM)", .malformed("layout 2"))
  }

  @Test func settingsOfTheFuture() throws {
    let file = try read(ONNXFile.layer([ONNXFile.attribute("zoneout", integer: 1)]))
    #expect(file.layers[0].content == .failure(.setting(name: "zoneout", value: "unknown")))
  }

  @Test func activationsThatAreTheUsualOnes() throws {
    let usual = ONNXFile.attribute("activations") {
      $0.strings = ["Sigmoid", "Tanh", "tanh"].map { Array($0.utf8)[...] }
    }
    #expect(throws: Never.self) { try read(ONNXFile.layer([usual])).network() }
  }

  @Test func activationsOfAnotherNumber() throws {
    let two = ONNXFile.attribute("activations") {
      $0.strings = ["Sigmoid", "Tanh"].map { Array($0.utf8)[...] }
    }
    #expect(
      try read(ONNXFile.layer([two])).layers[0].content
        == .failure(.feature("2 activations where the cell has 3")))
  }

  @Test func peepholesOfAnotherShape() throws {
    var model = ONNXFile.layer()
    model.graph.node[0].input += ["", "", "", "P"]
    model.graph.initializer.append(ONNXFile.tensor("P", [1, 6]))
    check(model, "node 0 (LSTM)", .shape(found: [1, 6], expected: [1, 9]))
    model.graph.initializer.removeLast()
    model.graph.initializer.append(ONNXFile.tensor("P", [1, 9]))
    #expect(try read(model).network().layers[0].variation.peepholes.count == 9)
  }

  @Test func layersWhereTheyAreNotLookedFor() throws {
    var model = ONNXFile.layer()
    model.graph.node.insert(ONNXFile.node("DynamicQuantizeLSTM", ["x"], ["q"]), at: 0)
    model.graph.node[0].domain = "com.microsoft"
    #expect(try read(model).layers.map(\.name) == ["DynamicQuantizeLSTM_0", "n"])
    #expect(
      try read(model).layers[0].content
        == .failure(.problem(.unsupported("operator DynamicQuantizeLSTM of domain com.microsoft"))))
    #expect(try read(model).stacks == [[0], [1]])
    #expect(throws: Never.self) { try read(model).network(.layer(name: "n")) }
    model.graph.node.removeLast()
    check(
      model, "node 0 (DynamicQuantizeLSTM)",
      .unsupported("operator DynamicQuantizeLSTM of domain com.microsoft"))

    let layer = ONNXFile.layer("GRU", gates: 3)
    let inner = ONNXFile.attribute("body") { $0.g = layer.graph }
    let loop = ONNXFile.node("Loop", ["n"], ["l"], [inner])
    check(ONNXFile.model([loop]), "node 0 (Loop)", .recurrence(.within("GRU", of: "Loop")))
    let branches = ONNXFile.attribute("branches") { $0.graphs = [ONNXGraph(), ONNXFile.model([loop]).graph] }
    check(
      ONNXFile.model([ONNXFile.node("If", ["c"], ["i"], [branches])]), "node 0 (If)",
      .recurrence(.within("GRU", of: "If")))

    model = ONNXFile.layer()
    var function = ONNXFunction()
    function.name = "Encoder"
    function.node = layer.graph.node
    model.functions = [function]
    #expect(
      try read(model).layers[1].content == .failure(.problem(.recurrence(.within("GRU", of: "function")))))
    model.graph.node = []
    check(model, "function Encoder", .recurrence(.within("GRU", of: "function")))
  }

  /// One that cannot be read does not stand in the way of another.
  @Test func nodesThatCannotBeReadAreListed() throws {
    var model = ONNXFile.layer()
    model.graph.node.append(ONNXFile.node("GRU", ["x", "V", "R"], ["g"], name: "bad"))
    model.graph.node.append(
      ONNXFile.node("RNN", ["x", "W", "R"], ["r"], [ONNXFile.attribute("layout", integer: 2)]))
    let file = try read(model)
    #expect(file.layers.map(\.name) == ["n", "bad", "RNN_2"])
    #expect(
      file.layers[1].content == .failure(.problem(.unsupported("weights that are no constant: V"))))
    #expect(file.layers[2].content == .failure(.problem(.malformed("layout 2"))))
    #expect(throws: Never.self) { try file.network(.layer(name: "n")) }
    #expect(throws: NetworkSelectionError.ambiguous(found: ["n", "bad", "RNN_2"])) { try file.network() }
  }

  /// As tf2onnx writes layers that ONNX's operators do not have.
  @Test func loopsThatAreRecurrencesAreNamed() throws {
    let body = ONNXFile.attribute("body") {
      $0.g =
        ONNXFile.model([
          ONNXFile.node("MatMul", ["x", "W"], ["a"]), ONNXFile.node("Tanh", ["a"], ["h"]),
        ]).graph
    }
    for loop in ["Loop", "Scan"] {
      check(
        ONNXFile.model([ONNXFile.node(loop, ["n"], ["l"], [body])]), "node 0 (\(loop))",
        .recurrence(.loop(loop)))
    }
    // A loop without a product is no recurrence of weights.
    let count = ONNXFile.attribute("body") {
      $0.g = ONNXFile.model([ONNXFile.node("Add", ["i"], ["j"])]).graph
    }
    check(ONNXFile.model([ONNXFile.node("Loop", ["n"], ["l"], [count])]), nil, .noRecurrentLayer)
  }

  @Test func unrolledRecurrencesAreNamed() {
    func steps(_ count: Int, _ input: (Int) -> String) -> ONNXModel {
      ONNXFile.model(
        (0..<count).flatMap { step in
          [
            ONNXFile.node("MatMul", [input(step), "W"], ["a\(step)"]),
            ONNXFile.node("Tanh", ["a\(step)"], ["h\(step + 1)"]),
          ]
        })
    }
    check(steps(3) { "h\($0)" }, nil, .recurrence(.unrolled))
    check(steps(2) { "h\($0)" }, nil, .noRecurrentLayer)
    // The same weights beside one another are no recurrence.
    check(steps(5) { "x\($0)" }, nil, .noRecurrentLayer)
  }

  /// In models of old, every initializer is a graph input, too.
  @Test func weightsThatAreInputsWithDefaults() throws {
    let model = ONNXFile.layer()
    var bytes = model.serializedBytes()
    // Field 11 of the graph, which is the model's last: inputs called W, R and B.
    let inputs = ["W", "R", "B"].flatMap { [0x5A, 3, 0x0A, 1] + Array($0.utf8) } as [UInt8]
    let graph = try #require(bytes.firstIndex(of: 0x3A))
    let graphBytes = Array(model.graphBytes) + inputs
    bytes = Array(bytes[..<graph]) + [0x3A] + Self.varint(graphBytes.count) + graphBytes
    #expect(try ONNXReader.read(bytes, path: "f") == read(model))
  }

  private static func varint(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
  }

  @Test func modelsWithoutLayers() {
    check(ONNXFile.model([ONNXFile.node("Relu", ["x"], ["y"])]), nil, .noRecurrentLayer)
    let start: [UInt8] = [0x08, 10, 0x12, 0]
    #expect(throws: NetworkFileError(path: "f", .missing("graph"))) { try ONNXReader.read(start, path: "f") }
  }

  @Test func otherFilesAreOfUnknownFormat() throws {
    let files: [[UInt8]] = [
      [], [0], [8], [8, 1], Array("hello, world\n".utf8), Array("{\"a\": 1}".utf8), [0x80, 0x02, 0x63],
      [0x50, 0x4B, 3, 4, 20, 0, 0, 0], [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A],
      SafetensorsFile.tensors(SafetensorsFile.layer()), [UInt8](repeating: 0xFF, count: 100),
      [UInt8](repeating: 0x0A, count: 100),
    ]
    for bytes in files {
      #expect(throws: NetworkFileError(path: "f", .unknownFormat), "\(bytes.prefix(8))") {
        try ONNXReader.read(bytes, path: "f")
      }
    }
  }
}

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
