import RecurrentNetworks
import Testing

@testable import MemoryMeasures

@Suite struct MeasureTests {
  private let shape = NetworkShape(cell: .lstm, layers: 2, inputSize: 3, hiddenSize: 5)

  // MARK: Random streams

  /// Never change one: results depend on them.
  @Test func pathsOfRandomStreams() throws {
    let run = Run(.drawn(shape), repeat: 4)
    #expect(Divergence.networkPath(shape, run, settings: .standard) == [1, 2, 2, 5, 3, 4])
    #expect(Divergence.inputPath(run, inputSize: 3, settings: .standard) == [2, 3, 4])
    let given = Run(.given("a"), repeat: 4)
    #expect(Divergence.inputPath(given, inputSize: 3, settings: .standard) == [2, 3, 4])
    let twin = Run(.twin(of: "a", .keras, number: 7), repeat: 4)
    #expect(Divergence.inputPath(twin, inputSize: 3, settings: .standard) == [2, 3, 4])
    let earlier = Run(.twin(of: "a", .keras, number: nil), repeat: 4)
    #expect(Divergence.inputPath(earlier, inputSize: 3, settings: .standard) == [4, 3, 4])

    let training = try MemorizationSettings(positions: [7, 9])
    let trained = Run(.drawn(shape), at: [1], repeat: 4)
    #expect(Memorization.networkPath(shape, trained, settings: training) == [6, 2, 2, 5, 9, 4])
    #expect(Memorization.inputPath(trained, inputSize: 1, settings: training) == [7, 2, 2, 5, 9, 4])

    #expect(Capacity.networkPath(shape, run, settings: .standard) == [1, 2, 2, 5, 3, 4])
    #expect(Capacity.inputPath(run, inputSize: 3, settings: .standard) == [8, 4])

    #expect(Lyapunov.networkPath(shape, run, settings: .standard) == [1, 2, 2, 5, 3, 4])
    #expect(Lyapunov.inputPath(run, inputSize: 3, settings: .standard) == [2, 3, 4])

    let first = Run(.given("a"), at: [2])
    #expect(Recall.inputPath(first, inputSize: 3, settings: .standard) == [5, 2])
    let later = Run(.drawn(shape), at: [2], repeat: 1)
    #expect(Recall.inputPath(later, inputSize: 3, settings: .standard) == [5, 2, 2])
    #expect(Recall.networkPath(shape, later, settings: .standard) == [1, 2, 2, 5, 3, 1])
  }

