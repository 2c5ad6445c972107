import Foundation
import Testing

@testable import RecurrentNetworks

@Suite struct InitializationTests {
  private func network<Scalar: NetworkScalar>(
    _ cell: CellType, inputs: Int = 40, hidden: Int = 30, layers: Int = 1, _ initialization: Initialization,
    seed: UInt64 = 1, as type: Scalar.Type = Double.self
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: inputs, hiddenSize: hidden),
      initialization: initialization, stream: RandomStream(seed: seed))
  }

  /// Keras's limit: sqrt(6 / (rows + all gates' columns)).
  @Test(arguments: CellType.trainable) func glorotUniformFillsItsRange(cell: CellType) {
    let layer = network(cell, Initialization(.glorot)).layers[0]
    let columns = Double(cell.gateCount * 30)
    for (kernel, rows) in [(layer.inputKernel, 40.0), (layer.recurrentKernel, 30.0)] {
      let limit = (6 / (rows + columns)).squareRoot()
      #expect(kernel.allSatisfy { abs($0) <= limit })
      #expect((kernel.map { abs($0) }.max() ?? 0) > 0.98 * limit)
      let variance = kernel.map { $0 * $0 }.reduce(0, +) / Double(kernel.count)
      #expect(abs(variance / (limit * limit / 3) - 1) < 0.15)
    }
  }

  @Test func forgetBiasIsOneAndOthersZero() {
    let bias = network(.lstm, hidden: 3, Initialization(.glorot)).layers[0].bias
    #expect(bias == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    let gru = network(.gru, hidden: 2, Initialization(.glorot)).layers[0]
    #expect(gru.bias + gru.recurrentBias == Array(repeating: 0, count: 12))
  }

  @Test func glorotNormalHasTheSameVarianceAndIsTruncated() {
    let kernel = network(.lstm, inputs: 100, hidden: 50, Initialization(.glorotNormal)).layers[0].inputKernel
    let variance = 2.0 / (100 + 200)
    let found = kernel.map { $0 * $0 }.reduce(0, +) / Double(kernel.count)
    #expect(abs(found / variance - 1) < 0.05)
    #expect(kernel.allSatisfy { abs($0) <= 2 * variance.squareRoot() / 0.8796 })
  }

  @Test(arguments: [CellType.rnn, .lstm, .gru]) func kerasRecurrentKernelIsOrthogonal(cell: CellType) {
    let hidden = 12
    let kernel = network(cell, hidden: hidden, Initialization(.keras)).layers[0].recurrentKernel
    let columns = cell.gateCount * hidden
    for i in 0..<hidden {
      for j in 0...i {
        let product = (0..<columns).reduce(0.0) { $0 + kernel[i * columns + $1] * kernel[j * columns + $1] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func orthogonalColumnsWhenRowsAreMore() {
    let matrix: [Double] = KernelInitializer.orthogonal.draw(
      rows: 9, columns: 4, hiddenSize: 4, stream: RandomStream(seed: 5))
    for i in 0..<4 {
      for j in 0...i {
        let product = (0..<9).reduce(0.0) { $0 + matrix[$1 * 4 + i] * matrix[$1 * 4 + j] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func pytorchDrawsBiasesWithoutForgetBias() {
    let layer = network(.gru, hidden: 25, Initialization(.pytorch)).layers[0]
    for values in [layer.inputKernel, layer.recurrentKernel, layer.bias, layer.recurrentBias] {
      #expect(values.allSatisfy { abs($0) <= 0.2 })
      #expect((values.map { abs($0) }.max() ?? 0) > 0.18)
    }
    let lstm = network(.lstm, hidden: 400, Initialization(.pytorch)).layers[0]
    let forget = lstm.bias[400..<800].reduce(0, +) / 400
    #expect(abs(forget) < 0.02)
  }

  @Test func gainScalesKernelsOnly() {
    var doubled = Initialization(.glorot)
    doubled.gain = 2
    let (plain, scaled) = (network(.lstm, Initialization(.glorot)), network(.lstm, doubled))
    #expect(scaled.layers[0].recurrentKernel == plain.layers[0].recurrentKernel.map { 2 * $0 })
    #expect(scaled.layers[0].bias == plain.layers[0].bias)
  }

  @Test(arguments: Initialization.Preset.allCases)
  func bothPrecisionsAreTheSameNetwork(preset: Initialization.Preset) {
    let double = network(.gru, layers: 2, Initialization(preset), as: Double.self)
    let single = network(.gru, layers: 2, Initialization(preset), as: Float.self)
    for (wide, narrow) in zip(double.layers, single.layers) {
      #expect(wide.inputKernel.map { Float($0) } == narrow.inputKernel)
      #expect(wide.recurrentBias.map { Float($0) } == narrow.recurrentBias)
    }
  }

  @Test func layersAndSeedsDiffer() {
    let network = network(.rnn, inputs: 30, layers: 2, Initialization(.glorot))
    #expect(network.layers[0].inputKernel != network.layers[1].inputKernel)
    #expect(network.layers[0].inputKernel != network.layers[0].recurrentKernel)
    #expect(
      self.network(.rnn, Initialization(.glorot), seed: 2) != self.network(.rnn, Initialization(.glorot)))
  }
}

@Suite struct TwinTests {
  /// A network of equal layers is drawn layer by layer just as a mixed one is.
  @Test func aTwinOfEqualLayersIsTheNetworkOfThatShape() {
    let shape = NetworkShape(cell: .lstm, layers: 2, inputSize: 3, hiddenSize: 4)
    let stream = RandomStream(seed: 5)
    for preset in Initialization.Preset.allCases {
      let network = RecurrentNetwork<Double>(
        shape: shape, initialization: Initialization(preset), stream: stream)
      let twin = RecurrentNetwork<Double>(
        twinOf: network, initialization: Initialization(preset), stream: stream)
      #expect(twin == network)
    }
  }

  @Test func shufflingKeepsValuesAndMovesThem() {
    let network = RecurrentNetwork<Double>(
      shape: NetworkShape(cell: .gru, layers: 2, inputSize: 7, hiddenSize: 9),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: 1))
    let shuffled = network.shuffled(stream: RandomStream(seed: 2))
    #expect(shuffled == network.shuffled(stream: RandomStream(seed: 2)))
    #expect(shuffled != network.shuffled(stream: RandomStream(seed: 3)))
    for (before, after) in zip(network.layers, shuffled.layers) {
      let arrays: [KeyPath<RecurrentLayer<Double>, [Double]>] = [
        \.inputKernel, \.recurrentKernel, \.bias, \.recurrentBias,
      ]
      for array in arrays {
        #expect(after[keyPath: array].sorted() == before[keyPath: array].sorted())
        #expect(after[keyPath: array] != before[keyPath: array])
      }
    }
    // Biases stay with their gates, 9 units each.
    for (before, after) in zip(network.layers, shuffled.layers) {
      for gate in 0..<3 {
        let units = gate * 9..<(gate + 1) * 9
        #expect(after.bias[units].sorted() == before.bias[units].sorted())
        #expect(after.recurrentBias[units].sorted() == before.recurrentBias[units].sorted())
      }
    }
    // The layers and arrays are not permuted alike.
    let (before, after) = (network.layers[1], shuffled.layers[1])
    let order = before.inputKernel.map { after.inputKernel.firstIndex(of: $0) }
    let other = before.recurrentKernel.map { after.recurrentKernel.firstIndex(of: $0) }
    #expect(order != other)
  }

  /// Each of the 24 orders of four elements as often as any other: of 24,000 about 1,000, within five standard
  /// deviations (31 each).
  @Test func everyOrderIsAsProbable() {
    var counts: [[Int]: Int] = [:]
    let stream = RandomStream(seed: 11)
    for draw in 0..<24_000 {
      counts[stream.child(UInt64(draw)).shuffled([0, 1, 2, 3]), default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 155 })
  }

  @Test func shortListsAreShuffled() {
    let stream = RandomStream(seed: 0)
    #expect(stream.shuffled([Int]()).isEmpty)
    #expect(stream.shuffled([4]) == [4])
  }
}

/// Tallec & Ollivier 2018: time scales drawn with the biases.
@Suite struct ChronoInitializationTests {
  private func layer(_ cell: CellType, longest: Int?) -> RecurrentLayer<Double> {
    var initialization = Initialization(.chrono)
    initialization.longestTime = longest
    return RecurrentNetwork<Double>(
      shape: NetworkShape(cell: cell, inputSize: 2, hiddenSize: 2_000), initialization: initialization,
      stream: RandomStream(seed: 3)
    ).layers[0]
  }

  private func bias(_ layer: RecurrentLayer<Double>, _ gate: Gate) throws -> [Double] {
    let place = try #require(layer.cell.gates.firstIndex(of: gate))
    return Array(layer.bias[layer.columns(ofGate: place)])
  }

  /// exp(b) fills 1 to T - 1 evenly, so that the gate is between 1/2 and (T - 1) / T; an LSTM's input gate takes what is
  /// left: its bias is the other's negative, exactly. All other biases are zero.
  @Test(arguments: [CellType.lstm, .gru, .gruResetBefore], [2, 10, 1_000])
  func keepingGatesHaveTheTimeScales(cell: CellType, longest: Int) throws {
    let layer = layer(cell, longest: longest)
    let keeping: Gate = cell == .lstm ? .forget : .update
    let kept = try bias(layer, keeping)
    let scales = kept.map(exp)
    let top = Double(longest - 1)
    #expect(scales.allSatisfy { (1 - 1e-12...top * (1 + 1e-12)).contains($0) })
    #expect(kept.allSatisfy { (0.5...(top / (top + 1)) + 1e-12).contains(1 / (1 + exp(-$0))) })
    // Of 2,000 uniform draws mean and extremes are this close.
    let mean = scales.reduce(0, +) / 2_000
    #expect(abs(mean - (1 + top) / 2) <= 4 * (top - 1) / 12.0.squareRoot() / 2_000.0.squareRoot())
    #expect((scales.max() ?? 0) >= top - (top - 1) / 100 && (scales.min() ?? 9) <= 1 + (top - 1) / 100)
    if cell == .lstm { #expect(try bias(layer, .input) == kept.map { -$0 }) }
    for gate in cell.gates where gate != keeping && gate != .input {
      #expect(try bias(layer, gate).allSatisfy { $0 == 0 })
    }
    #expect(layer.recurrentBias.allSatisfy { $0 == 0 })
  }

  /// Nothing but the biases is another than with glorot, and nothing at all in cells without such gates.
  @Test(arguments: CellType.allCases) func kernelsAreThoseOfGlorot(cell: CellType) {
    let (chrono, glorot) = (layer(cell, longest: 50), layer(cell, longest: nil))
    #expect(chrono.recurrentKernel == glorot.recurrentKernel && chrono.inputKernel == glorot.inputKernel)
    let hasGates = cell.gates.contains(.forget) || cell.gates.contains(.update)
    #expect((chrono.bias != glorot.bias) == hasGates)
  }

  @Test func itIsARecipeOfItsOwn() {
    #expect(Initialization(.chrono).preset == .chrono && Initialization(.glorot).preset == .glorot)
    #expect(Initialization(.chrono).longestTime == 100)
  }
}
