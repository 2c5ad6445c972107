import LinearAlgebra
import RecurrentNetworks

/// A run of a capacity measurement on its way: through both sequences, and then from fit to fit.
///
/// What is kept of it are the outputs so far, to which readouts are yet to be fitted: sums would not do, since a
/// product of the states with themselves squares their condition number. Of readouts the basis is kept, whose
/// factorisation takes longest; coordinates of states in it are made again. A factorisation, and the correlations of
/// one input and surrogate, are a piece of work each: where a run is stopped within one, that piece is done again.
struct CapacityCourse<Scalar: NetworkScalar> {
  private enum Stage: Int {
    /// Driving the network along either sequence.
    case training, test
    /// Readouts fitted to the test sequence and judged on the training sequence, input after input.
    case backward
    /// The other way about.
    case forward
    /// What the latter score where there is nothing to remember.
    case chance
  }

  private let network: PackedNetwork<Scalar>
  private let settings: CapacitySettings
  private let stream: RandomStream
  private let recorded: RecordedInputs?
  private let path: SIMDPath
  private let work: CapacityWork
  private var stage = Stage.training
  /// The network as it is driven; nil where it is not yet, or no longer.
  private var driven: DrivenNetwork<Scalar>?
  private var training: DrivenStates?
  private var test: DrivenStates?
  /// Of the readouts of the stage; nil before it is found.
  private var basis: StateBasis?
  /// In that basis; nil before they are made.
  private var readouts: DelayReadouts?
  /// Recoveries by readouts of either stage, of the inputs so far.
  private var backward: [DelayCorrelations] = []
  private var forward: [DelayCorrelations] = []
  /// Squared correlations of the readouts, and mean ones of surrogates, of the inputs so far.
  private var squared: [[Double]] = []
  private var floors: [[Double]] = []
  /// Surrogates that the last of the floors has.
  private var surrogates = 0

  init(
    _ network: PackedNetwork<Scalar>, settings: CapacitySettings, stream: RandomStream,
    recorded: RecordedInputs?, path: SIMDPath
  ) {
    self.network = network
    self.settings = settings
    self.stream = stream
    self.recorded = recorded
    self.path = path
    let (units, inputs) = (network.outputSize, network.inputSize)
    work = CapacityWork(
      parameters: network.parameterCount, inputs: Double(inputs),
      regressors: Double(units + (settings.readsInput ? inputs : 0)), settings)
  }

  private var inputs: Int { network.inputSize }
  private var delays: Int { settings.maximumDelay }

  /// Of all work that which is done, as `Capacity.cost` has it.
  var share: Double {
    let steps = Double((training?.steps ?? 0) + (test?.steps ?? 0))
    let bases: Double =
      switch stage {
      case .training, .test: 0
      case .backward: basis == nil ? 0 : 1
      case .forward: basis == nil ? 1 : 2
      case .chance: 2
      }
    let chances = Double(max(0, floors.count - 1) * settings.surrogates + surrogates)
    let whole = chances + Double(settings.ridge == 0 ? 0 : squared.count)
    let done =
      work.step * steps + work.basis * bases + work.judgement * Double(backward.count + forward.count)
      + work.chance * whole
    return min(1, done / work.total)
  }

  /// Multiply-adds between two pauses: some milliseconds.
  static var workBetweenPauses: Double { 30_000_000 }

  /// Goes through what is left.
  mutating func finish(
    workBetweenPauses: Double = workBetweenPauses, _ pause: (CapacityCourse) throws(CapacityError) -> Void
  ) throws(CapacityError) -> CapacityMeasurement {
    while true {
      try pause(self)
      switch stage {
      case .training: if try drive(\.training, .training, workBetweenPauses) { stage = .test }
      case .test: if try drive(\.test, .test, workBetweenPauses) { stage = .backward }
      case .backward:
        try fit(\.test, on: \.training, \.backward)
        if backward.count == inputs { (stage, basis, readouts) = (.forward, nil, nil) }
      case .forward:
        try fit(\.training, on: \.test, \.forward)
        if forward.count == inputs { stage = .chance }
      case .chance:
        try addChance()
        if floors.count == inputs, surrogates == settings.surrogates { return measurement }
      }
    }
  }

