import Foundation
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Networks whose memory is known by arithmetic.
///
/// They have one input and constant gates (see `ConstantGates`). Where the candidate is exactly the sign of the
/// input, c' = f c + sign(x) or h' = f h + (1 - f) sign(x), which plain Swift computes too.
@Suite struct ExactControlTests {
  private let settings: DivergenceSettings
  private let inputs = DivergingInputs(inputSize: 1, stream: RandomStream(seed: 21))

  init() throws { settings = try DivergenceSettings(totalSteps: 3_000, uniqueSteps: 200) }

  /// With the gate shut and no recurrence the state is a function of the last input alone.
  @Test(arguments: [(1, 1), (1, 17), (2, 1), (3, 17)], CellType.allCases)
  func memorylessMergesAtOnce(size: (layers: Int, hidden: Int), cell: CellType) throws {
    let network: RecurrentNetwork<Float> = ConstantGates.memoryless(
      cell: cell, hiddenSize: size.hidden, inputSize: 1, layers: size.layers)
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    let first = CensoredSteps(steps: 1, reached: true)
    #expect(measured.merged == first && measured.settled == first && measured.firstEqual == first)
    #expect(measured.thresholds.allSatisfy { $0 == first })
    #expect(measured.outcome == .merged && measured.finalDifference == 0)
  }

  /// A forget gate of exactly 1 keeps the first steps' difference for ever.
  @Test(arguments: [1, 3], [1, 17]) func perfectNeverMerges(layers: Int, hidden: Int) throws {
    let network: RecurrentNetwork<Float> = ConstantGates.perfect(
      hiddenSize: hidden, inputSize: 1, layers: layers)
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    let never = CensoredSteps(steps: settings.horizon, reached: false)
    #expect(measured.merged == never && measured.settled == never)
    if layers == 1 { #expect(measured.firstEqual == never) }
    #expect(measured.outcome == .diverged || measured.outcome == .kept)
    #expect(measured.thresholds.last == never)
  }

  /// A constant forget gate f: the difference is f^k times the first, until it underflows the last bit of c.
  ///
  /// The gate is the float next to sigmoid(bias), which the kernel meets for these biases.
  @Test(arguments: [0.5, 0.625, 0.875, 0.9375], [1, 2, 3])
  func forgettingMergesWhereThePowerUnderflows(rate: Double, layers: Int) throws {
    let bias = Float(ConstantGates.bias(for: rate))
    let f = Float(1 / (1 + exp(-Double(bias))))
    let network: RecurrentNetwork<Float> = ConstantGates.forgetting(
      rate, cell: .lstm, hiddenSize: 17, inputSize: 1, layers: layers)
    #expect(abs(Double(f) - rate) < 1e-7)
    try check(network, forget: f, layers: layers) { $1.addingProduct(f, $0) }
  }

  /// The same of a GRU, whose output is its state.
  @Test(arguments: [0.5, 0.625, 0.875, 0.9375], [CellType.gru, .gruResetBefore])
  func forgettingGRUMergesWhereThePowerUnderflows(rate: Double, cell: CellType) throws {
    let f = Float(1 / (1 + exp(-Double(Float(ConstantGates.bias(for: rate))))))
    let network: RecurrentNetwork<Float> = ConstantGates.forgetting(
      rate, cell: cell, hiddenSize: 3, inputSize: 1)
    try check(network, forget: f, layers: 1) { ((1 - f) * $1).addingProduct(f, $0) }
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    #expect(measured.settled == measured.merged)
  }

  /// sigmoid(0) is exactly one half.
  @Test(arguments: [1, 2]) func forgettingInFloat64(layers: Int) throws {
    let network: RecurrentNetwork<Double> = ConstantGates.forgetting(
      0.5, cell: .lstm, hiddenSize: 1, inputSize: 1, layers: layers)
    try check(network, forget: 0.5, layers: layers) { $1.addingProduct(0.5, $0) }
  }

  private func check<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, forget f: Scalar, layers: Int,
    next: (_ state: Scalar, _ sign: Scalar) -> Scalar
  ) throws {
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    let expected = mergeStep(layers: layers, next: next)
    #expect(measured.merged == CensoredSteps(steps: expected, reached: true))
    #expect(measured.settled.reached && measured.settled.steps <= expected)
    guard layers == 1 else { return }
    // |difference| <= 2 f^k / (1 - f), and c is about as large as 1: it is gone when f^k is about its last bit.
    let lastBit = -Double(Scalar.significandBitCount + 1) * log(2.0) / log(Double(f))
    #expect(abs(Double(expected) - lastBit) <= 0.3 * lastBit + 2, "f^k underflows near step \(lastBit)")
  }

  /// The first shared step at which the state agrees in every layer, from the two sequences of input signs.
  private func mergeStep<Scalar: NetworkScalar>(
    layers: Int, next: (_ state: Scalar, _ sign: Scalar) -> Scalar
  ) -> Int {
    var a = [Scalar](repeating: 0, count: layers)
    var b = a
    func step(_ cells: inout [Scalar], _ input: Float) {
      var sign: Scalar = input < 0 ? -1 : 1
      for layer in cells.indices {
        cells[layer] = next(cells[layer], sign)
        sign = cells[layer] < 0 ? -1 : 1
      }
    }
    for index in 0..<settings.totalSteps {
      let isUnique = index < settings.uniqueSteps
      step(&a, inputs.first.normal(UInt64(index)))
      step(&b, (isUnique ? inputs.second : inputs.first).normal(UInt64(index)))
      if !isUnique, a == b { return index - settings.uniqueSteps + 1 }
    }
    return settings.horizon
  }

