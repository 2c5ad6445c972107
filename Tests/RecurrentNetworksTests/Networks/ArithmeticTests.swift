import CKernels
import Testing
import TestSupport

@testable import RecurrentNetworks

/// Rounding to 16-bit formats: exhaustive, since there are 65,536 of their numbers only.
@Suite struct ArithmeticTests {
  private static let emulated = Precision.allCases.filter(\.isEmulated)

  /// Every number of a format, by its bits.
  private func numbers(_ precision: Precision) -> [Float] {
    (0...UInt16.max).map { bits in
      precision == .float16 ? Float(Float16(bitPattern: bits)) : Float(bitPattern: UInt32(bits) << 16)
    }
  }

  private func round(_ values: [Float], _ precision: Precision, _ path: SIMDPath) -> [Float] {
    var kernel = Arithmetic(precision).kernel
    var out = [Float](repeating: 0, count: values.count)
    path.functions.round(&kernel, values, &out, values.count)
    return out
  }

  private func bits(_ values: [Float]) -> [UInt32] { values.map { $0.isNaN ? .max : $0.bitPattern } }

  /// Numbers of the format stay what they are: denormal ones, infinities, both zeros; NaN stays NaN.
  @Test(arguments: emulated) func itsOwnNumbersStay(precision: Precision) {
    let numbers = numbers(precision)
    for path in SIMDPath.supported {
      #expect(bits(round(numbers, precision, path)) == bits(numbers), "\(path)")
    }
    let plain = numbers.map { Float(precision.nearest(Double($0))) }
    #expect(bits(plain) == bits(numbers))
  }

  /// Halfway between two neighbours goes to the even one, and what is next to it to the nearer one: between all
  /// neighbours, of either sign, across zero's and infinity's, too.
  @Test(arguments: emulated) func halfwayGoesToEven(precision: Precision) {
    let all = numbers(precision)
    let infinity = all.firstIndex(of: .infinity) ?? 0
    var (values, expected): ([Float], [Float]) = ([], [])
    for index in 0..<infinity {
      let (low, high) = (all[index], all[index + 1])
      // Beyond the largest number as if there were a next one.
      let next = high.isFinite ? Double(high) : 2 * Double(low) - Double(all[index - 1])
      let middle = (Double(low) + next) / 2
      let even = index.isMultiple(of: 2) ? low : high
      guard Float(middle).isFinite, Double(Float(middle)) == middle else { continue }
      for sign in [Float(1), -1] {
        values += [Float(middle).nextDown, Float(middle), Float(middle).nextUp].map { sign * $0 }
        expected += [low, even, high].map { sign * $0 }
      }
    }
    // Float32 holds all of them.
    #expect(values.count == 6 * infinity)
    for path in SIMDPath.supported {
      #expect(bits(round(values, precision, path)) == bits(expected), "\(path)")
    }
    #expect(bits(values.map { Float(precision.nearest(Double($0))) }) == bits(expected))
  }

