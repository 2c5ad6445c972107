import Testing

@testable import NetworkFiles
@testable import RecurrentNetworks

/// Keras's and tf_keras's own outputs, from files that they wrote.
@Suite struct KerasForwardPassTests {
  /// A few units in the last place of outputs near 1, over 7 steps and up to 12 layers.
  static func tolerance(_ precision: Precision) -> Double { precision == .float32 ? 6e-7 : 2e-15 }

  @Test(arguments: try KerasFixtures.load().cases)
  func matches(_ fixture: KerasFixtures.Case) throws {
    let network = try KerasFixtures.file(fixture.file).network(fixture.selection)
    switch fixture.precision {
    case .float64:
      check(fixture, network, Self.tolerance(.float64))
    default:
      check(fixture, RecurrentNetwork<Float>(rounding: network), Self.tolerance(.float32))
      // What float32 rounds away is the most by which float64 may differ.
      check(fixture, network, Self.tolerance(.float32))
    }
  }

  private func check<Scalar: NetworkScalar>(
    _ fixture: KerasFixtures.Case, _ network: RecurrentNetwork<Scalar>, _ tolerance: Double
  ) {
    var reference = ReferenceForwardPass(network)
    let inputs = InputPair<Scalar>(inputSize: network.inputSize, capacity: 1, path: .best)
    let engine = PairedNetworks([network], capacity: 1, path: .best)
    var worst = (plain: 0.0, fast: 0.0)
    #expect(fixture.inputs.count == 7 && fixture.outputs.count == 7)
    for (input, output) in zip(fixture.inputs, fixture.outputs) {
      let values = input.map { Scalar($0) }
      let plain = reference.step(values)
      inputs.set(values)
      engine.advance(inputs)
      let fast = engine.outputs(0).a
      #expect(plain.count == output.count)
      for unit in output.indices {
        worst.plain = max(worst.plain, abs(Double(plain[unit]) - output[unit]))
        worst.fast = max(worst.fast, abs(Double(fast[unit]) - output[unit]))
      }
    }
    #expect(worst.plain <= tolerance, "plain forward pass")
    #expect(worst.fast <= tolerance, "kernels")
  }
}

/// State_dicts that PyTorch wrote, against what PyTorch computes with them.
@Suite struct PyTorchFixtureTests {
  @Test func everyCellDepthPrecisionAndConventionIsThere() throws {
    let cases = try NetworkFileFixtures.load("pytorch").cases
    for cell in ["rnn", "lstm", "gru"] {
      let names = ["float32-layers-1", "float32-layers-3", "float64-layers-1", "float64-layers-3"]
      for name in names + ["float16", "bfloat16", "no-bias", "cell"] {
        #expect(cases.contains { $0.name == "\(cell)-\(name)" && !$0.outputs.isEmpty })
      }
      for layer in ["l0", "l0_reverse", "l1", "l1_reverse"] {
        #expect(cases.contains { $0.name == "\(cell)-bidirectional \(layer)" && !$0.outputs.isEmpty })
      }
    }
  }

  @Test(arguments: try NetworkFileFixtures.load("pytorch").cases)
  func matches(_ fixture: NetworkFileFixtures.Case) throws {
    let file = try SafetensorsReader.read(
      NetworkFileFixtures.bytes("pytorch", fixture.file), path: fixture.file)
    #expect(file.format == .safetensors)
    try ForwardPassCheck.expect(file, fixture)
  }

  @Test func halvesOfBidirectionalLayersStandAlone() throws {
    let file = try SafetensorsReader.read(
      NetworkFileFixtures.bytes("pytorch", "lstm-bidirectional.safetensors"), path: "f")
    #expect(file.stacks == [[0], [1], [2], [3]])
  }

  @Test func modulesAreStacks() throws {
    let file = try SafetensorsReader.read(
      NetworkFileFixtures.bytes("pytorch", "model.safetensors"), path: "f")
    #expect(file.stacks == (0...11).map { [$0] } + [[12, 13]])
  }

  @Test func onlySimpleCellsNeedTheAssumptionOnTheNonlinearity() throws {
    for (name, count) in [("rnn-cell", 1), ("lstm-cell", 0), ("gru-cell", 0)] {
      let file = try SafetensorsReader.read(
        NetworkFileFixtures.bytes("pytorch", "\(name).safetensors"), path: "f")
      #expect(file.notes.count == count)
      for note in file.notes {
        guard case .assumed("nonlinearity", "tanh", _) = note else {
          Issue.record("\(note)")
          continue
        }
      }
    }
  }
}

