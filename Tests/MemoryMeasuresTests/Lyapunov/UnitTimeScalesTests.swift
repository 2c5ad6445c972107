import Foundation
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Time scales of units, from biases and along trajectories.
@Suite struct UnitTimeScalesTests {
  private let stream = RandomStream(seed: 3)

  private func settings(units: Int, exponents: Int = 1, steps: Int = 300) throws -> LyapunovSettings {
    try LyapunovSettings(
      exponents: exponents, washoutSteps: 50, alignmentSteps: 50, steps: steps, unitCount: units)
  }

  private func measured(
    _ layers: [RecurrentLayer<Double>], units: Int, exponents: Int = 1
  ) throws -> [Double] {
    try Lyapunov.measure(
      RecurrentNetwork(layers: layers), settings: settings(units: units, exponents: exponents), stream: stream
    ).unitTimeScales
  }

  /// A layer without recurrent weights whose gates hear nothing of the inputs, its candidate everything.
  private func constant(
    _ cell: CellType, _ gate: Gate, bias: [Double], recurrentBias: Double = 0, leakRate: Double = 1,
    variation: CellVariation<Double> = .none, gateActivation: Activation? = nil
  ) -> RecurrentLayer<Double> {
    let (units, gates) = (bias.count, cell.gates)
    func spread(_ wanted: Gate, _ values: [Double]) -> [Double] {
      gates.flatMap { $0 == wanted ? values : Array(repeating: 0, count: units) }
    }
    return RecurrentLayer(
      cell: cell, inputSize: 1, hiddenSize: units,
      inputKernel: spread(.candidate, Array(repeating: 0.5, count: units)),
      recurrentKernel: Array(repeating: 0, count: units * units * gates.count), bias: spread(gate, bias),
      recurrentBias: cell.hasRecurrentBias
        ? spread(gate, Array(repeating: recurrentBias, count: units)) : nil,
      leakRate: leakRate, gateActivation: gateActivation, variation: variation)
  }