  /// Weights are rounded once: not to float32 first, where 1 + 2^-8 + 2^-40 would become a tie.
  @Test func weightsAreRoundedOnce() {
    let value = 1 + 0x1p-8 + 0x1p-40
    let layer = RecurrentLayer<Double>(
      cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [value], recurrentKernel: [-value], bias: [0])
    let rounded = RecurrentLayer<Float>(rounding: layer, to: Arithmetic(.bfloat16))
    #expect(rounded.inputKernel == [1.0078125] && rounded.recurrentKernel == [-1.0078125])
    #expect(
      RecurrentLayer<Float>(rounding: RecurrentLayer<Float>(rounding: layer), to: Arithmetic(.bfloat16))
        .inputKernel == [1])
  }

  @Test func arithmeticOfHardwareHasNoRounding() {
    #expect(Arithmetic(.float32, .stepwise) == Arithmetic(.float32, .storage))
    #expect(Arithmetic(.bfloat16).words == "bfloat16 fused")
    #expect(Precision.allCases.map(\.ulpOfOne) == [0x1p-23, 0x1p-52, 0x1p-7, 0x1p-10])
  }

  // MARK: Policies

  /// Worked by hand in bfloat16, whose numbers from 1 to 2 are 1/128 apart: x W = 1 + 1/256 (a tie, to 1), and with the
  /// bias 1/256 it is 1 + 2/256. A linear unit puts out: rounded as it is stored 1 + 2/256; the product rounded by
  /// itself 1, and 1 + 1/256 as it is stored 1; the product with its bias 1 + 2/256.
  @Test(arguments: SIMDPath.supported) func aProductAndItsBias(path: SIMDPath) {
    let expected: [Rounding: Float] = [.storage: 1.0078125, .fused: 1, .stepwise: 1.0078125]
    for rounding in Rounding.allCases {
      let layer = RecurrentLayer<Double>(
        cell: .rnn, inputSize: 2, hiddenSize: 1, inputKernel: [1, 0x1p-8], recurrentKernel: [0],
        bias: [0x1p-8], activation: .identity)
      let network = RecurrentNetwork<Float>(
        rounding: RecurrentNetwork(layers: [layer]), to: Arithmetic(.bfloat16, rounding))
      #expect(
        Trajectory(of: network, inputs: [1, 1], path: path).outputs == [expected[rounding] ?? 0],
        "\(rounding)")
      var plain = ReferenceForwardPass(network)
      #expect(plain.step([1, 1]) == [expected[rounding] ?? 0], "\(rounding)")
    }
  }

  /// The kernels do what the plain twin does, of every cell, policy and format, and on every path the same: to the bit
  /// but where the two take activations whose last bits in float32 lie on either side of a tie, which over 40 steps of
  /// so many units are a few, and then one unit of the format.
  @Test(arguments: emulated, Rounding.allCases) func agreesWithThePlainTwin(
    precision: Precision, rounding: Rounding
  ) {
    let arithmetic = Arithmetic(precision, rounding)
    for (place, cell) in CellType.allCases.enumerated() {
      for hidden in [1, 16, 19, 67] {
        var initialization = Initialization(.pytorch)
        initialization.reservoir.leakRate = 0.7
        initialization.gain = 0.7
        let exact = RecurrentNetwork<Double>(
          shape: NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: hidden),
          initialization: initialization, stream: RandomStream(seed: UInt64(place)))
        expectAgreement(RecurrentNetwork(rounding: exact, to: arithmetic), "\(cell) \(hidden)")
      }
    }
  }

  /// With peepholes, clipped pre-activations and coupled gates, too, each alone and all together.
  @Test(arguments: emulated, Rounding.allCases) func variationsAgreeWithThePlainTwin(
    precision: Precision, rounding: Rounding
  ) {
    let peepholes = (0..<3 * 19).map { 2 * RandomStream(seed: 4).uniform(UInt64($0)) - 1 }
    let variations: [(CellType, CellVariation<Double>)] =
      [
        (.lstm, CellVariation(peepholes: peepholes)), (.lstm, CellVariation(couplesGates: true)),
        (.lstm, CellVariation(peepholes: peepholes, clip: 0.4, couplesGates: true)),
      ] + [CellType.rnn, .lstm, .gru, .gruResetBefore].map { ($0, CellVariation(clip: 0.4)) }
    for (cell, variation) in variations {
      func network(_ variation: CellVariation<Double>) -> RecurrentNetwork<Float> {
        let drawn = RecurrentNetwork<Double>(
          shape: NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: 19),
          initialization: Initialization(.pytorch), stream: RandomStream(seed: 6))
        let layers = drawn.layers.map { layer in
          RecurrentLayer(
            cell: cell, inputSize: layer.inputSize, hiddenSize: 19,
            inputKernel: layer.inputKernel.map { 2 * $0 },
            recurrentKernel: layer.recurrentKernel, bias: layer.bias,
            recurrentBias: cell.hasRecurrentBias ? layer.recurrentBias : nil, variation: variation)
        }
        return RecurrentNetwork(
          rounding: RecurrentNetwork(layers: layers), to: Arithmetic(precision, rounding))
      }
      let varied = expectAgreement(network(variation), "\(cell) \(variation)")
      #expect(varied != Trajectory(of: network(.none), inputs: inputs).outputs, "\(cell) \(variation)")
    }
  }

  private let inputs = (0..<120).map { Double(RandomStream(seed: 7).normal($0)) }

  /// 40 steps of three inputs on every path, and in the plain twin.
  @discardableResult private func expectAgreement(
    _ network: RecurrentNetwork<Float>, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Float] {
    let precision = network.arithmetic.precision
    let found = SIMDPath.supported.map { Trajectory(of: network, inputs: inputs, path: $0).outputs }
    #expect(found.allSatisfy { $0 == found[0] }, "\(name)", sourceLocation: sourceLocation)
    #expect(
      found[0].allSatisfy { precision.nearest(Double($0)) == Double($0) }, "\(name)",
      sourceLocation: sourceLocation)
    var plain = ReferenceForwardPass(network)
    let expected = (0..<40).flatMap { plain.step(row($0, precision)) }
    expectClose(found[0], expected, precision, name, sourceLocation)
    return found[0]
  }

  private func row(_ step: Int, _ precision: Precision) -> [Float] {
    (0..<3).map { Float(precision.nearest(inputs[3 * step + $0])) }
  }

  private func expectClose(
    _ found: [Float], _ expected: [Float], _ precision: Precision, _ name: String,
    _ sourceLocation: SourceLocation
  ) {
    let worst = zip(found, expected).map { Double(abs($0 - $1)) }.max() ?? 0
    #expect(worst <= 2 * precision.ulpOfOne, "\(name)", sourceLocation: sourceLocation)
    let others = zip(found, expected).count { $0 != $1 }
    #expect(
      20 * others <= expected.count, "\(name): \(others) of \(expected.count)",
      sourceLocation: sourceLocation)
  }

  /// A second state that is put elsewhere is rounded to the format, and goes on from there as the plain twin does; the
  /// first does not notice.
  @Test(arguments: emulated, Rounding.allCases) func statesThatAreMovedAgreeWithThePlainTwin(
    precision: Precision, rounding: Rounding
  ) {
    for (cell, path) in CellType.allCases.flatMap({ cell in SIMDPath.supported.map { (cell, $0) } }) {
      let exact = RecurrentNetwork<Double>(
        shape: NetworkShape(cell: cell, layers: 2, inputSize: 3, hiddenSize: 19),
        initialization: Initialization(.pytorch), stream: RandomStream(seed: 9))
      let network = RecurrentNetwork<Float>(rounding: exact, to: Arithmetic(precision, rounding))
      let engine = PairedNetworks([network], capacity: 40, path: path)
      let stretch = InputPair<Float>(inputSize: 3, capacity: 40, path: path, arithmetic: network.arithmetic)
      func advance(_ steps: Range<Int>) {
        stretch.set(steps.flatMap { row($0, precision) })
        engine.advance(stretch)
      }
      advance(0..<10)
      let moved = engine.states(0).a.map { state in
        state.indices.map { Float(2 * RandomStream(seed: 8).uniform(UInt64($0)) - 1) }
      }
      engine.setSecond(0, moved)
      let states = engine.states(0)
      let rounded = moved.map { $0.map { Float(precision.nearest(Double($0))) } }
      #expect(states.b == rounded && rounded != moved && states.a != states.b, "\(cell)")
      var twins = [states.a, states.b].map { states in
        ReferenceForwardPass(
          network,
          states: states.map {
            ReferenceCell.State(
              hidden: Array($0.prefix(19)),
              cell: cell.hasCellState ? Array($0.suffix(19)) : Array(repeating: 0, count: 19))
          })
      }
      var found: [[Float]] = [[], []]
      var expected = found
      for step in 10..<40 {
        advance(step..<step + 1)
        found[0] += engine.outputs(0).a
        found[1] += engine.outputs(0).b
        for side in 0..<2 { expected[side] += twins[side].step(row(step, precision)) }
      }
      #expect(found[0] == Array(Trajectory(of: network, inputs: inputs, path: path).outputs.dropFirst(190)))
      for side in 0..<2 {
        expectClose(found[side], expected[side], precision, "\(cell) \(path)", #_sourceLocation)
      }
    }
  }

  /// Many pairs at once, over threads or alone, have the bits that each has by itself.
  @Test(arguments: Rounding.allCases) func inCompanyAsAlone(rounding: Rounding) {
    for cell in CellType.allCases {
      let network = RecurrentNetwork<Float>(
        rounding: RecurrentNetwork<Double>(
          shape: NetworkShape(cell: cell, layers: 2, inputSize: 4, hiddenSize: 70),
          initialization: Initialization(.pytorch), stream: RandomStream(seed: 2)),
        to: Arithmetic(.float16, rounding))
      let packed = PackedNetwork(network)
      func outputs(_ pairs: [Int], threads: Int) -> [[Float]] {
        let stretches = pairs.map { pair in
          let stretch = InputPair<Float>(
            inputSize: 4, capacity: 50, path: .best, arithmetic: network.arithmetic)
          let stream = RandomStream(seed: UInt64(pair))
          stretch.draw(steps: 0..<50, a: stream.child(0), b: stream.child(1))
          return stretch
        }
        let engine = PairedNetworks(
          [packed], runs: pairs.indices.map { (0, $0) }, capacity: 50, threads: threads, sharedBytes: 0,
          path: .best)
        Threads.together(threads) { engine.advance(stretches, as: $0) }
        return pairs.indices.flatMap { [engine.outputs($0).a, engine.outputs($0).b] }
      }
      let alone = (0..<5).flatMap { outputs([$0], threads: 1) }
      #expect(outputs(Array(0..<5), threads: 1) == alone, "\(cell)")
      #expect(outputs(Array(0..<5), threads: 2) == alone, "\(cell) on threads")
    }
  }

  // MARK: PyTorch

  static func fixtures() throws -> [ForwardPassFixtures.Case] {
    let fixtures: ForwardPassFixtures = try Repository.decode(
      from: "Tests/RecurrentNetworksTests/Fixtures/low_precision.json")
    return fixtures.cases
  }

  /// PyTorch's cells on the CPU, bit for bit.
  @Test(arguments: try fixtures()) func isPyTorchs(_ fixture: ForwardPassFixtures.Case) {
    let arithmetic = Arithmetic(fixture.precision, .stepwise)
    let network = RecurrentNetwork<Float>(rounding: fixture.network(as: Float.self), to: arithmetic)
    let expected = fixture.outputs.flatMap { $0.map { Float($0) } }
    #expect(Trajectory(of: network, inputs: fixture.inputs.flatMap(\.self)).outputs == expected)
    var plain = ReferenceForwardPass(network)
    #expect(fixture.inputs.flatMap { plain.step($0.map { Float($0) }) } == expected)
    // Elsewhere rounded, it is another.
    for rounding in [Rounding.storage, .fused] {
      let other = RecurrentNetwork<Float>(rounding: network, to: Arithmetic(fixture.precision, rounding))
      #expect(Trajectory(of: other, inputs: fixture.inputs.flatMap(\.self)).outputs != expected)
    }
  }

  @Test func everyCellIsThereInBoth() throws {
    let names = try Self.fixtures().map { "\($0.cell) \($0.precision)" }
    #expect(Set(names).count == 6)
  }

  @Test func numbersBeyondAFormat() {
    // 65,520 lies in the middle between the largest number and what would be the next, and is rounded away from it.
    #expect(Precision.float16.firstBeyond([1, -65_504, 65_519.9, 65_520, .infinity]) == 3)
    #expect(Precision.float32.firstBeyond([0, 3.4e38, -3.5e38]) == 2)
    for precision in Precision.allCases {
      #expect(precision.firstBeyond([]) == nil && precision.firstBeyond([0, -1, 65_504]) == nil)
      #expect(precision.firstBeyond([1, .nan]) == 1 && precision.firstBeyond([-.infinity]) == 0)
    }
  }
}
