import RecurrentNetworks

/// A divergence measurement under way: networks that are fed pairs of input sequences, stretch by stretch.
struct DivergenceSession<Scalar: NetworkScalar> {
  private let inputs: [DivergingInputs]
  private let settings: DivergenceSettings
  private let span: RunSpan
  private let threads: ThreadShare
  private let runs: [PairedNetworks<Scalar>.Run]
  /// Of every pair.
  private let stretches: [InputPair<Scalar>]
  private let networks: PairedNetworks<Scalar>
  private let precision: Precision
  private var records: [DivergenceRecord]
  /// Of every run by layer, where these are read; else none.
  private var layerRecords: [[DivergenceRecord]]
  private var running: [Int]
  private var step = 0
  /// Runs whose two sequences are the same, so that there is nothing to compare.
  private var withEqualInputs: [Int]
  /// Of every run, what of a perturbation is known when its shared steps begin.
  private var onsets: [PerturbationOnset]

  /// - Parameters:
  ///   - runs: at least one: which network is fed which pair of the inputs, by their numbers.
  ///   - span: one of the settings'.
  ///   - threads: that take part, the calling one among them.
  init(
    _ networks: [PackedNetwork<Scalar>], runs: [PairedNetworks<Scalar>.Run], inputs: [DivergingInputs],
    settings: DivergenceSettings, span: RunSpan, threads: ThreadShare, path: SIMDPath
  ) {
    precondition(networks.allSatisfy { network in inputs.allSatisfy { network.inputSize == $0.inputSize } })
    self.inputs = inputs
    self.settings = settings
    self.span = span
    self.threads = threads
    self.runs = runs
    let arithmetic = networks[0].arithmetic
    precision = arithmetic.precision
    // States are looked at step by step, layers and what a head reads tile by tile.
    let usual = InputPair<Scalar>.stretchSteps(inputSize: inputs[0].inputSize)
    let paired = PairedNetworks(
      networks, runs: runs, capacity: settings.reading == .state ? 1 : usual, threads: threads.most,
      path: path)
    let capacity =
      settings.reading == .outputs ? usual : runs.indices.map { paired.tileSteps($0) }.min() ?? 1
    self.networks = paired
    stretches = inputs.map {
      InputPair(inputSize: $0.inputSize, capacity: capacity, path: path, arithmetic: arithmetic)
    }
    let record = DivergenceRecord(settings, precision: arithmetic.precision)
    records = runs.map { _ in record }
    layerRecords = runs.indices.map { run in
      settings.reading == .layers ? Array(repeating: record, count: paired.layerCount(run)) : []
    }
    running = Array(runs.indices)
    let areEqual = inputs.map { $0.areEqual(in: span, arithmetic, as: Scalar.self, path: path) }
    withEqualInputs = runs.indices.filter { areEqual[runs[$0].inputs] }
    let isBeginning = settings.perturbation == .beginning
    let lengths = inputs.map {
      isBeginning
        ? .nan
        : LinearResponse.length($0.changes(in: span, arithmetic, as: Scalar.self, path: path).joined())
    }
    onsets = runs.map { PerturbationOnset(length: lengths[$0.inputs]) }
  }

  /// Whether every run has its result.
  var isFinished: Bool { running.isEmpty }

  /// Takes the next stretch of steps and returns the results that it settled.
  mutating func advance() -> [(index: Int, result: Result<DivergenceMeasurement, DivergenceError>)] {
    guard withEqualInputs.isEmpty else {
      let failed = withEqualInputs
      end(failed)
      withEqualInputs = []
      return failed.map { ($0, .failure(.equalInputs)) }
    }
    if step == span.firstShared, settings.perturbation != .beginning {
      let unchanged = beginShared()
      guard unchanged.isEmpty else { return unchanged.map { ($0, .failure(.nothingChanged)) } }
    }
    let isUnique = step < span.firstShared
    // A stretch begins with the last tenth of the horizon, in which outputs are compared unit by unit.
    let (kind, tenth) = (span.stretch(from: step), span.end - settings.dwellSteps)
    let limit = !isUnique && step < tenth ? tenth : kind.upperBound
    take(steps: step..<min(step + stretches[0].capacity, limit))

    var settled: [(index: Int, result: Result<DivergenceMeasurement, DivergenceError>)] = []
    for index in running {
      if let result = isUnique ? failure(index) : follow(index) { settled.append((index, result)) }
    }
    end(settled.map(\.index))
    return settled
  }

  /// Reads a stretch of every pair that a run is still fed, and advances the runs.
  private mutating func take(steps: Range<Int>) {
    let (networks, inputs, stretches) = (networks, inputs, stretches)
    let span = span
    let needed = Set(running.map { runs[$0].inputs }).sorted()
    Threads.together(threads.now) { member in
      for pair in member.places(of: needed.count).map({ needed[$0] }) {
        inputs[pair].read(steps: steps, of: span, into: stretches[pair])
      }
      member.meet()
      networks.advance(stretches, as: member)
    }
    step = steps.upperBound
  }

