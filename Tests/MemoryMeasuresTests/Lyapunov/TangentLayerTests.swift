import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// States and Jacobians against the plain cells.
@Suite struct TangentLayerTests {
  /// With biases of both kinds; of every kind of unit.
  static let layers: [RecurrentLayer<Double>] =
    CellType.trainable.enumerated().map { index, cell in
      var initialization = Initialization(.pytorch)
      initialization.gain = 2
      return RecurrentNetwork(
        shape: NetworkShape(cell: cell, inputSize: 3, hiddenSize: 5), initialization: initialization,
        stream: RandomStream(seed: UInt64(index))
      ).layers[0]
    }
    + [(0.3, Activation.tanh), (1, .tanh), (0.6, .identity)].map { rate, activation in
      let drawn = RecurrentNetwork<Double>(
        shape: NetworkShape(cell: .esn, inputSize: 3, hiddenSize: 5), initialization: Initialization(.glorot),
        stream: RandomStream(seed: 9)
      ).layers[0]
      return RecurrentLayer(
        cell: .esn, inputSize: 3, hiddenSize: 5, inputKernel: drawn.inputKernel,
        recurrentKernel: drawn.recurrentKernel, bias: [0.1, -0.2, 0.3, 0, 0.5], leakRate: rate,
        activation: activation)
    } + varied

  /// With peepholes, clipped pre-activations and coupled gates, one by one and together.
  private static let varied: [RecurrentLayer<Double>] = {
    let peepholes = (0..<15).map { RandomStream(seed: 3).uniform(UInt64($0)) * 2 - 1 }
    let variations: [(CellType, CellVariation<Double>)] = [
      (.lstm, CellVariation(peepholes: peepholes)), (.lstm, CellVariation(clip: 0.6)),
      (.lstm, CellVariation(couplesGates: true)),
      (.lstm, CellVariation(peepholes: peepholes, clip: 0.8, couplesGates: true)),
      (.rnn, CellVariation(clip: 0.6)), (.gru, CellVariation(clip: 0.6)),
      (.gruResetBefore, CellVariation(clip: 0.6)),
    ]
    return variations.map { cell, variation in
      let drawn = RecurrentNetwork<Double>(
        shape: NetworkShape(cell: cell, inputSize: 3, hiddenSize: 5),
        initialization: Initialization(.pytorch),
        stream: RandomStream(seed: 12)
      ).layers[0]
      return RecurrentLayer(
        cell: cell, inputSize: 3, hiddenSize: 5, inputKernel: drawn.inputKernel,
        recurrentKernel: drawn.recurrentKernel.map { 2 * $0 }, bias: drawn.bias,
        recurrentBias: drawn.recurrentBias, variation: variation)
    }
  }()

  /// The same with other activations: every one there is, in the place of the candidate's and of the gates'.
  static let others: [RecurrentLayer<Double>] = layers.prefix(4).flatMap { layer in
    (Activation.allCases + [
      Activation(.thresholdedRelu, alpha: -0.5), Activation(.affine, alpha: 0.5, beta: 0.25),
      Activation(.scaledTanh, alpha: 1.5, beta: 0.75), Activation(.hardSigmoid, alpha: 0.25, beta: 0.375),
    ]).filter { $0 != Activation(.thresholdedRelu) }.flatMap { activation in
      [(layer.gateActivation, activation), (activation, layer.activation)].map { gates, candidate in
        RecurrentLayer(
          cell: layer.cell, inputSize: 3, hiddenSize: 5, inputKernel: layer.inputKernel.map { $0 / 4 },
          recurrentKernel: layer.recurrentKernel.map { $0 / 4 }, bias: layer.bias,
          recurrentBias: layer.recurrentBias, gateActivation: gates, activation: candidate,
          // Of relu, c would stay at its corner, 0, where there is no derivative.
          cellStateActivation: layer.cell == .lstm && ![.relu, .relu6].contains(candidate.curve)
            ? candidate : nil)
      }
    }
  }

  private func input(_ step: Int) -> [Double] {
    (0..<3).map { Double(RandomStream(seed: 77).normal(UInt64(3 * step + $0))) }
  }

  /// The states of the plain pass, to the last digits, over 30 steps; where gates have no bounds, states soon have none.
  @Test(arguments: layers + others) func statesAreThoseOfThePlainCell(layer: RecurrentLayer<Double>) {
    var (tangent, plain) = (TangentLayer(layer), ReferenceForwardPass(RecurrentNetwork(layers: [layer])))
    #expect(tangent.stateSize == (layer.cell == .lstm ? 10 : 5))
    for step in 0..<(layer.hasUsualActivations ? 30 : 3) {
      tangent.step(input(step))
      let output = plain.step(input(step))
      for (found, expected) in zip(tangent.output, output) {
        #expect(abs(found - expected) < 1e-14 * max(1, 8 * abs(expected)))
      }
    }
  }

