import Foundation
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Where differences are read.
@Suite struct DivergenceReadingTests {
  private func network<Scalar: NetworkScalar>(
    _ cell: CellType, hidden: Int = 6, layers: Int, in: Scalar.Type = Scalar.self
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: 2, hiddenSize: hidden),
      initialization: Initialization(.glorot), stream: RandomStream(seed: 4))
  }

  private func settings(_ reading: DivergenceReading, layers: Int = 1) throws -> DivergenceSettings {
    try DivergenceSettings(
      totalSteps: 900, uniqueSteps: 100, thresholds: [1e-1, 1e-3, 1e-5], recordsCurve: true,
      reading: reading, layerCount: layers)
  }

  private func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ settings: DivergenceSettings
  ) throws -> DivergenceMeasurement {
    try Divergence.measure(
      network, inputs: DivergingInputs(inputSize: 2, stream: RandomStream(seed: 6)), settings: settings)
  }

  /// A layer does not act on those below it: its counts are those of the stack that ends with it.
  @Test(arguments: CellType.allCases, [6, 40]) func layersAreThoseOfStacksThatEndWithThem(
    cell: CellType, hidden: Int
  ) throws {
    let stack: RecurrentNetwork<Float> = network(cell, hidden: hidden, layers: 3)
    let whole = try settings(.layers, layers: 4)
    let found = try measure(stack, whole)
    let outputs = try settings(.outputs)
    #expect(found.layers.fits(whole))
    for depth in 1...3 {
      let alone = try measure(RecurrentNetwork(layers: Array(stack.layers.prefix(depth))), outputs)
      #expect(found.layers.settled[depth - 1] == alone.settled)
      #expect(Array(found.layers.thresholds[3 * depth - 3..<3 * depth]) == alone.thresholds)
      let steps = outputs.curveSteps.count
      #expect(Array(found.layers.curves[(depth - 1) * steps..<depth * steps]) == alone.curve)
    }
    #expect(LayerCounts.isMissing(found.layers.settled[3]) && found.layers.rates[3].isNaN)
    // The outputs are those of the usual reading, bit for bit.
    var plain = found
    plain.layers = LayerCounts()
    #expect(try "\(plain)" == "\(measure(stack, outputs))")
  }

  // MARK: Heads

  /// Linear units that halve and quarter what they were fed, and heads on them.
  private func head(_ activation: HeadActivation, _ weights: [Double], bias: Double = 0)
    -> RecurrentNetwork<Double>
  {
    RecurrentNetwork(
      layers: [
        RecurrentLayer(
          cell: .esn, inputSize: 2, hiddenSize: 2, inputKernel: [1, 1, 0, 0],
          recurrentKernel: [0.5, 0, 0, 0.25],
          bias: [0, 0], activation: .identity)
      ],
      head: NetworkHead(
        name: "answer",
        layers: [
          .init(inputSize: 2, outputSize: 1, weights: weights, bias: [bias], activation: activation)
        ]))
  }

  private func curve(_ network: RecurrentNetwork<Double>, _ reading: DivergenceReading) throws
    -> [Float]
  {
    try measure(network, settings(reading)).curve
  }

  /// In the units of the head, after its activation.
  @Test func aHeadIsReadInItsUnits() throws {
    let plain = try curve(head(.linear, [1, 0]), .outputs)
    // The unit that halves is the one that differs most.
    let known = plain.prefix { $0 > 1e-9 }
    #expect(known.count > 10)
    let tenfold = try curve(head(.linear, [10, 0], bias: 5), .head)
    for (one, other) in zip(tenfold, known) { #expect(abs(one / other - 10) < 1e-5) }
    // Steps 1, 2, 3, ... of the curve: the other unit halves what the first leaves.
    let quarter = try curve(head(.linear, [0, 1]), .head)
    for (step, pair) in zip(quarter, known).enumerated().prefix(4) {
      #expect(
        abs(pair.0 / pair.1 / Float(pow(0.5, Double(step + 1))) - quarter[0] / known[0] * 2) < 1e-3)
    }
    // What both sequences are beyond is 0, exactly, as is what a head does not look at.
    for blind in [head(.curve(.relu), [1e-9, 0], bias: -1), head(.linear, [0, 0])] {
      let found = try measure(blind, settings(.head))
      #expect(
        found.settled == CensoredSteps(steps: 1, reached: true)
          && found.curve.allSatisfy { $0 == 0 })
      #expect(found.merged.steps > 10 && found.thresholds.allSatisfy { $0.steps == 1 })
    }
  }

  /// By two plain passes, of an LSTM in float32 with a softmax on it: rounded to the network's precision.
  @Test func aHeadOnAnLSTM() throws {
    var network: RecurrentNetwork<Float> = network(.lstm, hidden: 40, layers: 2)
    let numbers = (0..<120).map { Double(RandomStream(seed: 8).normal(UInt64($0))) }
    let head = NetworkHead(
      name: "x",
      layers: [
        .init(
          inputSize: 40, outputSize: 3, weights: numbers, bias: [0.1, 0.2, 0.3],
          activation: .softmax)
      ])
    network.head = head
    let (settings, pair) = (
      try settings(.head), DivergingInputs(inputSize: 2, stream: RandomStream(seed: 6))
    )
    let found = try measure(network, settings)
    let outputs = [false, true].map { isSecond in
      let inputs = pair.values(
        steps: 900, isSecond: isSecond, of: settings.span, in: Arithmetic(.float32), as: Float.self,
        path: .best)
      let hidden = Trajectory(of: network, inputs: inputs.map { Double($0) }).outputs
      return (0..<900).map {
        head.outputs(of: Array(hidden[40 * $0..<40 * $0 + 40])).map { Float($0) }
      }
    }
    let differences = (100..<900).map { step in
      zip(outputs[0][step], outputs[1][step]).map { abs(Double($0) - Double($1)) }.max() ?? 0
    }
    #expect(found.curve == settings.curveSteps.map { Float(differences[$0 - 1]) })
    for (threshold, count) in zip(settings.thresholds, found.thresholds) {
      #expect(count.steps == (differences.lastIndex { $0 > threshold } ?? -1) + 2)
    }
    #expect(outputs[0].allSatisfy { abs($0.reduce(0, +) - 1) < 1e-6 })
  }

  @Test func networksWithoutAHead() throws {
    let outline = NetworkOutline(NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 2))
    #expect(throws: SettingError.self) { try Divergence.check(outline, settings: settings(.head)) }
    try Divergence.check(outline, settings: settings(.state))
  }

  /// Of linear units that halve and quarter what both were fed, weighed by 3 and -4: 3/2^k - 4/4^k of a first input's
  /// change, and as much of another that no weight reads is nothing.
  @Test func aHeadAnswersInProportion() throws {
    let network = head(.linear, [3, -4], bias: 5)
    func response(_ feature: String) throws -> ResponseMeasurement {
      let settings = try DivergenceSettings(
        totalSteps: 60, recordsCurve: true, perturbation: .feature(feature), at: [20], followsResponse: true,
        reading: .head)
      let inputs = DivergingInputs(
        inputSize: 2, stream: RandomStream(seed: 6),
        change: InputChange(input: settings.perturbation.input(of: 2, names: nil), share: 1))
      return try #require(Divergence.measure(network, inputs: inputs, settings: settings).response)
    }
    let found = try response("1")
    let steps = try DivergenceSettings(
      totalSteps: 60, recordsCurve: true, perturbation: .step, at: [20]
    ).curveSteps
    for (step, value) in zip(steps, found.curve) {
      #expect(abs(Double(value) / abs(3 * pow(0.5, Double(step)) - 4 * pow(0.25, Double(step))) - 1) < 1e-6)
    }
    // 3/2 - 4/4, 3/4 - 4/16, ... and -1 at the step itself.
    #expect(found.largest == 1 && found.curve[0] == 0.5 && found.curve[1] == 0.5)
    #expect(try response("2").largest == 0)
  }

  /// With one layer without cell states h is all there is.
  @Test(arguments: [CellType.rnn, .gru, .gruResetBefore, .esn]) func theStateOfOneLayerIsItsOutput(
    cell: CellType
  )
    throws
  {
    let one: RecurrentNetwork<Float> = network(cell, layers: 1)
    let (state, outputs) = (try measure(one, settings(.state)), try measure(one, settings(.outputs)))
    #expect(state.thresholds == outputs.thresholds && state.curve == outputs.curve)
    #expect(state.merged == outputs.merged && state.settled == state.merged)
  }

  /// The largest difference over h and c of all layers, by two plain passes.
  @Test(arguments: [CellType.lstm, .gru]) func theStateIsHAndCOfEveryLayer(cell: CellType) throws {
    let network: RecurrentNetwork<Double> = network(cell, layers: 2)
    let settings = try settings(.state)
    let found = try measure(network, settings)
    let stream = RandomStream(seed: 6)
    var (a, b) = (ReferenceForwardPass(network), ReferenceForwardPass(network))
    var place = 0
    for step in 0..<200 {
      func input(_ stream: RandomStream) -> [Double] {
        (0..<2).map { Double(stream.normal(UInt64(2 * step + $0))) }
      }
      _ = a.step(input(stream.child(0)))
      _ = b.step(input(step < 100 ? stream.child(1) : stream.child(0)))
      guard step >= 100, settings.curveSteps[place] == step - 99 else { continue }
      var largest = 0.0
      for (one, other) in zip(a.states, b.states) {
        for (x, y) in zip(one.hidden + one.cell, other.hidden + other.cell) {
          largest = max(largest, abs(x - y))
        }
      }
      #expect(abs(Double(found.curve[place]) - largest) < 1e-6 * largest + 1e-13)
      place += 1
    }
    #expect(place > 30)
  }

  /// How many layers there are follows from the networks, where they are read.
  @Test func layersAreCounted() throws {
    var settings = DivergenceSettings.standard
    let networks = NetworksAtHand(mostUnits: 1, mostLayers: 3, areFromFiles: false)
    settings.settle(for: networks)
    #expect(settings == .standard)
    settings.reading = .layers
    settings.settle(for: networks)
    #expect(settings.layerCount == 3)
    #expect(
      Divergence.columns(settings).first { $0.name == "layer_threshold_steps" }?.axes.map(\.count) == [3, 6])
  }
}
