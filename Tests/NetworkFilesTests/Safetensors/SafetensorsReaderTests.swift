import Testing

@testable import NetworkFiles
@testable import RecurrentNetworks

@Suite struct SafetensorsReaderTests {
  private func read(_ bytes: [UInt8]) throws -> NetworkFile {
    try SafetensorsReader.read(bytes, path: "f")
  }

  private func problem(_ tensors: [(name: String, shape: [Int])]) -> NetworkFileError? {
    do {
      _ = try read(SafetensorsFile.tensors(tensors))
      return nil
    } catch {
      return error as? NetworkFileError
    }
  }

  @Test func weightsLandWhereTheyBelong() throws {
    // One GRU unit with one input: weight_ih = r 1, z 2, n 3; weight_hh = 4, 5, 6; biases 7, 8, 9 and 10, 11,
    // 12.
    let names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
    var data: [UInt8] = []
    for value in 1...12 { withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { data += $0 } }
    let entries = names.enumerated().map { index, name in
      "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(index < 2 ? "[3,1]" : "[3]"),"
        + "\"data_offsets\":[\(12 * index),\(12 * index + 12)]}"
    }
    let header = "{" + entries.joined(separator: ",") + "}"
    let file = try read(SafetensorsFile.bytes(header: Array(header.utf8), data: data))
    #expect(
      try file.network().layers == [
        RecurrentLayer(
          cell: .gru, inputSize: 1, hiddenSize: 1, inputKernel: [2, 1, 3], recurrentKernel: [5, 4, 6],
          bias: [8, 7, 9], recurrentBias: [11, 10, 12])
      ])
  }

  @Test func namesOfLayers() throws {
    let cases: [(prefix: String, suffix: String, name: String)] = [
      ("", "_l0", "l0"), ("encoder.", "_l0", "encoder.l0"), ("a.b.", "_l0", "a.b.l0"), ("", "", "cell"),
      ("decoder.", "", "decoder"),
    ]
    for (prefix, suffix, name) in cases {
      let file = try read(SafetensorsFile.tensors(SafetensorsFile.layer(prefix, suffix)))
      #expect(file.layers.map(\.name) == [name])
      #expect(file.stacks == [[0]])
    }
  }

  @Test func equalNamesAreToldApart() throws {
    // A cell in a module of the name that layer 0 of another module has.
    let file = try read(
      SafetensorsFile.tensors(SafetensorsFile.layer("a.", "_l0") + SafetensorsFile.layer("a.l0.", "")))
    #expect(file.layers.map(\.name) == ["a.l0", "a.l0 (2)"])
  }

  @Test func modulesWithNumbersAreInTheirOrder() throws {
    let modules = ["b.10.", "b.9.", "b.x.", "b.1a.", "a."]
    let file = try read(SafetensorsFile.tensors(modules.flatMap { SafetensorsFile.layer($0, "_l0") }))
    #expect(file.layers.map(\.name) == ["a.l0", "b.9.l0", "b.10.l0", "b.1a.l0", "b.x.l0"])
    #expect(file.stacks == [[0], [1], [2], [3], [4]])
  }

  @Test func filesWithoutRecurrentLayers() {
    for name in [
      "weight", "weight_ihx_l0", "weight_ih_l", "weight_ih_l-1", "weight_ih_l01", "weight_ih_lx", "l0",
    ] {
      #expect(problem([(name, [4, 2])]) == NetworkFileError(path: "f", .noRecurrentLayer), "\(name)")
    }
  }

  @Test func shapesThatDoNotFit() {
    func changed(_ index: Int, _ shape: [Int]) -> [(name: String, shape: [Int])] {
      var layer = SafetensorsFile.layer()
      layer[index].shape = shape
      return layer
    }
    let cases: [(index: Int, shape: [Int], NetworkFileProblem)] = [
      (0, [12], .shape(found: [12], expected: [12, 12])),
      (0, [11, 2], .shape(found: [11, 2], expected: [12, 2])),
      (0, [12, 0], .shape(found: [12, 0], expected: [12, 1])),
      (0, [12, 2, 1], .shape(found: [12, 2, 1], expected: [12, 1])),
      (1, [12, 0], .malformed("shape [12, 0] where rows and columns, each at least 1, have to be")),
      (1, [12], .malformed("shape [12] where rows and columns, each at least 1, have to be")),
      (1, [12, 5], .malformed("12 rows and 5 columns, where rows have to be 1, 3 or 4 times the columns")),
      (1, [6, 3], .malformed("6 rows and 3 columns, where rows have to be 1, 3 or 4 times the columns")),
      (1, [0, 3], .malformed("0 rows and 3 columns, where rows have to be 1, 3 or 4 times the columns")),
      (2, [11], .shape(found: [11], expected: [12])),
      (3, [12, 1], .shape(found: [12, 1], expected: [12])),
    ]
    for (index, shape, expected) in cases {
      let layer = changed(index, shape)
      #expect(problem(layer) == NetworkFileError(path: "f", place: layer[index].name, expected), "\(shape)")
    }
  }

  @Test func tensorsThatAreMissing() {
    for index in 0..<4 {
      var layer = SafetensorsFile.layer()
      let removed = layer.remove(at: index)
      #expect(problem(layer) == NetworkFileError(path: "f", place: "l0", .missing(removed.name)))
    }
    #expect(
      problem(SafetensorsFile.layer("", "_l1"))
        == NetworkFileError(path: "f", place: "l0", .missing("weight_ih_l0")))
    #expect(
      problem(SafetensorsFile.layer("", "_l0") + SafetensorsFile.layer("", "_l2", inputs: 3))
        == NetworkFileError(path: "f", place: "l1", .missing("weight_ih_l1")))
    #expect(
      problem(SafetensorsFile.layer("m.", "_l0_reverse"))
        == NetworkFileError(path: "f", place: "m.l0", .missing("m.weight_ih_l0")))
    let halves = SafetensorsFile.layer("", "_l0") + SafetensorsFile.layer("", "_l0_reverse")
    #expect(
      problem(halves + SafetensorsFile.layer("", "_l1", inputs: 6))
        == NetworkFileError(path: "f", place: "l1_reverse", .missing("weight_ih_l1_reverse")))
  }

  @Test func layersThatDoNotFeedOneAnother() {
    #expect(
      problem(SafetensorsFile.layer("", "_l0") + SafetensorsFile.layer("", "_l1", inputs: 2))
        == NetworkFileError(path: "f", place: "weight_ih_l1", .shape(found: [12, 2], expected: [12, 3])))
    let halves = SafetensorsFile.layer("", "_l0") + SafetensorsFile.layer("", "_l0_reverse")
    let above =
      SafetensorsFile.layer("", "_l1", inputs: 6) + SafetensorsFile.layer("", "_l1_reverse", inputs: 3)
    #expect(
      problem(halves + above)
        == NetworkFileError(
          path: "f", place: "weight_ih_l1_reverse", .shape(found: [12, 3], expected: [12, 6])))
  }

  @Test func twoTensorsForOneParameter() {
    #expect(
      problem(SafetensorsFile.layer() + [(".weight_ih_l0", [12, 2])])
        == NetworkFileError(path: "f", .duplicate("weight_ih_l0")))
  }

  @Test func weightsOfOtherNumberTypes() {
    #expect(throws: NetworkFileError(path: "f", place: "bias_hh_l0", .numberType(found: "I8"))) {
      try read(SafetensorsFile.tensors(SafetensorsFile.layer(), dtype: "I8", size: 1))
    }
  }

  @Test func weightsThatAreNotFinite() {
    // All bits set: NaN in every number type.
    #expect(throws: NetworkFileError(path: "f", place: "weight_ih_l0", .notFinite(index: 0))) {
      try read(SafetensorsFile.tensors(SafetensorsFile.layer(), fill: 0xFF))
    }
    var infinite = SafetensorsFile.tensors(SafetensorsFile.layer())
    infinite.replaceSubrange(infinite.count - 4..<infinite.count, with: [0, 0, 0x80, 0x7F])
    #expect(throws: NetworkFileError(path: "f", place: "bias_hh_l0", .notFinite(index: 11))) {
      try read(infinite)
    }
  }

  @Test func biasesWhoseSumIsNotFinite() {
    var bytes = SafetensorsFile.tensors(SafetensorsFile.layer(), dtype: "F64", size: 8)
    let largest = withUnsafeBytes(of: Double.greatestFiniteMagnitude.bitPattern.littleEndian) { Array($0) }
    // The last numbers of the two biases, which have 12 each and end the file.
    for end in [bytes.count, bytes.count - 12 * 8] { bytes.replaceSubrange(end - 8..<end, with: largest) }
    #expect(
      throws: NetworkFileError(path: "f", place: "bias_ih_l0", .malformed("biases whose sum is not finite"))
    ) { try read(bytes) }
  }

  @Test func otherNonlinearities() throws {
    let bytes = SafetensorsFile.tensors(
      SafetensorsFile.layer(gates: 1), metadata: "{\"nonlinearity\":\"relu\"}")
    let file = try read(bytes)
    #expect(file.notes.isEmpty)
    #expect(try file.network().layers[0].activation == .relu)
    let other = SafetensorsFile.tensors(
      SafetensorsFile.layer(gates: 1), metadata: "{\"nonlinearity\":\"gelu\"}")
    #expect(try read(other).layers[0].content == .failure(.setting(name: "nonlinearity", value: "gelu")))
  }

  @Test func stacksThatTheMetadataClaimWrongly() throws {
    let tensors = SafetensorsFile.layer("0.") + SafetensorsFile.layer("1.", inputs: 3)
    func stacks(_ stack: String, source: String = "memprobe") throws -> [[Int]] {
      try read(
        SafetensorsFile.tensors(tensors, metadata: "{\"source\":\"\(source)\",\"stack\":\"\(stack)\"}")
      ).stacks
    }
    #expect(try stacks("0,1") == [[0, 1]])
    #expect(try stacks("0,1", source: "another") == [[0], [1]])
    for stack in ["", "0", "1,0", "0,0", "0,2", "0,1,2"] {
      #expect(try stacks(stack) == [[0], [1]], "\(stack)")
    }
  }
}

