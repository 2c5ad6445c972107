import HDF5
import RecurrentNetworks
import Testing

@testable import NetworkFiles

/// Files that are sound as containers and wrong as networks.
@Suite struct KerasProblemTests {
  private static let shapes = [[2, 12], [3, 12], [12]]

  private static func read(
    _ config: String, _ fill: (HDF5Group) throws -> Void
  ) throws -> NetworkFile {
    try NetworkFile(bytes: KerasArchiveFixture(config, fill).bytes, path: "x")
  }

  private static func problem(
    _ config: String, _ fill: (HDF5Group) throws -> Void
  ) -> NetworkFileError? {
    #expect(throws: NetworkFileError.self) { try read(config, fill) }
  }

  private static let one = KerasArchiveFixture.sequential([KerasArchiveFixture.lstm("a", units: 3)])

  @Test func aSoundFile() throws {
    let file = try Self.read(Self.one) { try $0.createGroup("layers").addCell("lstm", shapes: Self.shapes) }
    let layer = try file.network().layers[0]
    #expect(layer.inputKernel == Array(repeating: 0.5, count: 24))
    #expect(file.notes.isEmpty)
  }

  @Test(arguments: [
    ([[2, 12], [3, 12], [13]], 2, [13], [12]), ([[2, 11], [3, 12], [12]], 0, [2, 11], [2, 12]),
    ([[2, 12], [3, 9], [12]], 1, [3, 9], [3, 12]), ([[2, 16], [4, 16], [16]], 1, [4, 16], [3, 12]),
    ([[2, 12], [3, 12], [2, 12]], 2, [2, 12], [12]), ([[24], [3, 12], [12]], 0, [24], [24, 12]),
    ([[2, 12], [36], [12]], 1, [36], [3, 12]), ([[0, 12], [3, 12], [12]], 0, [0, 12], [0, 12]),
  ])
  func shapesThatDoNotFit(shapes: [[Int]], index: Int, found: [Int], expected: [Int]) {
    let error = Self.problem(Self.one) { try $0.createGroup("layers").addCell("lstm", shapes: shapes) }
    #expect(error?.place == "/layers/lstm/cell/vars/\(index)")
    #expect(error?.problem == .shape(found: found, expected: expected))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func weightsThatAreNoNumbers(value: Float) {
    let error = Self.problem(Self.one) {
      let variables = try $0.createGroup("layers").createGroup("lstm").createGroup("cell").createGroup("vars")
      try variables.createDataset("0", shape: [2, 12], values: Array(repeating: Float(0), count: 24))
      var values = [Float](repeating: 0, count: 36)
      values[7] = value
      try variables.createDataset("1", shape: [3, 12], values: values)
    }
    #expect(error?.place == "/layers/lstm/cell/vars/1")
    #expect(error?.problem == .notFinite(index: 7))
  }

  @Test func integersAsWeights() {
    let error = Self.problem(Self.one) {
      let variables = try $0.createGroup("layers").createGroup("lstm").createGroup("cell").createGroup("vars")
      try variables.createDataset("0", shape: [2, 12], values: Array(repeating: Int8(1), count: 24))
      try variables.createDataset("1", shape: [3, 12], values: Array(repeating: Float(1), count: 36))
    }
    #expect(error?.problem == .numberType(found: "int8"))
  }

  @Test func missingWeights() {
    let none = Self.problem(Self.one) { _ = try $0.createGroup("layers") }
    #expect(none?.place == "layer 'a'")
    #expect(none?.problem == .missing("the group of its weights"))
    let half = Self.problem(Self.one) { try $0.createGroup("layers").addCell("lstm", shapes: [[2, 12]]) }
    #expect(half?.problem == .missing("its kernel or recurrent kernel"))
  }

  /// Layers of a Sequential whose sizes do not fit are no model that Keras could have saved.
  @Test func layersThatDoNotFit() {
    let config = KerasArchiveFixture.sequential([
      KerasArchiveFixture.lstm("a", units: 3), KerasArchiveFixture.lstm("b", units: 3),
    ])
    let error = Self.problem(config) {
      let layers = try $0.createGroup("layers")
      try layers.addCell("lstm", shapes: Self.shapes)
      try layers.addCell("lstm_1", shapes: Self.shapes)
    }
    #expect(error?.place == "the kernel of layer 'b'")
    #expect(error?.problem == .shape(found: [2], expected: [3]))
  }

