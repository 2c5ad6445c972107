import Foundation
import LinearAlgebra
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Exponents that are known exactly.
@Suite struct LyapunovTests {
  private let stream = RandomStream(seed: 5)

  private func settings(
    _ exponents: Int, scale: Double = 1, steps: Int = 2_000, alignment: Int = 2_000
  ) throws -> LyapunovSettings {
    try LyapunovSettings(
      exponents: exponents, inputScale: scale, washoutSteps: 200, alignmentSteps: alignment, steps: steps)
  }

  private func drawn(
    _ cell: CellType, _ units: Int, inputs: Int = 2, layers: Int = 1, gain: Double = 1
  ) -> RecurrentNetwork<Double> {
    var initialization = Initialization(.pytorch)
    initialization.gain = gain
    return RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: inputs, hiddenSize: units),
      initialization: initialization, stream: stream.child(1))
  }

  private func normals(_ count: Int, _ word: UInt64) -> [Double] {
    (0..<UInt64(count)).map { Double(stream.child(word).normal($0)) }
  }

  /// Row-major and symmetric, with eigenvalues that are far apart.
  private func symmetric(_ size: Int) throws -> (kernel: [Double], eigenvalues: [Double]) {
    let numbers = normals(size * size, 2)
    let kernel = (0..<size * size).map { place in
      (numbers[place] + numbers[place % size * size + place / size]) / 4
    }
    let found = try Matrix(rows: size, columns: size, elements: kernel).eigenvalues().map(\.real)
    return (kernel, found)
  }

  /// What the gates of a layer of one are, and c after, at the steps over which growth is averaged.
  private func walk(
    _ network: RecurrentNetwork<Double>, _ settings: LyapunovSettings, stream: RandomStream,
    _ visit: (_ gates: [[Double]], _ state: ReferenceCell<Double>.State) -> Void
  ) {
    let inputs = DrivingInputs<Double>(
      network.inputSize, settings: settings, stream: stream, path: .best)
    var pass = ReferenceForwardPass(network)
    let first = settings.washoutSteps + settings.alignmentSteps
    for step in 0..<first + settings.steps {
      let values = inputs.values(at: step)
      let gates = pass.firstLayerGates(values).map(\.values)
      _ = pass.step(values)
      if step >= first { visit(gates, pass.states[0]) }
    }
  }

  private func lnDeterminant(_ kernel: [Double], _ size: Int) throws -> Double {
    let factors = try QRFactorisation(
      Matrix(rows: size, columns: size, elements: kernel), pivoting: false)
    return factors.diagonal.reduce(0) { $0 + log($1) }
  }

  private func expectEqual(
    _ found: LyapunovMeasurement, _ expected: [Double], tolerance: Double = 1e-10,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.stateSize == expected.count, sourceLocation: sourceLocation)
    for (found, expected) in zip(found.exponents, expected.sorted(by: >)) {
      #expect(
        found == expected || abs(found - expected) < tolerance, "\(found), not \(expected)",
        sourceLocation: sourceLocation)
    }
  }

  /// Of an LSTM without recurrent weights h is tanh'(c) dc, at most as long as dc: by the length of both together a
  /// direction differs at the ends from dc by a factor between 1 and √2, whose logarithm is spread over the steps.
  private func endsOfAnLSTM(_ settings: LyapunovSettings) -> Double { log(2) / 2 / Double(settings.steps) }

  // MARK: Linear networks

  @Test func aLinearNetworkHasItsEigenvalues() throws {
    let (kernel, eigenvalues) = try symmetric(6)
    for rate in [1, 0.4] {
      let layer = RecurrentLayer<Double>(
        cell: .esn, inputSize: 1, hiddenSize: 6, inputKernel: normals(6, 3),
        recurrentKernel: kernel.map { $0 / 4 }, bias: Array(repeating: 0, count: 6), leakRate: rate,
        activation: .identity)
      let found = try Lyapunov.measure(
        RecurrentNetwork(layers: [layer]), settings: settings(6), stream: stream)
      expectEqual(found, eigenvalues.map { log(abs(1 - rate + rate * $0 / 4)) })
      #expect(found.standardErrors.allSatisfy { $0 < 1e-9 })
    }
  }

  /// Complex pairs turn: their growth is even only over whole turns.
  @Test func complexPairs() throws {
    let kernel = normals(64, 4).map { $0 / 4 }
    let layer = RecurrentLayer<Double>(
      cell: .esn, inputSize: 1, hiddenSize: 8, inputKernel: normals(8, 3), recurrentKernel: kernel,
      bias: Array(repeating: 0, count: 8), activation: .identity)
    let eigenvalues = try Matrix(rows: 8, columns: 8, elements: kernel).eigenvalues()
    #expect(eigenvalues.contains { abs($0.imaginary) > 0.1 })
    let found = try Lyapunov.measure(
      RecurrentNetwork(layers: [layer]), settings: settings(8), stream: stream)
    expectEqual(found, eigenvalues.map { log($0.modulus) }, tolerance: 3e-3)
  }

  // MARK: Sums

  /// Σ λ = ln|det U| + <Σ ln(1 - h'²)>.
  @Test func theSumOfATanhNetwork() throws {
    let (network, settings) = (drawn(.rnn, 8, gain: 2), try settings(8))
    let found = try Lyapunov.measure(network, settings: settings, stream: stream)
    var sum = 0.0
    walk(network, settings, stream: stream) { _, state in
      for hidden in state.hidden { sum += log(1 - hidden * hidden) }
    }
    let expected = try sum / Double(settings.steps) + lnDeterminant(network.layers[0].recurrentKernel, 8)
    #expect(abs(found.exponents.reduce(0, +) - expected) < 1e-10)
  }

  /// Σ λ = <Σ ln f> + <Σ ln|tanh(c') o (1 - o)|> + ln|det U_o|.
  @Test(arguments: [1.0, 3]) func theSumOfAnLSTM(gain: Double) throws {
    let (network, settings) = (drawn(.lstm, 8, gain: gain), try settings(16))
    let found = try Lyapunov.measure(network, settings: settings, stream: stream)
    var sum = 0.0
    walk(network, settings, stream: stream) { gates, state in
      for unit in 0..<8 {
        let (f, o) = (gates[1][unit], gates[3][unit])
        sum += log(f) + log(abs(tanh(state.cell[unit]) * o * (1 - o)))
      }
    }
    let kernel = network.layers[0].recurrentKernel
    let output = (0..<8).flatMap { row in kernel[(row * 32 + 24)..<(row * 32 + 32)] }
    let expected = try sum / Double(settings.steps) + lnDeterminant(output, 8)
    #expect(found.minusInfiniteCount == 0)
    #expect(abs(found.exponents.reduce(0, +) - expected) < 1e-10, "\(expected)")
  }

  // MARK: Without recurrent weights, and at rest

  /// <ln f_j> of every unit of an LSTM and as many of minus infinity; <ln z_j> of a GRU; nothing of an RNN.
  @Test(arguments: CellType.trainable) func withoutRecurrentWeights(cell: CellType) throws {
    let units = 4
    var bias = [Double](repeating: 0, count: cell.gateCount * units)
    let keeping = cell == .lstm ? 1 : 0
    if cell != .rnn { for unit in 0..<units { bias[keeping * units + unit] = 2 * Double(unit) } }
    let layer = RecurrentLayer<Double>(
      cell: cell, inputSize: 1, hiddenSize: units, inputKernel: normals(bias.count, 6).map { $0 / 4 },
      recurrentKernel: Array(repeating: 0, count: units * bias.count), bias: bias)
    let (network, size) = (RecurrentNetwork(layers: [layer]), cell == .lstm ? 2 * units : units)
    let settings = try settings(size)
    let found = try Lyapunov.measure(network, settings: settings, stream: stream)
    var means = [Double](repeating: cell == .rnn ? -.infinity : 0, count: units)
    walk(network, settings, stream: stream) { gates, _ in
      for unit in 0..<units { means[unit] += log(gates[keeping][unit]) / Double(settings.steps) }
    }
    let lost = [Double](repeating: -.infinity, count: size - units)
    expectEqual(
      found, cell == .rnn ? Array(repeating: -.infinity, count: units) : means + lost,
      tolerance: cell == .lstm ? endsOfAnLSTM(settings) : 1e-10)
    if cell == .lstm { #expect(found.exponents[0] > log(1 / (1 + exp(-6.0))) - 0.01) }
    #expect(found.minusInfiniteCount == (cell == .rnn ? units : size - units))
  }

  /// Without input and biases but b_f, the state stays 0. GRU: I/2 + U_n/4; LSTM: σ(b_f) I + U_g/4.
  @Test(arguments: [CellType.gru, .gruResetBefore, .lstm]) func atTheOrigin(cell: CellType) throws {
    let units = 5
    let (candidate, eigenvalues) = try symmetric(units)
    var kernel = normals(units * units * cell.gateCount, 7)
    var bias = [Double](repeating: 0, count: cell.gateCount * units)
    for row in 0..<units {
      for column in 0..<units {
        kernel[row * bias.count + 2 * units + column] = candidate[row * units + column]
      }
    }
    if cell == .lstm { for unit in 0..<units { bias[units + unit] = 1.5 } }
    let layer = RecurrentLayer<Double>(
      cell: cell, inputSize: 1, hiddenSize: units, inputKernel: normals(bias.count, 6),
      recurrentKernel: kernel,
      bias: bias)
    let found = try Lyapunov.measure(
      RecurrentNetwork(layers: [layer]),
      settings: settings(cell == .lstm ? 2 * units : units, scale: 0), stream: stream)
    let keep = cell == .lstm ? 1 / (1 + exp(-1.5)) : 0.5
    let lost = [Double](repeating: -.infinity, count: cell == .lstm ? units : 0)
    expectEqual(found, eigenvalues.map { log(abs(keep + $0 / 4)) } + lost)
  }

  // MARK: Constructed networks

  /// What is left after a step is known.
  @Test(arguments: Construction.forgetting.cells, [0.9, 0.1, 1e-6])
  func whatForgetsAtAKnownRate(cell: CellType, rate: Double) throws {
    let network = try ConstructedNetwork<Double>(
      .forgetting, cell: cell, hiddenSize: 3, inputSize: 2, rate: rate
    ).network
    let settings = try settings(8, steps: 300, alignment: 10)
    let found = try Lyapunov.measure(network, settings: settings, stream: stream)
    let tolerance = cell == .lstm ? endsOfAnLSTM(settings) : 1e-12
    for exponent in found.exponents.prefix(3) { #expect(abs(exponent - log(rate)) < tolerance) }
    #expect(found.minusInfiniteCount == (cell == .lstm ? 3 : 0))
    #expect(found.exponents.count { $0.isNaN } == (cell == .lstm ? 2 : 5))
    #expect(found.timeConstant == -1 / found.largest && found.verdict == .contracting)
  }

  /// Nothing is left; all is; and of a shift register nothing after as many steps as it has units.
  @Test func otherConstructions() throws {
    let settings = try settings(6, steps: 300, alignment: 50)
    for cell in Construction.memoryless.cells {
      let network = try ConstructedNetwork<Double>(.memoryless, cell: cell, hiddenSize: 3).network
      let found = try Lyapunov.measure(network, settings: settings, stream: stream)
      #expect(found.found.allSatisfy { $0 == -.infinity } && found.timeConstant == 0, "\(cell)")
    }
    let perfect = try ConstructedNetwork<Double>(.perfect, cell: .lstm, hiddenSize: 3).network
    let kept = try Lyapunov.measure(perfect, settings: settings, stream: stream)
    let tolerance = endsOfAnLSTM(settings)
    #expect(kept.exponents.prefix(3).allSatisfy { abs($0) < tolerance } && kept.minusInfiniteCount == 3)
    #expect(kept.verdict == .open)
    let line = try ConstructedNetwork<Double>(.delayLine, cell: .rnn, hiddenSize: 6).network
    let lost = try Lyapunov.measure(line, settings: settings, stream: stream)
    #expect(lost.minusInfiniteCount == 6)
  }

  // MARK: Stacks

  /// The union of the spectra of the layers is the spectrum of the whole, whose Jacobians are central differences here.
  @Test func aStackIsTheUnionOfItsLayers() throws {
    let layers = [(CellType.lstm, 2, 3), (.gru, 3, 4)].map { cell, inputs, units in
      var initialization = Initialization(.pytorch)
      initialization.gain = 1.5
      return RecurrentNetwork<Double>(
        shape: NetworkShape(cell: cell, inputSize: inputs, hiddenSize: units), initialization: initialization,
        stream: stream.child(UInt64(units))
      ).layers[0]
    }
    let network = RecurrentNetwork(layers: layers)
    let settings = try LyapunovSettings(
      exponents: 10, washoutSteps: 100, alignmentSteps: 100, steps: 600)
    let found = try Lyapunov.measure(network, settings: settings, stream: stream)

    typealias State = ReferenceCell<Double>.State
    func flat(_ states: [State]) -> [Double] { states[0].hidden + states[0].cell + states[1].hidden }
    func moved(_ states: [State], _ place: Int, _ shift: Double) -> [State] {
      var states = states
      switch place {
      case ..<3: states[0].hidden[place] += shift
      case ..<6: states[0].cell[place - 3] += shift
      default: states[1].hidden[place - 6] += shift
      }
      return states
    }
    let inputs = DrivingInputs<Double>(2, settings: .standard, stream: stream, path: .best)
    var pass = ReferenceForwardPass(network)
    var frame = Matrix(rows: 10, columns: 10, elements: normals(100, 8))
    _ = try frame.orthonormalise()
    var sums = [Double](repeating: 0, count: 10)
    for step in 0..<800 {
      let values = inputs.values(at: step)
      if step >= 100 {
        let columns = (0..<10).map { place in
          let ends = [1e-5, -1e-5].map { shift in
            var pass = ReferenceForwardPass(network, states: moved(pass.states, place, shift))
            _ = pass.step(values)
            return flat(pass.states)
          }
          return zip(ends[0], ends[1]).map { ($0 - $1) / 2e-5 }
        }
        frame = Matrix(columns: columns).times(frame)
        for (place, direction) in try frame.orthonormalise().enumerated() where step >= 200 {
          sums[place] += log(direction.added) / 600
        }
      }
      _ = pass.step(values)
    }
    #expect(abs(found.exponents.reduce(0, +) - sums.reduce(0, +)) < 1e-6)
    expectEqual(found, sums, tolerance: 0.02)
  }

  // MARK: Large random networks

  /// Mean-field theory of random tanh networks, N(0, g²/N) weights and an independent input of variance s2 per unit:
  /// q = g² E[tanh²(√q z)] + s2, λ_1 = ½ ln(g² E[sech⁴(√q z)]). At g = 1 and little input networks of 400 units still
  /// differ by 0.02 from each other.
  @Test(arguments: [
    (2, 0, 0.15472), (3, 0, 0.30955), (1, 0.1, -0.18637), (1, 1, -0.45955), (1.5, 1, -0.14183),
    (2, 1, 0.04596),
  ])
  func largeRandomNetworks(gain: Double, variance: Double, expected: Double) throws {
    let units = variance == 0.1 ? 1_000 : 400
    let spread = gain / Double(units).squareRoot()
    let layer = RecurrentLayer<Double>(
      cell: .rnn, inputSize: units, hiddenSize: units,
      inputKernel: (0..<units * units).map { $0 % (units + 1) == 0 ? 1 : 0 },
      recurrentKernel: normals(units * units, 10).map { spread * $0 },
      bias: Array(repeating: 0, count: units))
    let inputs = DrivingInputs<Double>(units, settings: .standard, stream: stream.child(11), path: .best)
    let silence = [Double](repeating: 0, count: units)
    var course = LyapunovCourse(
      RecurrentNetwork(layers: [layer]),
      settings: try LyapunovSettings(
        exponents: 2, washoutSteps: 200, alignmentSteps: 200, steps: 2_000), directions: stream
    ) { step in
      // Without inputs a network has to be pushed away from 0.
      variance == 0
        ? step < 10 ? inputs.values(at: step) : silence
        : inputs.values(at: step).map { variance.squareRoot() * $0 }
    }
    let found = try course.finish { _ in }
    #expect(abs(found.largest - expected) < 3 * found.largestError + 0.01, "\(found.largest)")
    #expect(found.verdict == (expected < 0 ? .contracting : .expanding))
  }

  // MARK: Other arithmetic

  static let arithmetics: [Arithmetic] =
    [Arithmetic(.float32)]
    + [Precision.bfloat16, .float16].flatMap { precision in
      Rounding.allCases.map { Arithmetic(precision, $0) }
    }

  /// A stack of two, h and c, at the states to which the engine comes: Σ λ = <Σ ln f> + <Σ ln|tanh(c') o (1 - o)|> +
  /// ln|det U_o| of the LSTM, with gates in float64, and <ln|u sech²(w x + u h + b)|> of the unit on it.
  @Test(arguments: arithmetics) func derivativesAreExactAtTheStatesVisited(arithmetic: Arithmetic) throws {
    let below = drawn(.lstm, 4, inputs: 2, gain: 1.5).layers[0]
    let above = drawn(.rnn, 1, inputs: 4, gain: 1.5).layers[0]
    let network = RecurrentNetwork<Float>(
      rounding: RecurrentNetwork(layers: [below, above]), to: arithmetic)
    let settings = try settings(9, scale: 0.5, steps: 300, alignment: 200)
    let found = try Lyapunov.measure(network, settings: settings, stream: stream)

    let inputs = DrivingInputs<Float>(
      2, settings: settings, stream: stream, path: .best, arithmetic: arithmetic)
    let values = (0..<settings.allSteps).map(inputs.values)
    let states = Trajectory(of: network, inputs: values.flatMap(\.self), keepsStates: true).layers
    let exact = RecurrentNetwork<Double>(rounding: network)
    let (lstm, unit) = (RecurrentNetwork(layers: [exact.layers[0]]), exact.layers[1])
    var sum = 0.0
    for step in settings.allSteps - settings.steps..<settings.allSteps {
      func row(_ rows: [Float], _ step: Int) -> [Double] {
        rows[(4 * step)..<(4 * step + 4)].map { Double($0) }
      }
      var pass = ReferenceForwardPass(
        lstm,
        states: [.init(hidden: row(states[0].hidden, step - 1), cell: row(states[0].cellState, step - 1))])
      let gates = pass.firstLayerGates(values[step]).map(\.values)
      _ = pass.step(values[step])
      for place in 0..<4 {
        let (f, o) = (gates[1][place], gates[3][place])
        sum += log(f) + log(abs(tanh(pass.states[0].cell[place]) * o * (1 - o)))
      }
      let before = Double(states[1].hidden[step - 1])
      let driven = zip(unit.inputKernel, row(states[0].hidden, step)).reduce(unit.bias[0]) {
        $0 + $1.0 * $1.1
      }
      let slope = 1 / cosh(driven + unit.recurrentKernel[0] * before)
      sum += log(abs(unit.recurrentKernel[0]) * slope * slope)
    }
    let kernel = exact.layers[0].recurrentKernel
    let output = (0..<4).flatMap { row in kernel[(row * 16 + 12)..<(row * 16 + 16)] }
    let expected = try sum / Double(settings.steps) + lnDeterminant(output, 4)
    #expect(abs(found.exponents.reduce(0, +) - expected) < 1e-9, "\(expected)")
    // And not those of float64.
    let float64 = try Lyapunov.measure(exact, settings: settings, stream: stream)
    #expect(float64.exponents.reduce(0, +) != found.exponents.reduce(0, +))
  }

  /// What the network itself does, and nobody else: a state beyond float16's largest number is not finite there.
  @Test func statesThatAPrecisionDoesNotHold() throws {
    let layer = RecurrentLayer<Double>(
      cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [0], recurrentKernel: [2], bias: [1],
      activation: .identity)
    let settings = try LyapunovSettings(washoutSteps: 0, alignmentSteps: 0, steps: 30)
    func measure(_ precision: Precision) throws -> LyapunovMeasurement {
      try Lyapunov.measure(
        RecurrentNetwork<Float>(
          rounding: RecurrentNetwork<Double>(layers: [layer]), to: Arithmetic(precision)),
        settings: settings, stream: stream)
    }
    #expect(try abs(measure(.float32).largest - log(2)) < 1e-12)
    // 1, 3, ..., 2^n - 1: 65,535 after 16 steps.
    #expect(throws: LyapunovError.stateNotFinite(step: 16)) { try measure(.float16) }
  }

  // MARK: Properties

  /// The leading exponents are those of the whole spectrum.
  @Test(arguments: CellType.allCases) func leadingExponents(cell: CellType) throws {
    let network = drawn(cell, 6, layers: 2)
    let all = try Lyapunov.measure(network, settings: settings(24, alignment: 300), stream: stream)
    #expect(all.isComplete && all.stateSize == (cell == .lstm ? 24 : 12))
    let some = try Lyapunov.measure(network, settings: settings(3, alignment: 300), stream: stream)
    #expect(!some.isComplete && some.stateSize == all.stateSize)
    for (one, other) in zip(some.exponents, all.exponents) { #expect(abs(one - other) < 1e-9) }
  }

  @Test func isAPureFunction() throws {
    let network = RecurrentNetwork<Float>(rounding: drawn(.lstm, 5))
    let settings = try settings(10, steps: 200, alignment: 50)
    let found = try Lyapunov.measure(network, settings: settings, stream: stream)
    #expect(try Lyapunov.measure(network, settings: settings, stream: stream) == found)
    #expect(try Lyapunov.measure(network, settings: settings, stream: stream.child(1)) != found)
    for path in SIMDPath.supported {
      #expect(try Lyapunov.measure(network, settings: settings, stream: stream, path: path) == found)
    }
  }

  /// What sequence A of the same run of the divergence measure reads.
  @Test func inputsAreThoseOfDivergence() throws {
    let pair = DivergingInputs(inputSize: 3, stream: stream)
    let values = pair.values(
      steps: 700, isSecond: false, of: RunSpan(total: 700, unique: 5), in: Arithmetic(.float32),
      as: Float.self, path: .best)
    let inputs = DrivingInputs<Float>(3, settings: .standard, stream: stream, path: .best)
    let half = try DrivingInputs<Float>(
      3, settings: LyapunovSettings(inputScale: 0.1), stream: stream, path: .best)
    for step in [0, 699, 3, 511, 512, 4] {
      let expected = values[(3 * step)..<(3 * step + 3)]
      #expect(inputs.values(at: step) == expected.map(Double.init))
      #expect(half.values(at: step) == expected.map { Double(Float(0.1 * Double($0))) })
    }
  }

  /// The stated error of λ_1 is the spread over inputs.
  @Test func theStatedErrorIsTheSpread() throws {
    let network = drawn(.gru, 6)
    let found = try (0..<30).map {
      try Lyapunov.measure(
        network, settings: settings(1, steps: 1_000, alignment: 100), stream: stream.child(12, $0))
    }
    let statistics = LyapunovStatistics(found)
    let ratio = statistics.stdLargest / statistics.largestError
    #expect(ratio > 0.6 && ratio < 1.6, "\(ratio)")
  }

  @Test func failures() throws {
    func network(_ weight: Double, _ activation: Activation) -> RecurrentNetwork<Double> {
      RecurrentNetwork(layers: [
        RecurrentLayer<Double>(
          cell: .esn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [weight], bias: [0],
          activation: activation)
      ])
    }
    let settings = try LyapunovSettings(washoutSteps: 0, alignmentSteps: 0, steps: 100)
    #expect(throws: LyapunovError.stateNotFinite(step: 12)) {
      try Lyapunov.measure(network(1e30, .identity), settings: settings, stream: stream)
    }
    #expect(throws: LyapunovError.cancelled) {
      try Lyapunov.measure(network(0.5, .tanh), settings: settings, stream: stream) { true }
    }
  }
}