  @Test func codesOfCellsAndTwins() {
    #expect([CellType.rnn, .lstm, .gru, .gruResetBefore, .esn].map(\.streamCode) == [1, 2, 3, 4, 5])
    #expect(Set(CellType.allCases.map(\.streamCode)).count == CellType.allCases.count)
    #expect(
      [TwinKind.glorot, .glorotNormal, .keras, .pytorch, .shuffled].map(\.streamCode) == [1, 2, 3, 4, 5])
  }

  // MARK: Cost

  @Test(arguments: exampleMeasures) func estimatesGrowWithEverySizeAndNeverOverflow(
    measure: any ExampleMeasure.Type
  ) {
    func check<M: ExampleMeasure>(_: M.Type) {
      let point = M.axes(.standard).map { _ in 0 }
      func estimates(_ shape: NetworkShape) -> [Double] {
        [M.cost(shape, at: point, settings: .standard)]
          + Precision.allCases.map { M.bytes(shape, runs: 1, settings: .standard, precision: $0) }
      }
      let base = estimates(NetworkShape(cell: .lstm, layers: 1, inputSize: 32, hiddenSize: 32))
      let most = NetworkGrid.largestSize
      for larger in [
        NetworkShape(cell: .lstm, layers: 2, inputSize: 32, hiddenSize: 32),
        NetworkShape(cell: .lstm, layers: 1, inputSize: 256, hiddenSize: 32),
        NetworkShape(cell: .lstm, layers: 1, inputSize: 32, hiddenSize: 64),
        NetworkShape(cell: .lstm, layers: most, inputSize: most, hiddenSize: most),
      ] {
        #expect(zip(estimates(larger), base).allSatisfy { $0.isFinite && $0 > $1 }, "\(larger)")
      }
    }
    check(measure)
  }

  @Test func whatHasNothingToLearnCostsNothing() throws {
    let settings = try MemorizationSettings(positions: [16, 15])
    #expect(Memorization.cost(shape, at: [0], settings: settings) == 0)
    #expect(Memorization.cost(shape, at: [1], settings: settings) > 0)
  }

  // MARK: Runs

  /// Every run of a lineup is reported once, with what it finds alone; runs of one network twice, too.
  @Test(arguments: exampleMeasures, [Precision.float32, .float64])
  func lineupsMeasureEveryRun(measure: any ExampleMeasure.Type, precision: Precision) throws {
    switch precision {
    case .float64: try check(measure, in: Double.self)
    default: try check(measure, in: Float.self)
    }

    func check<M: ExampleMeasure, Scalar: NetworkScalar>(_: M.Type, in: Scalar.Type) throws {
      let settings = try M.exampleSettings()
      let point = M.axes(settings).map { $0.count - 1 }
      let shapes = [4, 6, 4].map { NetworkShape(cell: .gru, layers: 1, inputSize: 1, hiddenSize: $0) }
      let runs = shapes.map { Run(.drawn($0), at: point) }
      let together = try results(M.self, runs, settings, in: Scalar.self)
      #expect(together.count == 3)
      for (index, run) in runs.enumerated() {
        let alone = try results(M.self, [run], settings, in: Scalar.self)
        #expect("\(try #require(alone[0]))" == "\(try #require(together[index]))")
      }
      #expect("\(try #require(together[0]))" != "\(try #require(together[1]))")
      for value in together.values { #expect(M.accepts(value, settings: settings)) }
    }
  }

  private func results<M: Measure, Scalar: NetworkScalar>(
    _: M.Type, _ runs: [Run], _ settings: M.Settings, in: Scalar.Type
  ) throws -> [Int: M.Value] {
    var found: [Int: M.Value] = [:]
    try M.measure(lineup(runs, settings, in: Scalar.self)) { index, result in
      #expect(found[index] == nil)
      found[index] = try? result.get()
    }
    return found
  }

  private func lineup<M: Measure, Scalar: NetworkScalar>(
    _ runs: [Run], _ settings: M.Settings, isCancelled: Bool = false, in: Scalar.Type,
    keep: @escaping (Int, RecurrentNetwork<Scalar>) -> Bool = { _, _ in true }
  ) -> Lineup<M, Scalar> {
    func shape(_ index: Int) -> NetworkShape {
      guard case .drawn(let shape) = runs[index].subject else { preconditionFailure("not drawn") }
      return shape
    }
    return Lineup(
      settings: settings, runs: runs, inputSize: 1, inputs: { _ in RandomStream(seed: 3) }, recorded: nil,
      path: .best,
      threads: 2, isCancelled: { isCancelled },
      network: {
        RecurrentNetwork(
          shape: shape($0), initialization: Initialization(.pytorch), stream: RandomStream(seed: 2))
      }, outline: { NetworkOutline(shape($0)) }, keep: keep)
  }

  @Test(arguments: exampleMeasures) func cancelledLineupsStop(measure: any ExampleMeasure.Type) throws {
    func check<M: ExampleMeasure>(_: M.Type) throws {
      // Long enough to be asked.
      let settings = M.Settings.standard
      let run = Run(
        .drawn(NetworkShape(cell: .gru, inputSize: 1, hiddenSize: 4)), at: M.axes(settings).map { _ in 0 })
      let lineup: Lineup<M, Float> = lineup([run], settings, isCancelled: true, in: Float.self)
      #expect(throws: CancellationError.self) {
        try M.measure(lineup) { _, _ in Issue.record("nothing can be known yet") }
      }
    }
    try check(measure)
  }

  @Test(arguments: exampleMeasures) func failuresAreOfTheirRunsAlone(measure: any ExampleMeasure.Type) throws
  {
    func check<M: ExampleMeasure>(_: M.Type) throws {
      let settings = try M.exampleSettings()
      let runs = (0..<2).map {
        Run(
          .drawn(NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 1)), at: M.axes(settings).map { _ in 0 },
          repeat: $0)
      }
      var reasons: [Int: String?] = [:]
      let lineup = Lineup<M, Float>(
        settings: settings, runs: runs, inputSize: 1, inputs: { _ in RandomStream(seed: 3) }, recorded: nil,
        path: .best,
        threads: 1, isCancelled: { false },
        network: { index in
          RecurrentNetwork(layers: [
            RecurrentLayer(
              cell: .rnn, inputSize: 1, hiddenSize: 1, inputKernel: [1],
              recurrentKernel: [index == 0 ? .infinity : 0.5], bias: [0])
          ])
        }, outline: { _ in NetworkOutline(NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 1)) },
        keep: { _, _ in true })
      try M.measure(lineup) { index, result in
        if case .failure(let error) = result {
          reasons[index] = error.reason
        } else {
          reasons[index] = .some(nil)
        }
      }
      #expect(reasons.count == 2 && reasons[1] == .some(nil))
      // To training an infinite weight is an outcome, not a failure.
      #expect(M.name == Memorization.name || reasons[0]??.contains("not finite") == true)
    }
    try check(measure)
  }

  /// The network after training, before the run counts as finished; where it cannot be kept, it does not.
  @Test func trainedNetworksAreKept() throws {
    let settings = try Memorization.exampleSettings()
    let run = Run(.drawn(NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 3)), at: [1])
    var kept: [RecurrentNetwork<Float>] = []
    let lineup: Lineup<Memorization, Float> = lineup([run], settings, in: Float.self) {
      kept.append($1)
      return true
    }
    try Memorization.measure(lineup) { _, _ in #expect(kept.count == 1) }
    let trained = try Memorization.train(
      lineup.network(0), position: 1, settings: settings, stream: lineup.inputs(0))
    #expect(kept == [trained.network])
    #expect(throws: CancellationError.self) {
      try Memorization.measure(
        self.lineup([run], settings, in: Float.self) { _, _ in false }
      ) { _, _ in Issue.record("the networks are not kept") }
    }
  }

  /// A network that has a readout of its own is read by it, with its promise; else a readout is fitted.
  @Test func recallReadsWhatTheNetworkHas() throws {
    let settings = try Recall.exampleSettings()
    let latch = try ConstructedNetwork<Float>(.latch, cell: .lstm, hiddenSize: 6)
    let guarantee = try #require(latch.recall)
    let layers = latch.network.layers.map { LayerShape($0) }
    let outline = NetworkOutline(
      layers: layers, readout: .init(unit: guarantee.unit, scale: guarantee.scale),
      promise: guarantee.promise)
    var found: [RecallMeasurement] = []
    for known in [outline, NetworkOutline(layers: layers)] {
      let lineup = Lineup<Recall, Float>(
        settings: settings, runs: [Run(.given("latch"), at: [1])], inputSize: 1,
        inputs: { _ in RandomStream(seed: 3).child(1) }, recorded: nil, path: .best, threads: 1,
        isCancelled: { false },
        network: { _ in latch.network }, outline: { _ in known }, keep: { _, _ in true })
      try Recall.measure(lineup) { if let value = try? $1.get() { found.append(value) } }
    }
    let stream = RandomStream(seed: 3)
    let exact = try Recall.measure(
      latch.network, readout: guarantee.readout, promise: guarantee.promise, settings: settings,
      stream: stream)
    #expect(
      try found == [exact[1], Recall.measureFitting(latch.network, settings: settings, stream: stream)[1]])
    #expect(found[0].isWithinBounds(steps: settings.steps, from: guarantee.promise.firstStep))

    let words = Recall.networkColumns(settings).map { column in
      switch column.words {
      case .count(let count): "\(column.name) \(count(outline))"
      case .text(let text): "\(column.name) \(text(outline)), else \(text(NetworkOutline(layers: layers)))"
      }
    }
    let readout = "\(guarantee.scale) * h[\(guarantee.unit)], else least squares on training sequences"
    #expect(
      words == [
        "cell lstm, else lstm", "readout \(readout)", "hidden_size 6", "input_size 1",
        "first_answer_step \(guarantee.promise.firstStep)",
      ])
  }

  /// As results store them.
  @Test func reasonsOfFailures() {
    let failures: [any RunFailure] = [
      DivergenceError.outputNotFinite(sharedStep: 3), DivergenceError.equalInputs,
      DivergenceError.nothingChanged,
      MemorizationError.position(0), MemorizationError.inputSize(2), CapacityError.outputNotFinite(step: 3),
      CapacityError.outputsTooLarge, CapacityError.tooFewSteps(found: 3, least: 4),
      RecallError.outputNotFinite(step: 3), RecallError.readoutSize(found: 3, expected: 4),
      RecallError.tooFewTrainingSequences(found: 3, least: 4), LyapunovError.stateNotFinite(step: 3),
      LyapunovError.directionsNotFinite(step: 3),
    ]
    #expect(
      failures.map(\.reason) == [
        "output not finite at shared step 3", "both sequences read equal inputs in every unique step",
        "rounding leaves nothing of the perturbation",
        "no input stands at position 0", "the network reads 2 values per step instead of 1",
        "output not finite at step 3", "outputs too large for sums of their squares",
        "3 steps; fitting takes at least 4", "output not finite by step 3",
        "the readout has 3 weights instead of 4", "3 training sequences; fitting takes at least 4",
        "state not finite at step 3", "derivatives not finite at step 3",
      ])
  }

  // MARK: What is offered

  @Test func offers() {
    for measure in exampleMeasures {
      let (offer, format) = (measure.offer, measure.format)
      #expect(
        offer.grid.cells.allSatisfy { offer.cells.contains($0) } && format == "memprobe \(measure.name)")
    }
    #expect(Divergence.offer.grid.shapes.count * Divergence.offer.repeats == 1_280)
    let trainings =
      Memorization.offer.grid.shapes.count * Memorization.offer.repeats
      * Memorization.axes(.standard)[0].count
    #expect(trainings == 10_000)
    #expect(
      exampleMeasures.map { $0.command } == ["divergence", "memorize", "capacity", "recall", "lyapunov"])
  }
}
