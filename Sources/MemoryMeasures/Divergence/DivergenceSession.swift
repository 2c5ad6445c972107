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
  /// Of every run; its states are those of `networks`.
  private var soFar: [DivergenceProgress<Scalar>]
  /// Runs that have no result yet.
  private(set) var running: [Int]
  /// Steps that were taken.
  private(set) var step: Int
  /// Runs whose two sequences are the same, so that there is nothing to compare.
  private var withEqualInputs: [Int]

  /// - Parameters:
  ///   - runs: at least one: which network is fed which pair of the inputs, by their numbers.
  ///   - progress: of every run, all at one step.
  ///   - span: one of the settings'.
  ///   - threads: that take part, the calling one among them.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init(
    _ networks: [PackedNetwork<Scalar>], runs: [PairedNetworks<Scalar>.Run],
    progress: [DivergenceProgress<Scalar>], inputs: [DivergingInputs], settings: DivergenceSettings,
    span: RunSpan, threads: ThreadShare, path: SIMDPath
  ) {
    precondition(
      networks.allSatisfy { $0.inputSize == inputs[0].inputSize }
        && inputs.allSatisfy { $0.inputSize == inputs[0].inputSize })
    self.inputs = inputs
    self.settings = settings
    self.span = span
    self.threads = threads
    self.runs = runs
    let arithmetic = networks[0].arithmetic
    precision = arithmetic.precision
    // States are looked at step by step, layers and what a head reads tile by tile.
    let usual = min(
      InputPair<Scalar>.stretchSteps(inputSize: inputs[0].inputSize),
      (span.end + Self.together - 1) / Self.together * Self.together)
    let paired = PairedNetworks(
      networks, runs: runs, capacity: settings.reading == .state ? 1 : usual, threads: threads.most,
      path: path)
    let capacity =
      settings.reading == .outputs ? usual : runs.indices.map { paired.tileSteps($0) }.min() ?? 1
    self.networks = paired
    stretches = inputs.map {
      InputPair(inputSize: $0.inputSize, capacity: capacity, path: path, arithmetic: arithmetic)
    }
    soFar = progress
    step = progress[0].step
    running = Array(runs.indices)
    let areEqual = inputs.map { $0.areEqual(in: span, arithmetic, as: Scalar.self, path: path) }
    withEqualInputs = runs.indices.filter { areEqual[runs[$0].inputs] }
    guard step == 0 else {
      for index in runs.indices { paired.resume(index, progress[index].states) }
      return
    }
    let isBeginning = settings.perturbation == .beginning
    let lengths = inputs.map {
      isBeginning
        ? .nan
        : LinearResponse.length($0.changes(in: span, arithmetic, as: Scalar.self, path: path).joined())
    }
    for index in runs.indices { soFar[index].onset.length = lengths[runs[index].inputs] }
  }

  /// Whether every run has its result.
  var isFinished: Bool { running.isEmpty }

  /// How far a run that has no result is.
  func progress(_ index: Int) -> DivergenceProgress<Scalar> {
    var progress = soFar[index]
    progress.step = step
    progress.states = networks.states(index)
    return progress
  }

  /// Takes the next steps, of a stretch of them at most, and returns the results that they settled.
  ///
  /// - Parameter limit: the step not to go beyond.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func advance(to limit: Int) -> [(
    index: Int, result: Result<DivergenceMeasurement, DivergenceError>
  )] {
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
    take(steps: step..<nextPause(limit))

    var settled: [(index: Int, result: Result<DivergenceMeasurement, DivergenceError>)] = []
    for index in running {
      if let result = isUnique ? failure(index) : follow(index) { settled.append((index, result)) }
    }
    end(settled.map { $0.index })
    return settled
  }

  /// Multiply-adds that take some tenths of a second.
  private static var mostWork: Double { 1e10 }

  /// So many steps at once are projected faster.
  private static var together: Int { 24 }

  /// Where the last tenth of the horizon begins. Outputs are compared unit by unit at the ends of its stretches.
  private var tenth: Int { span.end - settings.dwellSteps }

  /// Whether a stretch of the last tenth ends here.
  private var isEndOfStretch: Bool {
    step == span.end || (step >= tenth && (step - tenth) % stretches[0].capacity == 0)
  }

  /// The end of the next steps: of a stretch, or of as many as large networks take in no more than a moment.
  private func nextPause(_ limit: Int) -> Int {
    let capacity = stretches[0].capacity
    var end = min(limit, span.stretch(from: step).upperBound)
    if step >= max(tenth, span.firstShared) {
      end = min(end, tenth + ((step - tenth) / capacity + 1) * capacity)
    } else if step >= span.firstShared {
      end = min(end, tenth)
    }
    let steps = Int(max(1, min(Double(capacity), Self.mostWork / networks.stepCost)))
    return min(end, step + (steps < Self.together ? steps : steps / Self.together * Self.together))
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
        // As the network's format has them.
        let changed = networks.states(index).b
        let changes = zip(states.a.joined(), changed.joined()).map { Double($1) - Double($0) }
        soFar[index].onset.length = LinearResponse.length(changes)
        if soFar[index].onset.length == 0 { unchanged.append(index) }
      }
      soFar[index].onset.difference = Self.largest(differences(index))
    }
    end(unchanged)
    return unchanged
  }

  private mutating func end(_ indices: [Int]) {
    guard !indices.isEmpty else { return }
    networks.remove(indices)
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
    let layers = soFar[index].layers.indices.map { networks.trace(index, layer: $0) }
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
      soFar[index].record.append(
        difference: difference,
        outputsDiffer: readsState
          ? statesDiffer : read.map { $0.contains { $0 != 0 } } ?? trace.outputsDiffer(place),
        statesDiffer: statesDiffer)
      // No layer acts on those below: nothing can differ in one any more, once it and they have merged.
      var differsSoFar = false
      for (layer, trace) in layers.enumerated() {
        differsSoFar = differsSoFar || trace.statesDiffer(place)
        soFar[index].layers[layer].append(
          difference: trace.differences[place], outputsDiffer: trace.outputsDiffer(place),
          statesDiffer: differsSoFar)
      }
      if soFar[index].record.isMerged { break }
    }
    guard !soFar[index].record.isMerged else { return .success(measurement(index)) }
    if isEndOfStretch {
      soFar[index].record.append(unitDifferences: differences(index))
    }
    return step == span.end ? .success(measurement(index)) : nil
  }

  private func measurement(_ index: Int) -> DivergenceMeasurement {
    var measurement = soFar[index].record.measurement
    measurement.onset = soFar[index].onset
    measurement.layers = LayerCounts(
      soFar[index].layers.map { $0.measurement }, settings: settings)
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