  private func expectEqual(
    _ found: [Double]?, _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let found, found.count == expected.count else {
      Issue.record("\(found ?? []), not \(expected)", sourceLocation: sourceLocation)
      return
    }
    for (found, expected) in zip(found, expected) {
      #expect(
        found == expected || abs(found / expected - 1) < 1e-12, "\(found), not \(expected)",
        sourceLocation: sourceLocation)
    }
  }

  private let biases = [-3.0, 0, 1, 5, 40]

  /// -1/ln σ(b) = 1/ln(1 + e^-b), to the last digits also where σ(b) is 1 in float64.
  private func scales(_ biases: [Double]) -> [Double] { biases.map { 1 / log1p(exp(-$0)) } }

  @Test(arguments: [(CellType.lstm, Gate.forget), (.gru, .update), (.gruResetBefore, .update)])
  func constantGates(cell: CellType, gate: Gate) throws {
    let layer = constant(cell, gate, bias: biases)
    expectEqual(UnitTimeScales.ofBiases(layer), scales(biases))
    expectEqual(try measured([layer], units: 5), scales(biases))
  }

  /// Both biases of a GRU act on its update gate; clipped, gates go no further; coupled, f is 1 - i; with another
  /// activation it is that of the bias, and 0 and 1 are forgetting all and nothing.
  @Test func otherGates() throws {
    let both = constant(.gru, .update, bias: biases, recurrentBias: 2)
    expectEqual(UnitTimeScales.ofBiases(both), scales(biases.map { $0 + 2 }))
    expectEqual(try measured([both], units: 5), scales(biases.map { $0 + 2 }))
    let clipped = constant(.lstm, .forget, bias: biases, variation: CellVariation(clip: 2))
    expectEqual(UnitTimeScales.ofBiases(clipped), scales([-2, 0, 1, 2, 2]))
    expectEqual(try measured([clipped], units: 5), scales([-2, 0, 1, 2, 2]))
    let coupled = constant(.lstm, .input, bias: biases, variation: CellVariation(couplesGates: true))
    expectEqual(UnitTimeScales.ofBiases(coupled), scales(biases.map { -$0 }))
    expectEqual(try measured([coupled], units: 5), scales(biases.map { -$0 }))
    let hard = constant(.lstm, .forget, bias: [-9, 0, 1.25, 9], gateActivation: .hardSigmoid)
    let expected = [0, 1 / log(2), 1 / log(4 / 3.0), .infinity]
    expectEqual(UnitTimeScales.ofBiases(hard), expected)
    expectEqual(try measured([hard], units: 4), expected)
    let growing = constant(.gru, .update, bias: [2], gateActivation: .identity)
    #expect(UnitTimeScales.ofBiases(growing)?.allSatisfy(\.isNaN) == true)
  }

  /// Leaky units keep 1 - a; those of an RNN, and without a leak, nothing.
  @Test func unitsWithoutGates() throws {
    let leaky = constant(.esn, .candidate, bias: [0, 0], leakRate: 0.25)
    expectEqual(UnitTimeScales.ofBiases(leaky), [1, 1].map { $0 / log(4 / 3.0) })
    expectEqual(try measured([leaky], units: 2), [1, 1].map { $0 / log(4 / 3.0) })
    for cell in [CellType.rnn, .esn] {
      let layer = constant(cell, .candidate, bias: [0, 0])
      #expect(UnitTimeScales.ofBiases(layer) == nil)
      #expect(try measured([layer], units: 2).allSatisfy(\.isNaN))
    }
  }

  /// Along a trajectory it is the mean of ln f, whatever steps have to be taken again for the directions' sake, and never
  /// longer than -1/ln of the mean of f.
  @Test(arguments: [CellType.lstm, .gru, .gruResetBefore]) func alongATrajectory(cell: CellType) throws {
    var initialization = Initialization(.pytorch)
    initialization.gain = 3
    let network = RecurrentNetwork<Double>(
      shape: NetworkShape(cell: cell, inputSize: 2, hiddenSize: 6), initialization: initialization,
      stream: stream)
    let settings = try settings(units: 6, exponents: 12)
    let found = try Lyapunov.measure(network, settings: settings, stream: stream).unitTimeScales
    let inputs = DrivingInputs<Double>(2, settings: settings, stream: stream, path: .best)
    var pass = ReferenceForwardPass(network)
    var (logarithms, means) = ([Double](repeating: 0, count: 6), [Double](repeating: 0, count: 6))
    for step in 0..<400 {
      let values = inputs.values(at: step)
      let gates = pass.firstLayerGates(values)
      if step >= 100, let kept = gates.first(where: { $0.gate == cell.keepingGate }) {
        for unit in 0..<6 {
          logarithms[unit] += log(kept.values[unit]) / 300
          means[unit] += kept.values[unit] / 300
        }
      }
      _ = pass.step(values)
    }
    for unit in 0..<6 {
      #expect(abs(found[unit] * -logarithms[unit] - 1) < 1e-12)
      #expect(found[unit] < -1 / log(means[unit]))
    }
    #expect(zip(found, UnitTimeScales.ofBiases(network.layers[0]) ?? []).contains { abs($0 - $1) > 0.1 })
  }

  /// The lowest layer's units first; missing are those that nothing keeps, and those that there are not.
  @Test func numbersOfUnits() throws {
    let rnn = RecurrentLayer<Double>(
      cell: .rnn, inputSize: 3, hiddenSize: 2, inputKernel: Array(repeating: 0.25, count: 6),
      recurrentKernel: Array(repeating: 0, count: 4), bias: [0, 0])
    let layers = [constant(.lstm, .forget, bias: [-1, 0, 1]), rnn]
    let found = try measured(layers, units: 7)
    expectEqual(Array(found.prefix(3)), scales([-1, 0, 1]))
    #expect(found.count == 7 && found.dropFirst(3).allSatisfy(\.isNaN))
    expectEqual(try measured(layers, units: 2), scales([-1, 0]))
    #expect(try measured(layers, units: 0) == [])
    let outline = NetworkOutline(layers: layers.map { LayerShape($0) })
    #expect(outline.keepingUnits == 5 && NetworkOutline(layers: [LayerShape(rnn)]).keepingUnits == 0)
    #expect(NetworkGrid(cells: [.rnn, .gru], layers: [1, 2], hiddenSizes: [4, 8]).mostKeepingUnits == 16)
    #expect(NetworkGrid(cells: [.rnn], hiddenSizes: [8]).mostKeepingUnits == 0)
    let most = NetworkGrid.largestSize
    #expect(NetworkGrid(cells: [.lstm], layers: [most], hiddenSizes: [most]).mostKeepingUnits == most)
    var settings = LyapunovSettings.standard
    settings.settle(
      for: NetworksAtHand(mostUnits: 1, mostKeepingUnits: most, areFromFiles: false))
    #expect(settings.unitCount == LyapunovSettings.mostExponents)
  }

  @Test func whatRunsCanHaveFound() throws {
    let settings = try settings(units: 2)
    func accepts(_ scales: [Double]) -> Bool {
      Lyapunov.accepts(
        LyapunovMeasurement(
          exponents: [-1], standardErrors: [0.1], stateSize: 4, unitTimeScales: scales), settings: settings)
    }
    #expect(accepts([0, .infinity]) && accepts([2.5, .nan]))
    #expect(!accepts([1]) && !accepts([1, -1]) && !accepts([1, 2, 3]))
  }
}