  // MARK: Driving

  private func beginning(_ role: Capacity.Role) -> DrivenStates {
    DrivenStates(
      units: network.outputSize,
      series: DrivenStates.series(
        role, of: inputs, settings: settings, recorded: recorded, in: Scalar.self, stream: stream),
      settings: settings)
  }

  /// - Returns: whether the sequence is over.
  private mutating func drive(
    _ states: WritableKeyPath<Self, DrivenStates?>, _ role: Capacity.Role, _ work: Double
  ) throws(CapacityError) -> Bool {
    let network = driven ?? DrivenNetwork(network, path: path)
    driven = network
    var sequence = self[keyPath: states] ?? beginning(role)
    // The only copy, to be written to in place.
    self[keyPath: states] = nil
    defer { self[keyPath: states] = sequence }
    let end = min(Double(sequence.length), Double(sequence.steps) + work / max(1, network.stepCost))
    repeat {
      try sequence.advance(network)
    } while Double(sequence.steps) < end
    guard sequence.steps == sequence.length else { return false }
    driven = nil
    return true
  }

  // MARK: Readouts

  /// Finds the basis, or judges the readouts of one more input.
  private mutating func fit(
    _ fitted: KeyPath<Self, DrivenStates?>, on judged: KeyPath<Self, DrivenStates?>,
    _ found: WritableKeyPath<Self, [DelayCorrelations]>
  ) throws(CapacityError) {
    guard let fitted = self[keyPath: fitted], let judged = self[keyPath: judged] else { return }
    guard basis != nil else {
      return basis = try StateBasis(training: fitted.states, ridge: settings.ridge)
    }
    guard let readouts = readouts(fitted, on: judged) else { return }
    let input = self[keyPath: found].count
    self[keyPath: found].append(
      readouts.correlations(
        training: fitted.series[input], test: judged.series[input], delays: delays,
        blocks: CapacitySums.blocks, answer: .recovery))
  }

  private mutating func readouts(_ fitted: DrivenStates, on judged: DrivenStates) -> DelayReadouts? {
    if readouts == nil {
      readouts = basis.map {
        DelayReadouts(
          $0, training: fitted.states, test: judged.states, delays: stage == .backward ? 0 : delays)
      }
    }
    return readouts
  }

  /// Judges the readouts of an input, where their squared correlations are not those of their recoveries, or those of
  /// one more surrogate.
  private mutating func addChance() throws(CapacityError) {
    guard let training, let test, let readouts = readouts(training, on: test) else { return }
    let input = surrogates < settings.surrogates ? max(0, floors.count - 1) : floors.count
    let series = (training.series[input], test.series[input])
    guard squared.count > input else {
      squared.append(
        settings.ridge == 0
          ? forward[input].squared
          : readouts.correlations(training: series.0, test: series.1, delays: delays).squared)
      return
    }
    if floors.count == input {
      floors.append(Array(repeating: 0, count: delays))
      surrogates = 0
    }
    let shuffles = stream.child(Capacity.Role.surrogate.rawValue, UInt64(input), UInt64(surrogates))
    let chance = readouts.correlations(
      training: without(memory: series.0, shuffles.child(0)),
      test: without(memory: series.1, shuffles.child(1)), delays: delays
    ).squared
    for delay in 0..<delays { floors[input][delay] += chance[delay] / Double(settings.surrogates) }
    surrogates += 1
  }

  private func without(memory series: [Double], _ stream: RandomStream) -> [Double] {
    guard recorded != nil else { return stream.shuffled(series) }
    let shift = delays + stream.integer(below: max(1, series.count - 2 * delays))
    return Array(series[shift...] + series[..<shift])
  }

  private var measurement: CapacityMeasurement {
    var sums = CapacitySums(delays: delays)
    for input in 0..<inputs {
      sums.add(
        squared: squared[input], noiseFloor: floors[input], judged: [forward[input], backward[input]])
    }
    return sums.found
  }

  // MARK: Interruptions

  /// From which the run can be taken up to the same bits.
  var bytes: [UInt8] {
    var (state, copy) = (StateBytes(), self)
    copy.pass(&state)
    return state.bytes
  }