  /// Displaces states where these are perturbed, and notes what the outputs differ in.
  ///
  /// - Returns: runs that end, since the second state is the first.
  private mutating func beginShared() -> [Int] {
    var unchanged: [Int] = []
    for index in running {
      if settings.perturbation == .state {
        let (states, inputs) = (networks.states(index), inputs[runs[index].inputs])
        let drawn = inputs.secondStates(sizes: states.a.map(\.count), place: step)
        let second = zip(states.a, drawn).map { state, drawn in
          zip(state, drawn).map { inputs.change.between($0, Scalar($1)) }
        }
        networks.setSecond(index, second)
        let changes = zip(states.a.joined(), second.joined()).map { Double($1) - Double($0) }
        onsets[index].length = LinearResponse.length(changes)
        if onsets[index].length == 0 { unchanged.append(index) }
      }
      onsets[index].difference = Self.largest(differences(index))
    }
    end(unchanged)
    return unchanged
  }

  private mutating func end(_ indices: [Int]) {
    for index in indices { networks.remove(index) }
    let ended = Set(indices)
    running.removeAll(where: ended.contains)
  }

  /// Whether the outputs of a run stopped being finite within the unique steps, where nothing else is of interest.
  private func failure(_ index: Int) -> Result<DivergenceMeasurement, DivergenceError>? {
    let trace = networks.trace(index)
    let isFinite = trace.differences.allSatisfy { $0.isFinite }
    return isFinite ? nil : .failure(.outputNotFinite(sharedStep: 0))
  }

  /// Records the shared steps of the stretch, up to the one at which the states merge or the horizon ends.
  private mutating func follow(_ index: Int) -> Result<DivergenceMeasurement, DivergenceError>? {
    let trace = networks.trace(index)
    let layers = layerRecords[index].indices.map { networks.trace(index, layer: $0) }
    let readsState = settings.reading == .state
    for place in 0..<trace.steps {
      let read = settings.reading == .head && trace.outputsDiffer(place) ? headDifferences(index, place) : nil
      let difference =
        readsState ? Self.largest(differences(index)) : read.map(Self.largest) ?? trace.differences[place]
      guard difference.isFinite else {
        let sharedStep = step - span.firstShared - trace.steps + place + 1
        return .failure(.outputNotFinite(sharedStep: sharedStep))
      }
      let statesDiffer = trace.statesDiffer(place)
      records[index].append(
        difference: difference,
        outputsDiffer: readsState
          ? statesDiffer : read.map { $0.contains { $0 != 0 } } ?? trace.outputsDiffer(place),
        statesDiffer: statesDiffer)
      // No layer acts on those below: nothing can differ in one any more, once it and they have merged.
      var differsSoFar = false
      for (layer, trace) in layers.enumerated() {
        differsSoFar = differsSoFar || trace.statesDiffer(place)
        layerRecords[index][layer].append(
          difference: trace.differences[place], outputsDiffer: trace.outputsDiffer(place),
          statesDiffer: differsSoFar)
      }
      if records[index].isMerged { break }
    }
    guard !records[index].isMerged else { return .success(measurement(index)) }
    if step >= span.end - settings.dwellSteps {
      records[index].append(unitDifferences: differences(index))
    }
    return step == span.end ? .success(measurement(index)) : nil
  }

  private func measurement(_ index: Int) -> DivergenceMeasurement {
    var measurement = records[index].measurement
    measurement.onset = onsets[index]
    measurement.layers = LayerCounts(layerRecords[index].map(\.measurement), settings: settings)
    return measurement
  }

  /// What the outputs of the head differ in after a step of the last stretch, each a number of the precision; nil where
  /// there is no head.
  private func headDifferences(_ index: Int, _ step: Int) -> [Double]? {
    let hidden = networks.outputs(index, after: step)
    return headDifferences(index, hidden.a, hidden.b)
  }

  private func headDifferences(_ index: Int, _ a: [Scalar], _ b: [Scalar]) -> [Double]? {
    guard settings.reading == .head, let head = networks.head(index) else { return nil }
    let outputs = [a, b].map { head.outputs(of: $0).map(precision.nearest) }
    return zip(outputs[0], outputs[1]).map { $0 - $1 }
  }

  /// What is read of a run after the last stretch, unit by unit: of the outputs, of the head's, or of the states.
  private func differences(_ index: Int) -> [Double] {
    guard settings.reading == .state else {
      let outputs = networks.outputs(index)
      if let differences = headDifferences(index, outputs.a, outputs.b) { return differences }
      return zip(outputs.a, outputs.b).map { Double($0 - $1) }
    }
    let states = networks.states(index)
    return zip(states.a.joined(), states.b.joined()).map { Double($0 - $1) }
  }

  /// NaN if any is.
  private static func largest(_ differences: [Double]) -> Double {
    differences.reduce(0) { $1.isNaN || abs($1) > $0 ? abs($1) : $0 }
  }
}