  @Test(arguments: [
    (#", "activation": "softmax""#, LayerRefusal.setting(name: "activation", value: "softmax")),
    (
      #", "activation": {"class_name": "function", "config": "mine"}"#,
      .setting(name: "activation", value: "mine")
    ),
    (
      #", "activation": {"class_name": "LeakyReLU", "config": {}}"#,
      .setting(name: "activation", value: "LeakyReLU")
    ),
    (#", "activation": 3"#, .setting(name: "activation", value: "?")),
    (
      #", "recurrent_activation": "glu""#,
      .setting(name: "recurrent_activation", value: "glu")
    ),
    (
      #", "dtype": {"class_name": "QuantizedDTypePolicy", "config": {"name": "int8_from_float32"}}"#,
      .setting(name: "dtype", value: "int8_from_float32")
    ),
  ])
  func refusedSettings(more: String, refusal: LayerRefusal) throws {
    let settings = #""name": "a", "units": 3\#(more)"#
    let file = try Self.read(KerasArchiveFixture.sequential([("LSTM", settings)])) {
      try $0.createGroup("layers").addCell("lstm", shapes: Self.shapes)
    }
    #expect(file.layers[0].content == .failure(refusal))
    #expect(file.layers[0].hiddenSize == 3)
  }

  @Test(arguments: ["ConvLSTM2D", "LayerNormLSTM", "MyGRU"])
  func refusedClasses(className: String) throws {
    let config = KerasArchiveFixture.sequential([(className, #""name": "a", "units": 3"#)])
    let file = try Self.read(config) { _ = try $0.createGroup("layers") }
    #expect(file.layers[0].content == .failure(.feature("the class '\(className)'")))
  }

  /// A class of one's own that calls itself LSTM, and a cell of one's own.
  @Test func customClasses() throws {
    let custom = #"""
      {"class_name": "Sequential", "config": {"layers": [{"class_name": "LSTM", "registered_name": "mine>LSTM",
      "config": {"name": "a", "units": 3}}, {"class_name": "RNN", "config": {"name": "b", "cell":
      {"class_name": "NormCell", "config": {"units": 2}}}}]}}
      """#
    let file = try Self.read(custom) { _ = try $0.createGroup("layers") }
    #expect(file.layers[0].content == .failure(.feature("the class 'mine>LSTM'")))
    #expect(file.layers[1].content == .failure(.feature("the cell class 'NormCell'")))
  }

  @Test func whatBreaksAStack() throws {
    func stacks(_ between: (String, String)) throws -> [[Int]] {
      let config = KerasArchiveFixture.sequential([
        KerasArchiveFixture.lstm("a", units: 3), between, KerasArchiveFixture.lstm("b", units: 3),
      ])
      let shapes = [[3, 12], [3, 12], [12]]
      return try Self.read(config) {
        let layers = try $0.createGroup("layers")
        try layers.addCell("lstm", shapes: shapes)
        try layers.addCell("lstm_1", shapes: shapes)
      }.stacks
    }
    for inert in ["Dropout", "SpatialDropout1D", "GaussianNoise", "Identity"] {
      #expect(try stacks((inert, #""name": "x""#)) == [[0, 1]], "\(inert)")
    }
    #expect(try stacks(("Activation", #""name": "x", "activation": "linear""#)) == [[0, 1]])
    for other in ["Dense", "LayerNormalization", "Masking", "Lambda", "Unheard"] {
      #expect(try stacks((other, #""name": "x""#)) == [[0], [1]], "\(other)")
    }
    #expect(try stacks(("Activation", #""name": "x", "activation": "relu""#)) == [[0], [1]])
  }

  /// A layer that gives only its last output feeds no sequence to the next.
  @Test func returnSequences() throws {
    let config = KerasArchiveFixture.sequential([
      ("LSTM", #""name": "a", "units": 3"#), ("RepeatVector", #""name": "r", "n": 4"#),
      KerasArchiveFixture.lstm("b", units: 3),
    ])
    let file = try Self.read(config) {
      let layers = try $0.createGroup("layers")
      try layers.addCell("lstm", shapes: [[3, 12], [3, 12], [12]])
      try layers.addCell("lstm_1", shapes: [[3, 12], [3, 12], [12]])
    }
    #expect(file.stacks == [[0], [1]])
  }

  @Test func equalNamesAreToldApart() throws {
    let config = KerasArchiveFixture.sequential([
      KerasArchiveFixture.lstm("a", units: 3), KerasArchiveFixture.lstm("a", units: 3),
    ])
    let file = try Self.read(config) {
      let layers = try $0.createGroup("layers")
      try layers.addCell("lstm", shapes: [[3, 12], [3, 12], [12]])
      try layers.addCell("lstm_1", shapes: [[3, 12], [3, 12], [12]])
    }
    #expect(file.layers.map(\.name) == ["a", "a (2)"])
  }

  @Test(arguments: [
    (
      #"{"class_name": "Sequential", "class_name": "Sequential", "config": {}}"#,
      NetworkFileProblem.duplicate("class_name")
    ),
    (#"{"class_name": "Sequential"}"#, .malformed("config.json: a layer without class_name or config")),
    ("[]", .malformed("config.json: a layer without class_name or config")),
    (String(repeating: "[", count: 200), .tooLarge(what: "the depth of JSON", found: 129, limit: 128)),
  ])
  func badConfigurations(config: String, problem: NetworkFileProblem) {
    let error = Self.problem(config) { _ = try $0.createGroup("layers") }
    #expect(error?.problem == problem)
  }

  /// More layers than any network has: refused in a moment.
  @Test func tooManyLayers() {
    let layer = #"{"class_name":"ConvLSTM2D","config":{}}"#
    let config =
      #"{"class_name":"Sequential","config":{"layers":["#
      + Array(repeating: layer, count: 50_000).joined(separator: ",") + "]}}"
    let error = Self.problem(config) { _ = try $0.createGroup("layers") }
    #expect(
      error?.problem
        == .tooLarge(
          what: "the number of recurrent layers", found: UInt64(KerasCatalog.mostLayers) + 1,
          limit: UInt64(KerasCatalog.mostLayers)))
  }

  @Test func noWeightsOfKeras() throws {
    let file = try HDF5File()
    try file.root.createDataset("x", shape: [1], values: [Float(1)])
    let bytes = try file.bytes()
    let error = #expect(throws: NetworkFileError.self) { try NetworkFile(bytes: bytes, path: "x") }
    #expect(error?.problem == .otherFile(.hdf5))
  }
}