/// Files that are cut or changed: an error or a network, never a crash.
@Suite struct SafetensorsMalformedTests {
  private static let files = ["gru-cell", "lstm-bfloat16", "rnn-no-bias", "weight-norm"]

  private func bytes(_ file: String) throws -> [UInt8] {
    try NetworkFileFixtures.bytes("pytorch", "\(file).safetensors")
  }

  @Test(arguments: files) func cutAtEveryLength(_ file: String) throws {
    let bytes = try bytes(file)
    for length in 0..<bytes.count {
      #expect(throws: NetworkFileError.self) {
        try SafetensorsReader.read(Array(bytes[..<length]), path: "f")
      }
    }
  }

  @Test(arguments: files) func everyByteChanged(_ file: String) throws {
    let bytes = try bytes(file)
    for place in bytes.indices {
      for bits: UInt8 in [0xFF, 0x01] {
        var changed = bytes
        changed[place] ^= bits
        do {
          let file = try SafetensorsReader.read(changed, path: "f")
          #expect(!file.layers.isEmpty)
        } catch {
          #expect((error as? NetworkFileError)?.path == "f")
        }
      }
    }
  }

  @Test func moreValuesThanAreRead() {
    let limit = UInt64(StrictJSON.Limits().values)
    let header =
      Array("{\"weight_hh\":[".utf8) + [[UInt8]](repeating: Array("0,".utf8), count: Int(limit)).joined()
      + Array("0]}".utf8)
    #expect(
      throws: NetworkFileError(
        path: "f", .tooLarge(what: "the number of JSON values", found: limit + 1, limit: limit))
    ) {
      try SafetensorsReader.read(SafetensorsFile.bytes(header: header, data: []), path: "f")
    }
  }

  @Test func aMillionLayers() {
    #expect(throws: NetworkFileError(path: "f", place: "l0", .missing("weight_ih_l0"))) {
      try SafetensorsReader.read(
        SafetensorsFile.tensors(SafetensorsFile.layer("", "_l999999")), path: "f")
    }
  }

  @Test func manyLayersAreReadInShortTime() throws {
    var tensors: [(name: String, shape: [Int])] = []
    for layer in 0..<2_000 {
      tensors += SafetensorsFile.layer("", "_l\(layer)", gates: 1, inputs: 1, units: 1)
    }
    let file = try SafetensorsReader.read(SafetensorsFile.tensors(tensors), path: "f")
    #expect(file.stacks == [Array(0..<2_000)])
  }
}
