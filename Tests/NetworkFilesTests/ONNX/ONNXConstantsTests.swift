import Files
import Foundation
import TestSupport
import Testing

@testable import NetworkFiles

/// What exporters compute from initializers, by arithmetic.
@Suite struct ONNXConstantsTests {
  private func value(_ nodes: [ONNXNode], _ tensors: [ONNXTensor]) throws -> ONNXValue {
    var constants = try ONNXConstants(
      ONNXFile.model(nodes, tensors).graph, ONNXExternalData(path: "f"), fileSize: 1000)
    return try constants.value("y")
  }

  private let matrix = ONNXFile.tensor("a", [2, 3], [1, 2, 3, 4, 5, 6])

  private func check(
    _ type: String, _ inputs: [String] = ["a"], _ attributes: [ONNXAttribute] = [],
    _ tensors: [ONNXTensor] = [],
    shape: [Int], _ numbers: [Double]
  ) throws {
    let value = try value([ONNXFile.node(type, inputs, ["y"], attributes)], [matrix] + tensors)
    #expect(value.shape == shape, "\(type)")
    #expect(value.numbers == numbers, "\(type)")
    #expect(value.storage == .float32)
  }

  private func axes(_ values: [Int], _ name: String = "axes") -> ONNXAttribute {
    ONNXFile.attribute(name) { $0.ints = values }
  }

  @Test func changesOfShape() throws {
    let all: [Double] = [1, 2, 3, 4, 5, 6]
    try check("Identity", shape: [2, 3], all)
    try check("Unsqueeze", ["a"], [axes([0])], shape: [1, 2, 3], all)
    try check("Unsqueeze", ["a", "i"], [], [ONNXFile.integers("i", [-1, 0])], shape: [1, 2, 3, 1], all)
    try check("Reshape", ["a", "i"], [], [ONNXFile.integers("i", [3, -1])], shape: [3, 2], all)
    try check("Reshape", ["a", "i"], [], [ONNXFile.integers("i", [0, 1, 3])], shape: [2, 1, 3], all)
    try check("Transpose", shape: [3, 2], [1, 4, 2, 5, 3, 6])
    try check("Transpose", ["a"], [axes([0, 1], "perm")], shape: [2, 3], all)
    try check("Cast", ["a"], [ONNXFile.attribute("to", integer: 11)], shape: [2, 3], all)
    let flat = try value(
      [
        ONNXFile.node("Unsqueeze", ["a"], ["u"], [axes([1])]), ONNXFile.node("Squeeze", ["u"], ["y"]),
      ], [matrix])
    #expect(flat.shape == [2, 3])
  }

  @Test func slices() throws {
    func slice(_ start: Int, _ end: Int, _ axis: Int, shape: [Int], _ numbers: [Double]) throws {
      let bounds = [("s", start), ("e", end), ("x", axis)].map { ONNXFile.integers($0.0, [$0.1]) }
      try check("Slice", ["a", "s", "e", "x"], [], bounds, shape: shape, numbers)
    }
    try slice(1, 2, 0, shape: [1, 3], [4, 5, 6])
    try slice(0, .max, 1, shape: [2, 3], [1, 2, 3, 4, 5, 6])
    try slice(-2, .max, 1, shape: [2, 2], [2, 3, 5, 6])
    try slice(0, -1, -1, shape: [2, 2], [1, 2, 4, 5])
    try slice(.min, 1, 1, shape: [2, 1], [1, 4])
    try slice(2, 1, 1, shape: [2, 0], [])
  }

  @Test func concatenations() throws {
    let axis = ONNXFile.attribute("axis", integer: 0), last = ONNXFile.attribute("axis", integer: -1)
    try check("Concat", ["a", "a"], [axis], shape: [4, 3], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6])
    try check(
      "Concat", ["a", "b"], [last], [ONNXFile.tensor("b", [2, 1], [7, 8])], shape: [2, 4],
      [1, 2, 3, 7, 4, 5, 6, 8])
  }

  @Test func whatCannotBe() {
    let nodes = [
      ONNXFile.node("Transpose", ["a"], ["y"], [axes([0, 0], "perm")]),
      ONNXFile.node("Squeeze", ["a"], ["y"], [axes([0])]),
      ONNXFile.node("Squeeze", ["a"], ["y"], [axes([5])]),
      ONNXFile.node("Unsqueeze", ["a"], ["y"]),
      ONNXFile.node("Unsqueeze", ["a"], ["y"], [axes([0, 0])]),
      ONNXFile.node("Unsqueeze", ["a"], ["y"], [axes(Array(0..<9))]),
      ONNXFile.node("Reshape", ["a", "i"], ["y"]),
      ONNXFile.node("Reshape", ["a"], ["y"]),
      ONNXFile.node("Concat", ["a", "i"], ["y"], [ONNXFile.attribute("axis", integer: 0)]),
      ONNXFile.node("Concat", ["a"], ["y"], [ONNXFile.attribute("axis", integer: 2)]),
      ONNXFile.node("Concat", ["a"], ["y"]),
      ONNXFile.node("Concat", [], ["y"]),
      ONNXFile.node("Concat", ["", "a"], ["y"], [ONNXFile.attribute("axis", integer: 0)]),
      ONNXFile.node("Slice", ["a"], ["y"]),
      ONNXFile.node("Slice", ["a", "i", "i", "i"], ["y"]),
      ONNXFile.node("Slice", ["a", "i", "i", "", "i"], ["y"]),
      ONNXFile.node("Cast", ["a"], ["y"], [ONNXFile.attribute("to", integer: 10)]),
      ONNXFile.node("Cast", ["a"], ["y"]),
      ONNXFile.node("Constant", [], ["y"]),
    ]
    for node in nodes {
      #expect(throws: NetworkFileProblem.self, "\(node.opType) \(node.input)") {
        try value([node], [matrix, ONNXFile.integers("i", [4, 4])])
      }
    }
  }

  @Test func constantsOfEveryForm() throws {
    let cases: [(ONNXAttribute, [Int], [Double])] = [
      (ONNXFile.attribute("value") { $0.t = matrix }, [2, 3], [1, 2, 3, 4, 5, 6]),
      (ONNXFile.attribute("value_int", integer: 5), [], [5]), (axes([1, 2], "value_ints"), [2], [1, 2]),
      (ONNXFile.attribute("value_float") { $0.f = 0.5 }, [], [0.5]),
      (ONNXFile.attribute("value_floats") { $0.floats = [0.5, 1] }, [2], [0.5, 1]),
    ]
    for (attribute, shape, numbers) in cases {
      let value = try value([ONNXFile.node("Constant", [], ["y"], [attribute])], [])
      #expect(value.shape == shape && value.numbers == numbers, "\(attribute.name)")
    }
  }
}