/// Models that PyTorch's exporters and onnx.helper wrote, against what ONNX Runtime computes with them.
@Suite struct ONNXFixtureTests {
  private func read(_ file: String) throws -> NetworkFile {
    try ONNXReader.read(
      NetworkFileFixtures.bytes("onnx", file), path: NetworkFileFixtures.path("onnx", file))
  }

  @Test func everyCellExporterPrecisionAndConventionIsThere() throws {
    let names = Set(try NetworkFileFixtures.load("onnx").cases.filter { !$0.outputs.isEmpty }.map(\.name))
    for cell in ["lstm", "gru", "rnn"] {
      for precision in ["float32", "float64"] {
        for layers in [1, 2] {
          #expect(names.contains("torch-script-\(cell)-\(precision)-\(layers)"))
          if cell != "rnn" { #expect(names.contains("torch-dynamo-\(cell)-\(precision)-\(layers)")) }
        }
      }
    }
    for cell in ["rnn", "lstm", "gru", "gru-reset-before"] {
      #expect(names.contains("\(cell)-forward forward"))
      #expect(names.contains("\(cell)-reverse reverse"))
      #expect(
        names.contains("\(cell)-bidirectional half 0") && names.contains("\(cell)-bidirectional half 1"))
      for convention in ["float64", "layout-1", "stack"] {
        #expect(names.contains("\(cell)-\(convention) forward"), "\(cell) \(convention)")
      }
    }
  }

  /// All of ONNX's own tests of the three operators.
  @Test func everyNodeTestIsThere() throws {
    let files = Set(try NetworkFileFixtures.load("onnx").cases.filter { !$0.outputs.isEmpty }.map(\.file))
    let common = ["defaults", "with-initial-bias", "batchwise", "reverse", "bidirectional"]
    let tests = [("lstm", ["with-peepholes"]), ("gru", ["seq-length"]), ("simple-rnn", [])]
    for (cell, others) in tests {
      for test in common + others { #expect(files.contains("node-\(cell)-\(test).onnx"), "\(cell) \(test)") }
    }
    #expect(files.filter { $0.hasPrefix("node-") }.count == 18 && files.contains("node-rnn-seq-length.onnx"))
  }

  /// What is told of nodes that are more than their cell.
  @Test func whatNodesAskForIsTold() throws {
    func conventions(_ file: String) throws -> [String] { try read(file).layers[0].conventions }
    #expect(
      try conventions("all-lstm.onnx")
        == ["gates i, o, f, c", "layout=0", "clip=0.5", "input_forget=1", "peepholes"])
    #expect(
      try conventions("sequence-lengths-gru.onnx").last
        == "sequence_lens (sequences are read to their end here)")
    #expect(
      try conventions("activation-softplus-rnn.onnx") == ["activations Softplus", "layout=0", "no bias"])
  }

  /// Parameters as people write them, and names whatever their case.
  @Test func parametersOfActivations() throws {
    let layer = try read("activation-parameters-lstm.onnx").network().layers[0]
    #expect(layer.gateActivation == Activation(.softplus))
    #expect(layer.activation == Activation(.elu, alpha: 0.5))
    #expect(layer.cellStateActivation == Activation(.scaledTanh, alpha: 1.25, beta: 0.75))
    #expect(
      try read("activation-parameters-gru.onnx").network().layers[0].gateActivation
        == Activation(.hardSigmoid, alpha: 0.3, beta: 0.4))
    #expect(try read("clip-rnn.onnx").network().layers[0].variation.clip == 0.7)
  }

  @Test(arguments: try NetworkFileFixtures.load("onnx").cases)
  func matches(_ fixture: NetworkFileFixtures.Case) throws {
    let file = try read(fixture.file)
    #expect(file.format == .onnx)
    #expect(file.notes.isEmpty)
    try ForwardPassCheck.expect(file, fixture)
  }

  @Test func unrolledModelsAreNamed() throws {
    let path = NetworkFileFixtures.path("onnx", "torch-dynamo-rnn.onnx")
    #expect(throws: NetworkFileError(path: path, .recurrence(.unrolled))) {
      try read("torch-dynamo-rnn.onnx")
    }
  }

  @Test func halvesOfBidirectionalNodesStandAlone() throws {
    #expect(try read("lstm-bidirectional.onnx").stacks == [[0], [1]])
  }
}