  /// Takes the run up where it was.
  ///
  /// - Returns: false for bytes that are not of such a run, which then begins.
  mutating func resume(_ bytes: [UInt8]) -> Bool {
    var (state, copy) = (StateBytes(reading: bytes), self)
    copy.pass(&state)
    guard state.isIntact else { return false }
    self = copy
    return true
  }

  /// Raised whenever the bytes of a state come to mean something else: those of before are not taken up then.
  private static var version: Int { 1 }

  private mutating func pass(_ state: inout StateBytes) {
    var number = stage.rawValue
    state.pass(same: [
      Self.version, network.outputSize, inputs, settings.leadSteps, settings.trainingSteps,
      settings.testSteps, delays,
      settings.surrogates, settings.readsInput ? 1 : 0,
    ])
    state.pass(&number)
    guard !state.isBroken, let stage = Stage(rawValue: number) else { return state.check(false) }
    self.stage = stage
    pass(\.training, .training, &state)
    if stage != .training { pass(\.test, .test, &state) }
    passDriven(&state)
    guard !state.isBroken, stage.rawValue >= Stage.backward.rawValue else { return }
    passBasis(&state)
    pass(&backward, isOver: stage != .backward, &state)
    guard stage != .backward else { return }
    pass(&forward, isOver: stage != .forward, &state)
    if stage == .chance { passChances(&state) }
  }

  private mutating func pass(
    _ states: WritableKeyPath<Self, DrivenStates?>, _ role: Capacity.Role, _ state: inout StateBytes
  ) {
    var isBegun = self[keyPath: states] != nil
    state.pass(&isBegun)
    guard isBegun, !state.isBroken else { return }
    var sequence = self[keyPath: states] ?? beginning(role)
    sequence.pass(&state, in: Scalar.self)
    self[keyPath: states] = sequence
  }

  private mutating func passDriven(_ state: inout StateBytes) {
    let isOver = [training, test].map { $0.map { $0.steps == $0.length } ?? false }
    let sequence = stage == .training ? training : test
    switch stage {
    case .training: state.check(!isOver[0])
    case .test: state.check(isOver[0] && !isOver[1])
    default: return state.check(isOver[0] && isOver[1])
    }
    guard sequence != nil else { return }
    var states = driven?.states ?? network.stateSizes.map { Array(repeating: 0, count: $0) }
    for layer in states.indices { state.pass(&states[layer], count: states[layer].count) }
    guard state.isReading else { return }
    let network = DrivenNetwork(network, path: path)
    network.resume(states)
    driven = network
  }

  private mutating func passBasis(_ state: inout StateBytes) {
    var isFound = basis != nil
    state.pass(&isFound)
    state.check(isFound || stage != .chance)
    guard isFound else { return }
    var found = basis ?? StateBasis(units: training?.states.columns ?? 0)
    found.pass(&state)
    basis = found
  }

  private func pass(_ found: inout [DelayCorrelations], isOver: Bool, _ state: inout StateBytes) {
    var count = found.count
    state.pass(&count)
    guard isOver ? count == inputs : 0..<inputs ~= count else { return state.check(false) }
    for input in 0..<count {
      if input == found.count {
        found.append(DelayCorrelations(delays: delays, blocks: CapacitySums.blocks))
      }
      found[input].pass(&state)
    }
  }

  private mutating func passChances(_ state: inout StateBytes) {
    var counts = [squared.count, floors.count]
    state.pass(&counts, count: 2)
    state.pass(&surrogates)
    let isBetween = counts[1] == 0 ? surrogates == 0 : surrogates == settings.surrogates
    guard 0...inputs ~= counts[0], counts[1] >= 0, 0...settings.surrogates ~= surrogates,
      counts[0] == counts[1] ? counts[1] > 0 || surrogates == 0 : counts[0] == counts[1] + 1 && isBetween
    else { return state.check(false) }
    for input in 0..<counts[0] {
      if input == squared.count { squared.append(forward[input].squared) }
      // Without a ridge they are those of the recoveries.
      if settings.ridge != 0 { state.pass(&squared[input], count: delays) }
    }
    for input in 0..<counts[1] {
      if input == floors.count { floors.append(Array(repeating: 0, count: delays)) }
      state.pass(&floors[input], count: delays)
    }
  }
}
