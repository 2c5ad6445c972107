import Testing

@testable import RecurrentNetworks

/// Packed weights are the only copy that is kept, so that all of a network has to come out of them again.
@Suite struct PackedNetworkTests {
  /// Sizes around the blocks of units of either precision; all activations and biases are kept, too.
  @Test(arguments: CellType.allCases) func unpackedIsWhatWasPacked(cell: CellType) {
    for hiddenSize in [1, 7, 8, 9, 15, 16, 17, 33] {
      let shape = NetworkShape(cell: cell, layers: 2, inputSize: 5, hiddenSize: hiddenSize)
      let drawn = RecurrentNetwork<Double>(
        shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: 4))
      let unusual = RecurrentNetwork(layers: drawn.layers.map(unusual))
      for network in [drawn, unusual] {
        #expect(PackedNetwork(network).unpacked() == network)
        let rounded = RecurrentNetwork<Float>(rounding: network)
        #expect(PackedNetwork(rounded).unpacked() == rounded)
      }
    }
  }

  /// The same weights with other activations, a leak, or what else layers may compute.
  private func unusual(_ layer: RecurrentLayer<Double>) -> RecurrentLayer<Double> {
    RecurrentLayer(
      cell: layer.cell, inputSize: layer.inputSize, hiddenSize: layer.hiddenSize,
      inputKernel: layer.inputKernel, recurrentKernel: layer.recurrentKernel, bias: layer.bias,
      recurrentBias: layer.cell.hasRecurrentBias ? layer.recurrentBias : nil,
      leakRate: layer.cell.isReservoir ? 0.25 : 1, gateActivation: .hardSigmoid,
      activation: layer.cell.isReservoir ? .identity : Activation(.elu, alpha: 0.5),
      variation: CellVariation(
        peepholes: layer.cell.hasCellState ? (0..<3 * layer.hiddenSize).map(Double.init) : [],
        clip: layer.cell.isReservoir ? .infinity : 3, couplesGates: layer.cell.hasCellState))
  }

  @Test func signsOfZerosAreKept() {
    let zeros = (0..<12).map { $0.isMultiple(of: 3) ? -0.0 : 0.0 }
    let layer = RecurrentLayer<Double>(
      cell: .gru, inputSize: 4, hiddenSize: 1, inputKernel: zeros, recurrentKernel: Array(zeros.prefix(3)),
      bias: Array(zeros.suffix(3)), recurrentBias: Array(zeros.prefix(3)))
    let unpacked = PackedNetwork(RecurrentNetwork(layers: [layer])).unpacked().layers[0]
    #expect(unpacked.inputKernel.map(\.sign) == zeros.map(\.sign))
    #expect(unpacked.bias.map(\.sign) == zeros.suffix(3).map(\.sign))
    #expect(unpacked.recurrentBias.map(\.sign) == zeros.prefix(3).map(\.sign))
  }
}
