import RecurrentNetworks

/// A divergence measurement under way: networks that are fed the same pair of input sequences, stretch by
/// stretch.
struct DivergenceSession<Scalar: NetworkScalar> {
  private let inputs: DivergingInputs
  private let settings: DivergenceSettings
  private let stretch: InputPair<Scalar>
  private let networks: PairedNetworks<Scalar>
  private var records: [DivergenceRecord]
  private var running: [Int]
  private var step = 0
  /// Whether the two sequences are the same, so that there is nothing to compare.
  private let hasEqualInputs: Bool

  init(
    _ networks: [RecurrentNetwork<Scalar>], inputs: DivergingInputs, settings: DivergenceSettings,
    path: SIMDPath
  ) {
    precondition(networks.allSatisfy { $0.inputSize == inputs.inputSize })
    self.inputs = inputs
    self.settings = settings
    stretch = InputPair(inputSize: inputs.inputSize, path: path)
    self.networks = PairedNetworks(networks, capacity: stretch.capacity, path: path)
    records = networks.map { _ in DivergenceRecord(settings, ulpOfOne: Double(Scalar.ulpOfOne)) }
    running = Array(networks.indices)
    hasEqualInputs = inputs.areEqual(in: settings.span, as: Scalar.self)
  }

  /// Whether every network has its result.
  var isFinished: Bool { running.isEmpty }

  /// Takes the next stretch of steps and returns the results that it settled.
  mutating func advance() -> [(index: Int, result: Result<DivergenceMeasurement, DivergenceError>)] {
    guard !hasEqualInputs else {
      defer { running = [] }
      return running.map { ($0, .failure(.equalInputs)) }
    }
    let isUnique = step < settings.uniqueSteps
    // A stretch begins with the last tenth of the horizon, in which outputs are compared unit by unit.
    let end = settings.totalSteps - settings.dwellSteps
    let limit = isUnique ? settings.uniqueSteps : step < end ? end : settings.totalSteps
    let range = step..<min(step + stretch.capacity, limit)
    inputs.read(steps: range, of: settings.span, into: stretch)
    networks.advance(stretch)
    step = range.upperBound

    var settled: [(index: Int, result: Result<DivergenceMeasurement, DivergenceError>)] = []
    for index in running {
      if let result = isUnique ? failure(index) : follow(index) { settled.append((index, result)) }
    }
    for (index, _) in settled { networks.remove(index) }
    running.removeAll { index in settled.contains { $0.index == index } }
    return settled
  }

  /// Whether the outputs stopped being finite within the unique steps, where nothing else is of interest.
  private func failure(_ index: Int) -> Result<DivergenceMeasurement, DivergenceError>? {
    let trace = networks.trace(index)
    let isFinite = trace.differences.allSatisfy { $0.isFinite }
    return isFinite ? nil : .failure(.outputNotFinite(sharedStep: 0))
  }

  /// Records the shared steps of the stretch, up to the one at which the states merge or the horizon ends.
  private mutating func follow(_ index: Int) -> Result<DivergenceMeasurement, DivergenceError>? {
    let trace = networks.trace(index)
    for place in 0..<trace.steps {
      let difference = trace.differences[place]
      guard difference.isFinite else {
        let sharedStep = step - settings.uniqueSteps - trace.steps + place + 1
        return .failure(.outputNotFinite(sharedStep: sharedStep))
      }
      records[index].append(
        difference: difference, outputsDiffer: trace.outputsDiffer(place),
        statesDiffer: trace.statesDiffer(place))
      if records[index].isMerged { break }
    }
    guard !records[index].isMerged else { return .success(records[index].measurement) }
    if step >= settings.totalSteps - settings.dwellSteps {
      let outputs = networks.outputs(index)
      records[index].append(unitDifferences: zip(outputs.a, outputs.b).map { Double($0 - $1) })
    }
    return step == settings.totalSteps ? .success(records[index].measurement) : nil
  }
}
