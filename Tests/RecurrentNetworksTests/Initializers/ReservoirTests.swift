import Foundation
import LinearAlgebra
import Testing

@testable import RecurrentNetworks

@Suite struct ReservoirTests {
  private func layer(
    _ reservoir: Reservoir, hidden: Int = 40, inputs: Int = 3, seed: UInt64 = 1
  ) -> RecurrentLayer<Double> {
    var initialization = Initialization(.glorot)
    initialization.reservoir = reservoir
    return RecurrentNetwork<Double>(
      shape: NetworkShape(cell: .esn, inputSize: inputs, hiddenSize: hidden),
      initialization: initialization, stream: RandomStream(seed: seed)
    ).layers[0]
  }

  private func radius(_ layer: RecurrentLayer<Double>) throws -> Double {
    try Matrix(rows: layer.hiddenSize, columns: layer.hiddenSize, elements: layer.recurrentKernel)
      .spectralRadius()
  }

  /// To the 24 bits of the factor.
  @Test(arguments: [1, 2, 40], [0.1, 1]) func hasTheSpectralRadius(hidden: Int, density: Double) throws {
    for asked in [0.3, 0.9, 1.25] {
      let layer = layer(try Reservoir(spectralRadius: asked, density: density), hidden: hidden)
      #expect(abs(try radius(layer) / asked - 1) < 1e-7)
    }
    #expect(try radius(layer(Reservoir(spectralRadius: 0))) == 0)
  }

  @Test func everyUnitHearsItsShare() throws {
    let layer = layer(try Reservoir(density: 0.2))
    for unit in 0..<40 {
      #expect((0..<40).count { layer.recurrentKernel[$0 * 40 + unit] != 0 } == 8)
    }
    let senders = (0..<40).map { unit in (0..<40).count { layer.recurrentKernel[unit * 40 + $0] != 0 } }
    #expect(Set(senders).count > 1, "who is heard is drawn")
    #expect(self.layer(try Reservoir(density: 1e-9), hidden: 9).recurrentKernel.count { $0 != 0 } == 9)
  }

  @Test func scalings() throws {
    let layer = layer(try Reservoir(inputScaling: 0.5, biasScaling: 2), hidden: 200)
    #expect(layer.inputKernel.allSatisfy { abs($0) <= 0.5 } && (layer.inputKernel.max() ?? 0) > 0.49)
    #expect(layer.bias.allSatisfy { abs($0) <= 2 } && (layer.bias.min() ?? 0) < -1.9)
    #expect(self.layer(.standard).bias.allSatisfy { $0 == 0 })
  }

  @Test func thePrecisionsAreTheSameNetwork() throws {
    var initialization = Initialization(.glorot)
    initialization.reservoir = try Reservoir(density: 0.5, leakRate: 0.3, biasScaling: 1)
    let shape = NetworkShape(cell: .esn, layers: 2, inputSize: 2, hiddenSize: 11)
    let stream = RandomStream(seed: 5)
    let narrow = RecurrentNetwork<Float>(shape: shape, initialization: initialization, stream: stream)
    let wide = RecurrentNetwork<Double>(shape: shape, initialization: initialization, stream: stream)
    #expect(RecurrentNetwork<Float>(rounding: wide) == narrow)
    #expect(wide.layers[0] != wide.layers[1] && narrow.layers[1].leakRate == 0.3)
  }

  @Test func refusesNonsense() {
    #expect(throws: ReservoirError.spectralRadius(-1)) { try Reservoir(spectralRadius: -1) }
    #expect(throws: ReservoirError.spectralRadius(.infinity)) { try Reservoir(spectralRadius: .infinity) }
    #expect(throws: ReservoirError.density(0)) { try Reservoir(density: 0) }
    #expect(throws: ReservoirError.density(1.5)) { try Reservoir(density: 1.5) }
    #expect(throws: ReservoirError.leakRate(0)) { try Reservoir(leakRate: 0) }
    #expect(throws: ReservoirError.leakRate(1.01)) { try Reservoir(leakRate: 1.01) }
    #expect(throws: ReservoirError.inputScaling(-0.5)) { try Reservoir(inputScaling: -0.5) }
    #expect(throws: ReservoirError.biasScaling(1e7)) { try Reservoir(biasScaling: 1e7) }
    #expect(throws: (any Error).self) { try Reservoir(spectralRadius: .nan) }
    #expect(throws: (any Error).self) { try Reservoir(density: .nan) }
    #expect(throws: (any Error).self) { try Reservoir(leakRate: .nan) }
  }

  /// As plans of before have it.
  @Test func storedWithoutAReservoirItIsTheStandardOne() throws {
    let text = """
      {"inputKernel":"glorot-uniform","recurrentKernel":"orthogonal","drawsBiases":false,"forgetBias":1,"gain":2}
      """
    var expected = Initialization(.keras)
    expected.gain = 2
    #expect(try JSONDecoder().decode(Initialization.self, from: Data(text.utf8)) == expected)
    expected.reservoir = try Reservoir(leakRate: 0.5, activation: .identity)
    #expect(try JSONDecoder().decode(Initialization.self, from: JSONEncoder().encode(expected)) == expected)
  }
}
