import Testing

@testable import NetworkFiles

/// Which nodes are taken for one stack: those with nothing but changes of layout between them.
@Suite struct ONNXStackTests {
  /// Two RNN layers of 2 units, of inputs of 2, with the nodes between them that lead from "y0" to "x1".
  private func stacks(
    _ between: [ONNXNode], _ tensors: [ONNXTensor] = [], layouts: (Int, Int) = (0, 0),
    directions: (String, String) = ("forward", "forward"), output: String = "y0"
  ) throws -> [[Int]] {
    func layer(_ index: Int, _ input: String, _ layout: Int, _ direction: String) -> ONNXNode {
      ONNXFile.node(
        "RNN", [input, "W", "R"], index == 0 ? ["y0", "last"] : ["y1"],
        [
          ONNXFile.attribute("layout", integer: layout),
          ONNXFile.attribute("direction") { $0.s = .init(direction.utf8) },
        ])
    }
    let nodes =
      [layer(0, "x", layouts.0, directions.0)] + between + [layer(1, "x1", layouts.1, directions.1)]
    let weights = [ONNXFile.tensor("W", [1, 2, 2]), ONNXFile.tensor("R", [1, 2, 2])]
    return try ONNXReader.read(ONNXFile.model(nodes, weights + tensors).serializedBytes(), path: "f").stacks
  }

  private func squeeze(_ axis: Int, _ from: String = "y0", _ to: String = "x1") -> [ONNXNode] {
    [ONNXFile.node("Squeeze", [from], [to], [ONNXFile.attribute("axes") { $0.ints = [axis] }])]
  }

  private func transpose(_ order: [Int], _ from: String, _ to: String) -> ONNXNode {
    ONNXFile.node("Transpose", [from], [to], [ONNXFile.attribute("perm") { $0.ints = order }])
  }

  private func reshape(_ from: String, _ to: String) -> ONNXNode {
    ONNXFile.node("Reshape", [from, "shape"], [to])
  }