  /// Central differences over ±1e-5 are off by 1e-10 times the third derivative, and by 1e-16 / 1e-5 in rounding.
  @Test(arguments: layers + others) func jacobiansAreThoseOfThePlainCell(layer: RecurrentLayer<Double>) {
    var (tangent, plain) = (TangentLayer(layer), ReferenceForwardPass(RecurrentNetwork(layers: [layer])))
    let (size, units) = (tangent.stateSize, layer.hiddenSize)
    var largest = 0.0
    for step in 0..<(layer.hasUsualActivations ? 6 : 3) {
      tangent.directions = Matrix(columns: (0..<size).map { place in (0..<size).map { $0 == place ? 1 : 0 } })
      tangent.step(input(step))
      for place in 0..<size {
        let ends = [1e-5, -1e-5].map { shift in
          var state = plain.states[0]
          if place < units { state.hidden[place] += shift } else { state.cell[place - units] += shift }
          let next = ReferenceCell.next(layer, state, input(step))
          return next.hidden + (layer.cell == .lstm ? next.cell : [])
        }
        for row in 0..<size {
          let derivative = (ends[0][row] - ends[1][row]) / 2e-5
          let size = max(1, abs(ends[0][row]), abs(derivative))
          #expect(abs(tangent.directions[row, place] - derivative) < 1e-9 * size)
          largest = max(largest, abs(derivative))
        }
      }
      _ = plain.step(input(step))
    }
    #expect(largest > 0.03)
  }

  /// What PyTorch's automatic differentiation finds of its own cells, to the last digits.
  @Test(arguments: try JacobianFixtures.cases()) func jacobiansArePyTorchs(_ fixture: JacobianFixtures.Case) {
    let layer = fixture.layer
    var largest = 0.0
    for step in fixture.steps {
      var tangent = TangentLayer(layer)
      let size = tangent.stateSize
      tangent.columns = Matrix(columns: [step.state])
      tangent.directions = Matrix(columns: (0..<size).map { place in (0..<size).map { $0 == place ? 1 : 0 } })
      tangent.step(step.input)
      for (found, expected) in zip(tangent.state, step.next) { #expect(abs(found - expected) < 1e-12) }
      for (row, derivatives) in step.jacobian.enumerated() {
        for (column, expected) in derivatives.enumerated() {
          #expect(abs(tangent.directions[row, column] - expected) < 1e-12, "\(row), \(column)")
          largest = max(largest, abs(expected))
        }
      }
    }
    #expect(largest > 0.3)
  }

  /// Where 1 - tanh² is 0 in float64 the slope is not: e^-2x, four times, and of sigmoids e^-x on both sides.
  @Test func slopesFarOut() {
    for x in [25.0, -25, 300] {
      let layer = RecurrentLayer<Double>(
        cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [1], bias: [0])
      var tangent = TangentLayer(layer)
      tangent.directions = Matrix(columns: [[1]])
      tangent.step([x])
      let slope = 4 * exp(-2 * abs(x))
      #expect(abs(tangent.directions[0, 0] - slope) < 1e-12 * slope)
      var gru = TangentLayer(
        RecurrentLayer<Double>(
          cell: .gru, inputSize: 1, hiddenSize: 1, inputKernel: [x, 0, 0], recurrentKernel: [0, 0, 0],
          bias: [0, 0, 0]))
      gru.directions = Matrix(columns: [[1]])
      gru.step([1])
      let kept = 1 / (1 + exp(-x))
      #expect(abs(gru.directions[0, 0] - kept) < 1e-12 * kept)
    }
  }

  /// Every path gives the same bits, at sizes that no vector width divides.
  @Test(arguments: CellType.allCases, [1, 13, 40]) func sameBitsOnEveryPath(cell: CellType, units: Int) {
    let layer = RecurrentNetwork<Double>(
      shape: NetworkShape(cell: cell, inputSize: 3, hiddenSize: units),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: 2)
    ).layers[0]
    let found = SIMDPath.supported.map { path in
      var tangent = TangentLayer(layer, path: path)
      tangent.directions = Matrix(
        rows: tangent.stateSize, columns: 3,
        elements: RandomStream(seed: 4).uniforms(3 * tangent.stateSize).map { $0 - 0.5 })
      for step in 0..<4 { tangent.step(input(step)) }
      return tangent.directions
    }
    #expect(found.allSatisfy { $0 == found[0] } && found[0].elements.contains { $0 != 0 })
  }

  @Test func directionsComeBackAsTheyWere() {
    var tangent = TangentLayer(Self.layers[1])
    tangent.step(input(0))
    let output = tangent.output
    let directions = Matrix(rows: 10, columns: 3, elements: (0..<30).map { Double($0) })
    tangent.directions = directions
    #expect(tangent.directions == directions && tangent.output == output)
    tangent.directions = Matrix(rows: 10, columns: 0)
    #expect(tangent.directions.columns == 0 && tangent.output == output)
  }
}

/// What `Fixtures/make_jacobians.py` found.
struct JacobianFixtures: Decodable {
  struct Case: Decodable, Sendable {
    var cell: CellType
    var hidden_size: Int
    var weight_ih: [Double]
    var weight_hh: [Double]
    var bias_ih: [Double]
    var bias_hh: [Double]
    var steps: [Step]

    var layer: RecurrentLayer<Double> {
      RecurrentLayer(
        pytorch: cell, inputSize: steps[0].input.count, hiddenSize: hidden_size, weightIH: weight_ih,
        weightHH: weight_hh, biasIH: bias_ih, biasHH: bias_hh)
    }
  }

  struct Step: Decodable, Sendable {
    var input: [Double]
    var state: [Double]
    var next: [Double]
    var jacobian: [[Double]]
  }

  var cases: [Case]

  static func cases() throws -> [Case] {
    let fixtures: JacobianFixtures = try Repository.decode(
      from: "Tests/MemoryMeasuresTests/Fixtures/jacobians.json")
    return fixtures.cases
  }
}
