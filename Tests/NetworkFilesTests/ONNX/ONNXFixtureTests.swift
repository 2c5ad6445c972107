import Testing

@testable import NetworkFiles
@testable import RecurrentNetworks

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

  @Test(arguments: try NetworkFileFixtures.load("onnx").cases)
  func matches(_ fixture: NetworkFileFixtures.Case) throws {
    let file = try read(fixture.file)
    #expect(file.format == .onnx)
    #expect(file.layers.map(NetworkFileFixtures.Layer.init) == fixture.layers)
    #expect(file.notes.isEmpty)
    if fixture.outputs.isEmpty {
      #expect(throws: NetworkSelectionError.self) { try file.network(fixture.networkSelection) }
    } else {
      let network = try file.network(fixture.networkSelection)
      let worst = ForwardPassCheck.worstDifference(network, fixture)
      #expect(worst <= ForwardPassCheck.tolerance(fixture.precision))
    }
  }

  @Test func unrolledModelsHaveNoRecurrentLayer() throws {
    let path = try NetworkFileFixtures.path("onnx", "torch-dynamo-rnn.onnx")
    #expect(throws: NetworkFileError(path: path, .noRecurrentLayer)) { try read("torch-dynamo-rnn.onnx") }
  }

  @Test func halvesOfBidirectionalNodesStandAlone() throws {
    #expect(try read("lstm-bidirectional.onnx").stacks == [[0], [1]])
  }
}