  @Test(arguments: CellType.allCases) func identicalSequencesMergeAtOnce(cell: CellType) throws {
    let stream = RandomStream(seed: 3)
    let network = RecurrentNetwork<Float>(
      shape: NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: 33),
      initialization: Initialization(.glorot), stream: stream)
    let same = DivergingInputs(inputSize: 3, first: stream, second: stream)
    let measured = try Divergence.measure(network, inputs: same, settings: settings)
    #expect(measured.merged == CensoredSteps(steps: 1, reached: true))
    #expect(measured.thresholds.allSatisfy { $0.steps == 1 })
  }

  /// A delay line of N units knows the last N inputs: it merges at step N, and has been apart until then.
  @Test(arguments: [1, 5, 33]) func aDelayLineMergesWhenItsInputsAreTheSame(units: Int) throws {
    let network = try ConstructedNetwork<Float>(.delayLine, cell: .rnn, hiddenSize: units).network
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    let last = CensoredSteps(steps: units, reached: true)
    #expect(measured.merged == last && measured.settled == last && measured.outcome == .merged)
  }

  /// h' = f h + (1 - f) sign(x) forgets exactly as f^k: d(k) = d(0) f^k, so the step at which it comes within a threshold
  /// is known, and so is its rate, ln f. The horizon is cut so that this step lies just before and just after the dwell.
  @Test(arguments: [0, 1]) func theCrossingOfAForgettingNetworkUnderTheDwell(late: Int) throws {
    let rate = 0.99
    let network: RecurrentNetwork<Double> = ConstantGates.forgetting(
      rate, cell: .gru, hiddenSize: 1, inputSize: 1)
    var (a, b) = (0.0, 0.0)
    for step in 0..<200 {
      a = rate * a + (1 - rate) * (inputs.first.normal(UInt64(step)) < 0 ? -1 : 1)
      b = rate * b + (1 - rate) * (inputs.second.normal(UInt64(step)) < 0 ? -1 : 1)
    }
    let last = Int((log(1e-3 / abs(a - b)) / log(rate)).rounded(.down))
    // With a horizon of H the step last + 1 is reached if H - last >= H / 10.
    let horizon = (last * 10 + 8) / 9 - late
    let settings = try DivergenceSettings(
      totalSteps: 200 + horizon, uniqueSteps: 200, thresholds: [1e-3])
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    #expect(measured.thresholds == [CensoredSteps(steps: last + 1, reached: late == 0)])
    #expect(measured.outcome == .fading)
    #expect(abs(measured.decay.rate - log(rate)) < 1e-6 && measured.decay.standardError < 1e-6)
  }

  /// A plain RNN whose recurrent weights are so large that its units saturate: two copies that differ keep differing, by
  /// 2 at nearly every step, as a latch does; but never in the same way.
  @Test(arguments: [5.0, 50.0], [Precision.float32, .float64]) func chaosIsNotKept(
    gain: Double, precision: Precision
  )
    throws
  {
    func measured<Scalar: NetworkScalar>(_: Scalar.Type) throws -> DivergenceMeasurement {
      var initialization = Initialization(.glorot)
      initialization.gain = gain
      let network = RecurrentNetwork<Scalar>(
        shape: NetworkShape(cell: .rnn, layers: 1, inputSize: 1, hiddenSize: 32),
        initialization: initialization, stream: RandomStream(seed: 2))
      return try Divergence.measure(network, inputs: inputs, settings: settings)
    }
    let measured = precision == .float32 ? try measured(Float.self) : try measured(Double.self)
    #expect(measured.outcome == .diverged)
    #expect(measured.thresholds.allSatisfy { !$0.reached })
    #expect(settings.thresholds.allSatisfy { !measured.floor.isClear(of: $0) })
  }

  /// 0 times an infinite weight is no number: such a run fails and says where.
  @Test func outputsThatAreNoNumbersFail() {
    let layer = RecurrentLayer<Float>(
      cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [.infinity], bias: [0])
    #expect(throws: DivergenceError.outputNotFinite(sharedStep: 0)) {
      try Divergence.measure(RecurrentNetwork(layers: [layer]), inputs: inputs, settings: settings)
    }
  }
}

/// The positive control: what never forgets must be seen never to settle, in the article's whole protocol.
@Suite struct LatchDivergenceTests {
  @Test(arguments: CellType.trainable, [Precision.float32, .float64])
  func neverSettles(cell: CellType, precision: Precision) throws {
    switch precision {
    case .float64: try check(Double.self)
    default: try check(Float.self)
    }

    func check<Scalar: NetworkScalar>(_ type: Scalar.Type) throws {
      let settings = try DivergenceSettings(recordsCurve: true)
      let network = try ConstructedNetwork<Scalar>(.latch, cell: cell).network
      let inputs = DivergingInputs(inputSize: 1, stream: RandomStream(seed: 3))
      let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
      let never = CensoredSteps(steps: 99_000, reached: false)
      #expect(measured.firstEqual == never && measured.settled == never && measured.merged == never)
      #expect(measured.outcome == .kept && measured.floor.median.isNaN)
      #expect(measured.thresholds.dropFirst().allSatisfy { $0 == never })
      #expect(Set(measured.curve).count == 1 && measured.finalDifference > 0.01)
    }
  }
}
