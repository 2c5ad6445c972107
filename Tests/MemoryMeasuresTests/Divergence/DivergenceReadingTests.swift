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