  @Test func squeezedOutputsFeedTheNextLayer() throws {
    #expect(try stacks(squeeze(1)) == [[0, 1]])
    #expect(try stacks(squeeze(-3)) == [[0, 1]])
    #expect(try stacks(squeeze(2), layouts: (1, 1)) == [[0, 1]])
    // As the exporters since operator set 13 write it: axes are an input.
    #expect(
      try stacks([ONNXFile.node("Squeeze", ["y0", "a"], ["x1"])], [ONNXFile.integers("a", [1])]) == [[0, 1]])
  }

  @Test func otherAxesAreNotTakenForDirections() throws {
    #expect(try stacks(squeeze(2)) == [[0], [1]])
    #expect(try stacks(squeeze(1), layouts: (1, 1)) == [[0], [1]])
    #expect(try stacks(squeeze(7)) == [[0], [1]])
  }

  @Test func layoutsMustMeet() throws {
    #expect(try stacks(squeeze(1), layouts: (0, 1)) == [[0], [1]])
    let turned = squeeze(1, "y0", "s") + [transpose([1, 0, 2], "s", "x1")]
    #expect(try stacks(turned, layouts: (0, 1)) == [[0, 1]])
    #expect(try stacks(turned) == [[0], [1]])
    let twice = squeeze(1, "y0", "s") + [transpose([1, 0, 2], "s", "t"), transpose([1, 0, 2], "t", "x1")]
    #expect(try stacks(twice) == [[0, 1]])
  }

  @Test func reshapes() throws {
    let zeros = [ONNXFile.integers("shape", [0, 0, -1])]
    #expect(try stacks([transpose([0, 2, 1, 3], "y0", "t"), reshape("t", "x1")], zeros) == [[0, 1]])
    // 0, 0 would keep steps and directions, and put batch and units together.
    #expect(try stacks([reshape("y0", "x1")], zeros) == [[0], [1]])
    #expect(try stacks([reshape("y0", "x1")], [ONNXFile.integers("shape", [8, 1, 2])]) == [[0, 1]])
    #expect(try stacks([reshape("y0", "x1")], [ONNXFile.integers("shape", [8, 2])]) == [[0], [1]])
    #expect(try stacks([reshape("y0", "x1")]) == [[0], [1]])
  }

  /// Shapes that a graph computes, as exports with dynamic axes have them.
  @Test func shapesThatAreComputed() throws {
    func shape(_ axes: [Int], of tensor: String = "t", last: Int = -1) -> [ONNXNode] {
      [ONNXFile.node("Shape", [tensor], ["s"])]
        + axes.map { ONNXFile.node("Gather", ["s", "i\($0)"], ["g\($0)"]) }
        + axes.map { ONNXFile.node("Unsqueeze", ["g\($0)", "i0"], ["u\($0)"]) }
        + [ONNXFile.node("Concat", axes.map { "u\($0)" } + ["end"], ["shape"])]
    }
    let numbers = (0..<4).map { ONNXFile.integers("i\($0)", [$0]) } + [ONNXFile.integers("end", [-1])]
    let turned = transpose([0, 2, 1, 3], "y0", "t")
    #expect(try stacks([turned] + shape([0, 1]) + [reshape("t", "x1")], numbers) == [[0, 1]])
    // The sizes of steps and batch exchanged: the numbers of several steps would come together.
    #expect(try stacks([turned] + shape([1, 0]) + [reshape("t", "x1")], numbers) == [[0], [1]])
    // Of the input, whose axes nobody knows.
    #expect(try stacks([turned] + shape([0, 1], of: "x") + [reshape("t", "x1")], numbers) == [[0, 1]])
    let sliced = [
      turned, ONNXFile.node("Shape", ["t"], ["s"]), ONNXFile.node("Slice", ["s", "i0", "i2"], ["first"]),
      ONNXFile.node("Concat", ["first", "end"], ["shape"]), reshape("t", "x1"),
    ]
    #expect(try stacks(sliced, numbers) == [[0, 1]])
  }

  @Test func slicesOfAllAreNothing() throws {
    let whole = [ONNXFile.integers("from", [0]), ONNXFile.integers("to", [.max])]
    let part = [ONNXFile.integers("from", [1]), ONNXFile.integers("to", [.max])]
    let nodes = squeeze(1, "y0", "s") + [ONNXFile.node("Slice", ["s", "from", "to"], ["x1"])]
    #expect(try stacks(nodes, whole) == [[0, 1]])
    #expect(try stacks(nodes, part) == [[0], [1]])
    #expect(try stacks(nodes, [whole[0], ONNXFile.integers("to", [-1])]) == [[0], [1]])
  }

  @Test func whatChangesNumbersEndsAStack() throws {
    #expect(try stacks(squeeze(1, "y0", "s") + [ONNXFile.node("Relu", ["s"], ["x1"])]) == [[0], [1]])
    #expect(try stacks(squeeze(1, "y0", "s") + [ONNXFile.node("Dropout", ["s"], ["x1"])]) == [[0, 1]])
    // The last state is not the sequence.
    #expect(try stacks([ONNXFile.node("Identity", ["last"], ["x1"])]) == [[0], [1]])
  }

  @Test func directionsMustBeTheSame() throws {
    #expect(try stacks(squeeze(1), directions: ("forward", "reverse")) == [[0], [1]])
    #expect(try stacks(squeeze(1), directions: ("reverse", "reverse")) == [[0, 1]])
  }

  @Test func everyReaderOfALayerEndsAStack() throws {
    let weights = [ONNXFile.tensor("W", [1, 2, 2]), ONNXFile.tensor("R", [1, 2, 2])]
    let nodes =
      [ONNXFile.node("RNN", ["x", "W", "R"], ["y0"])] + squeeze(1)
      + [
        ONNXFile.node("RNN", ["x1", "W", "R"], ["a"]), ONNXFile.node("RNN", ["x1", "W", "R"], ["b"]),
      ]
    let file = try ONNXReader.read(ONNXFile.model(nodes, weights).serializedBytes(), path: "f")
    #expect(file.stacks == [[0, 1], [0, 2]])
  }
}
