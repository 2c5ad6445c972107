import Foundation
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Networks whose memory is known by arithmetic.
///
/// All are LSTMs without recurrence, with one input and constant gates. The candidate's weight is so large that
/// tanh saturates: g is exactly the sign of the input, so c' = f c + i sign(x), which plain Swift computes too.
@Suite struct ExactControlTests {
  private let settings: DivergenceSettings
  private let inputs = DivergingInputs(inputSize: 1, stream: RandomStream(seed: 21))

  init() throws { settings = try DivergenceSettings(totalSteps: 3_000, uniqueSteps: 200) }

  /// Unit j of a layer follows unit j of the layer below (the input, in the first layer), odd units with the
  /// opposite sign; the output gate is open.
  private func accumulator<Scalar: NetworkScalar>(
    layers: Int = 1, hidden: Int = 1, forgetBias: Scalar, inputBias: Scalar = 1_000
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      layers: (0..<layers).map { depth in
        let inputSize = depth == 0 ? 1 : hidden
        var kernel = [Scalar](repeating: 0, count: inputSize * 4 * hidden)
        for unit in 0..<hidden {
          let row = depth == 0 ? 0 : unit
          kernel[row * 4 * hidden + 2 * hidden + unit] = depth == 0 && unit % 2 == 1 ? -1e30 : 1e30
        }
        let gates: [Scalar] = [inputBias, forgetBias, 0, 1_000]
        return RecurrentLayer(
          cell: .lstm, inputSize: inputSize, hiddenSize: hidden, inputKernel: kernel,
          recurrentKernel: Array(repeating: 0, count: hidden * 4 * hidden),
          bias: gates.flatMap { Array(repeating: $0, count: hidden) })
      })
  }

  /// With the forget gate shut and no recurrence the state is a function of the last input alone.
  @Test(arguments: [1, 2, 3], [1, 17]) func shutForgetGateMergesAtOnce(layers: Int, hidden: Int) throws {
    let network: RecurrentNetwork<Float> = accumulator(layers: layers, hidden: hidden, forgetBias: -1_000)
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    let first = CensoredSteps(steps: 1, reached: true)
    #expect(measured.merged == first && measured.settled == first && measured.firstEqual == first)
    #expect(measured.thresholds.allSatisfy { $0 == first })
    #expect(measured.outcome == .merged && measured.finalDifference == 0)
  }

  /// A forget gate of exactly 1 keeps the first steps' difference for ever. The input gate, 1e-4, keeps c where
  /// tanh does not saturate, so the outputs differ at every step, too.
  @Test(arguments: [1, 3], [1, 17]) func openForgetGateNeverMerges(layers: Int, hidden: Int) throws {
    let network: RecurrentNetwork<Float> = accumulator(
      layers: layers, hidden: hidden, forgetBias: 1_000, inputBias: -9.21)
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    let never = CensoredSteps(steps: settings.horizon, reached: false)
    #expect(measured.merged == never && measured.settled == never)
    if layers == 1 { #expect(measured.firstEqual == never) }
    #expect(measured.outcome == .diverged)
    #expect(measured.thresholds.last == never)
  }

  /// A constant forget gate f: the difference is f^k times the first, until it underflows the last bit of c.
  ///
  /// The gate is the float next to sigmoid(bias), which the kernel meets for these biases.
  @Test(arguments: [0, 0.5, 2, 3] as [Float], [1, 2, 3])
  func constantForgetGateMergesWhereItsPowerUnderflows(bias: Float, layers: Int) throws {
    let f = Float(1 / (1 + exp(-Double(bias))))
    let network: RecurrentNetwork<Float> = accumulator(layers: layers, hidden: 17, forgetBias: bias)
    try check(network, forget: f, layers: layers)
  }

  /// sigmoid(0) is exactly one half.
  @Test(arguments: [1, 2]) func constantForgetGateInFloat64(layers: Int) throws {
    let network: RecurrentNetwork<Double> = accumulator(layers: layers, forgetBias: 0)
    try check(network, forget: 0.5, layers: layers)
  }

  private func check<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, forget f: Scalar, layers: Int
  ) throws {
    let measured = try Divergence.measure(network, inputs: inputs, settings: settings)
    let expected = mergeStep(forget: f, layers: layers)
    #expect(measured.merged == CensoredSteps(steps: expected, reached: true))
    #expect(measured.settled.reached && measured.settled.steps <= expected)
    guard layers == 1 else { return }
    // |difference| <= 2 f^k / (1 - f), and c is about as large as 1: it is gone when f^k is about its last bit.
    let lastBit = -Double(Scalar.significandBitCount + 1) * log(2.0) / log(Double(f))
    #expect(abs(Double(expected) - lastBit) <= 0.3 * lastBit + 2, "f^k underflows near step \(lastBit)")
  }

  /// The first shared step at which c agrees in every layer, from the two sequences of input signs.
  private func mergeStep<Scalar: NetworkScalar>(forget f: Scalar, layers: Int) -> Int {
    var a = [Scalar](repeating: 0, count: layers)
    var b = a
    func step(_ cells: inout [Scalar], _ input: Float) {
      var sign: Scalar = input < 0 ? -1 : 1
      for layer in cells.indices {
        cells[layer] = sign.addingProduct(f, cells[layer])
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

  /// 0 times an infinite weight is no number: such a run fails and says where.
  @Test func outputsThatAreNoNumbersFail() {
    let layer = RecurrentLayer<Float>(
      cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [1], recurrentKernel: [.infinity], bias: [0])
    #expect(throws: DivergenceError.outputNotFinite(sharedStep: 0)) {
      try Divergence.measure(RecurrentNetwork(layers: [layer]), inputs: inputs, settings: settings)
    }
  }
}