/// Which other files a model may have its weights read from.
@Suite struct ONNXExternalDataTests {
  /// A model whose W, 96 bytes, is elsewhere.
  private func model(_ entries: [(String, String)]) -> ONNXModel {
    var model = ONNXFile.layer()
    model.graph.initializer[0].floatData = []
    model.graph.initializer[0].dataLocation = 1
    model.graph.initializer[0].externalData = entries.map { key, value in
      var entry = ONNXEntry()
      entry.key = key
      entry.value = value
      return entry
    }
    return model
  }

  private func read(_ entries: [(String, String)], in folder: TemporaryFolder) throws -> NetworkFile {
    try ONNXReader.read(model(entries).serializedBytes(), path: folder.path("m.onnx"))
  }

  private func check(
    _ entries: [(String, String)], in folder: TemporaryFolder, _ problem: NetworkFileProblem
  ) {
    #expect(throws: NetworkFileError(path: folder.path("m.onnx"), place: "node 0 (LSTM)", problem)) {
      try read(entries, in: folder)
    }
  }

  @Test func bytesFromTheirPlace() throws {
    let folder = try TemporaryFolder()
    var bytes = [UInt8](repeating: 0, count: 8)
    for index in 0..<24 { withUnsafeBytes(of: Float(index).bitPattern.littleEndian) { bytes += $0 } }
    _ = try folder.write(bytes, to: "w.data")
    let file = try read([("location", "w.data"), ("offset", "8"), ("length", "96")], in: folder)
    let kernel = try file.layers[0].content.get().layer().inputKernel
    #expect(kernel.sorted() == (0..<24).map { Double($0) })
    #expect(try read([("location", "w.data")], in: folder).layers.count == 1)
  }

  @Test func rangesBeyondTheFile() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write([UInt8](repeating: 0, count: 100), to: "w")
    check([("location", "w"), ("offset", "5")], in: folder, .truncated(needed: 101, found: 100))
    check(
      [("location", "w"), ("offset", "18446744073709551615")], in: folder,
      .truncated(needed: .max, found: 100))
    check(
      [("location", "w"), ("length", "95")], in: folder,
      .malformed("95 bytes of external data where shape and type ask for 96"))
    check([("location", "w"), ("offset", "-1")], in: folder, .malformed("offset -1 of external data"))
    check([("location", "w"), ("length", "x")], in: folder, .malformed("length x of external data"))
    check([("location", "w"), ("location", "w")], in: folder, .duplicate("location"))
    check([], in: folder, .missing("location of external data"))
  }

  @Test func onlyPlainFilesBesideTheModel() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write([UInt8](repeating: 0, count: 100), to: "w")
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("sub"), withIntermediateDirectories: false)
    _ = try folder.write([UInt8](repeating: 0, count: 100), to: "sub/w")
    for name in ["../w", "sub/w", "/etc/passwd", "", ".", "..", "sub\\w", "sub/\u{308}w", "w\0"] {
      check(
        [("location", name)], in: folder, .unsupported("external data outside the file's own folder: \(name)")
      )
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("w"))
    check([("location", "link")], in: folder, .unsupported("external data behind a symbolic link: link"))
    check([("location", "sub")], in: folder, .unsupported("external data in what is no file: sub"))
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    check([("location", "pipe")], in: folder, .unsupported("external data in what is no file: pipe"))
  }

  @Test func filesThatAreNotThere() throws {
    let folder = try TemporaryFolder()
    #expect(throws: InputFileError.missing(path: folder.path("w"))) {
      try read([("location", "w")], in: folder)
    }
  }
}
