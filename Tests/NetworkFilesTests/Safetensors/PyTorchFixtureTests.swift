import Testing

@testable import NetworkFiles
@testable import RecurrentNetworks

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
    #expect(file.layers.map(NetworkFileFixtures.Layer.init) == fixture.layers)
    if fixture.outputs.isEmpty {
      #expect(throws: NetworkSelectionError.self) { try file.network(fixture.networkSelection) }
    } else {
      let network = try file.network(fixture.networkSelection)
      let worst = ForwardPassCheck.worstDifference(network, fixture)
      #expect(worst <= ForwardPassCheck.tolerance(fixture.precision))
    }
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
