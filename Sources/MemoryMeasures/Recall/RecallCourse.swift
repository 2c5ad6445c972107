import RecurrentNetworks

/// A run of a recall measurement on its way: through its training sequences, to which readouts are then fitted, unless
/// it was given one, and through its test sequences.
///
/// What is kept of it are the outputs of training sequences while readouts are yet to be fitted to them, and afterwards
/// the readouts, and the answers of test sequences; and the states of sequences that are under way.
struct RecallCourse<Scalar: NetworkScalar> {
  private let session: RecallSession<Scalar>
  private let magnitude: Double
  private let promise: RecallPromise?
  private let stream: RandomStream
  /// Whether readouts are fitted.
  private let isFitting: Bool
  private var role: RecallSession<Scalar>.Role
  /// One for every step, as far as they are fitted.
  private var readouts: [LinearReadout]
  /// Of the sequences of the role, two and two; of those that are under way as they were when their batch began.
  private var pairs: [RecallPair<Scalar>]
  private var batches: [RecallBatch<Scalar>] = []

  /// - Parameters:
  ///   - readout: that answers; nil if readouts are fitted.
  ///   - promise: what is known of its answers.
  init(
    _ session: RecallSession<Scalar>, magnitude: Double, readout: LinearReadout?, promise: RecallPromise?,
    stream: RandomStream
  ) {
    self.session = session
    self.magnitude = magnitude
    self.promise = promise
    self.stream = stream
    isFitting = readout == nil
    role = isFitting ? .training : .test
    readouts = readout.map { readout in session.settings.steps.map { _ in readout } } ?? []
    pairs = Self.pairs(role, session.settings)
  }

  private static func pairs(
    _ role: RecallSession<Scalar>.Role, _ settings: RecallSettings
  ) -> [RecallPair<Scalar>] {
    Array(repeating: RecallPair(), count: (role.count(settings) + 1) / 2)
  }

  /// The sequences of the role as they are now.
  private var current: [RecallPair<Scalar>] {
    var pairs = pairs
    for batch in batches {
      for (number, pair) in zip(batch.numbers, batch.progress) { pairs[number] = pair }
    }
    return pairs
  }

  /// Of all steps of all sequences those taken.
  var share: Double {
    let settings = session.settings
    let other =
      isFitting ? (((role == .training ? settings.sequences : settings.trainingSequences) + 1) / 2) : 0
    let steps = current.reduce(role == .test ? other * settings.totalSteps : 0) {
      $0 + ($1.failure > 0 ? settings.totalSteps : $1.step)
    }
    return Double(steps) / Double((pairs.count + other) * settings.totalSteps)
  }

  /// Multiply-adds of a batch between two pauses: some hundredths of a second.
  static var workBetweenPauses: Double { 100_000_000 }

  /// Goes through what is left.
  mutating func finish(
    workBetweenPauses work: Double = workBetweenPauses, _ pause: (RecallCourse) throws(RecallError) -> Void
  ) throws(RecallError) -> RecallMeasurement {
    if role == .training {
      try run(work, pause)
      while readouts.count < session.settings.steps.count {
        try pause(self)
        readouts.append(fitted(readouts.count))
      }
      role = .test
      pairs = Self.pairs(role, session.settings)
    }
    try run(work, pause)
    let count = role.count(session.settings)
    let firstInputs = Array(pairs.flatMap(\.firstInputs).prefix(count))
    return RecallMeasurement(
      firstInputs: firstInputs, answers: Array(pairs.flatMap(\.answers).prefix(count)),
      errorBounds: firstInputs.map { promise?.bound(firstInput: $0) })
  }

  /// The readout for a step, by its number.
  private func fitted(_ place: Int) -> LinearReadout {
    let (units, count) = (session.network.outputSize, role.count(session.settings))
    let outputs = pairs.flatMap(\.outputs).prefix(count).map { outputs in
      outputs[place * units..<(place + 1) * units].map { Double($0) }
    }
    return LeastSquares.readout(
      outputs: outputs, answers: Array(pairs.flatMap(\.firstInputs).prefix(count)))
  }

  /// Pairs that advance together: a weight is loaded once for all of them. Fewer where there is not one batch for every
  /// job.
  static var mostPairsTogether: Int { 16 }

  /// Takes all sequences of the role to their ends.
  ///
  /// - Throws: the first sequence's error, if any has one.
  private mutating func run(
    _ work: Double, _ pause: (RecallCourse) throws(RecallError) -> Void
  ) throws(RecallError) {
    let jobs = session.jobs
    let total = session.settings.totalSteps
    let together = min(Self.mostPairsTogether, (pairs.count + jobs - 1) / jobs)
    while true {
      // Those that are equally far go on together.
      var company: [[Int]] = []
      for number in pairs.indices where pairs[number].failure == 0 && pairs[number].step < total {
        if let last = company.last, last.count < together, pairs[last[0]].step == pairs[number].step {
          company[company.count - 1].append(number)
        } else {
          company.append([number])
        }
      }
      guard !company.isEmpty else { break }
      let stream = stream.child(role.rawValue)
      let running = company.prefix(jobs).map { numbers in
        RecallBatch(
          session, numbers, numbers.map { pairs[$0] }, readouts: role == .test ? readouts : nil,
          magnitude: magnitude, stream: stream)
      }
      batches = running
      repeat {
        try pause(self)
        _ = Threads.map(count: running.count, jobs: jobs) { running[$0].advance(work) }
      } while running.contains { !$0.isFinished }
      pairs = current
      batches = []
    }
    if let failed = pairs.first(where: { $0.failure > 0 }) { throw .outputNotFinite(step: failed.failure) }
  }

  // MARK: Interruptions

  /// From which the run can be taken up to the same bits.
  var bytes: [UInt8] {
    var (state, copy) = (StateBytes(), self)
    (copy.pairs, copy.batches) = (current, [])
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
    let (settings, units) = (session.settings, session.network.outputSize)
    var isTest = role == .test
    state.pass(same: [
      Self.version, units, session.network.inputSize, settings.totalSteps, settings.sequences,
      settings.trainingSequences, isFitting ? 1 : 0,
    ])
    state.pass(&isTest)
    state.check(isTest || isFitting)
    if isTest, role == .training { (role, pairs) = (.test, Self.pairs(.test, settings)) }
    if isFitting { passReadouts(&state, units) }
    for number in pairs.indices where !state.isBroken {
      pairs[number].pass(
        &state, settings, units: isTest ? nil : units, sizes: session.network.stateSizes)
    }
    let areOver = pairs.allSatisfy { $0.failure == 0 && $0.step == settings.totalSteps }
    state.check(isTest || readouts.isEmpty || areOver)
  }

  private mutating func passReadouts(_ state: inout StateBytes, _ units: Int) {
    let all = session.settings.steps.count
    var count = readouts.count
    state.pass(&count)
    guard role == .test ? count == all : 0...all ~= count else { return state.check(false) }
    for place in 0..<count {
      var (weights, offset) = ([Double](repeating: 0, count: units), 0.0)
      if place < readouts.count { (weights, offset) = (readouts[place].weights, readouts[place].offset) }
      state.pass(&weights, count: units)
      state.pass(&offset)
      if place == readouts.count { readouts.append(LinearReadout(weights: weights, offset: offset)) }
    }
  }
}
