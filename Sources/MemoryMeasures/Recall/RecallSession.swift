import Dispatch
import RecurrentNetworks

/// Sequences through one network, in pairs, several pairs together, several batches of them at a time: their answers, or the readouts fitted to them.
///
/// Every sequence is a pure function of its stream: standard normals or rows of recorded inputs (see `Recall`), of which
/// the very first value is multiplied by the magnitude.
struct RecallSession<Scalar: NetworkScalar> {
  /// One sequence's first input and its outputs at the steps.
  struct Sequence: Sendable {
    var firstInput: Double
    var outputs: [[Scalar]]
  }

  /// What sequences are for: a word of the path of their streams.
  enum Role: UInt64 {
    case test, training
  }

  /// One copy for all sequences and jobs.
  private let network: PackedNetwork<Scalar>
  private let settings: RecallSettings
  private let steps: [Int]
  private let recorded: RecordedInputs?
  private let path: SIMDPath
  private let jobs: Int
  private let isCancelled: @Sendable () -> Bool

  init(
    _ network: PackedNetwork<Scalar>, settings: RecallSettings, recorded: RecordedInputs?,
    path: SIMDPath, jobs: Int, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.network = network
    self.settings = settings
    steps = settings.steps
    self.recorded = recorded
    self.path = path
    self.jobs = jobs
    self.isCancelled = isCancelled
  }

  // MARK: Measurements

  /// One measurement after the other, each with the stream of its magnitude.
  func measure(
    _ stream: RandomStream, _ measure: (RandomStream, Double) throws(RecallError) -> RecallMeasurement
  ) throws(RecallError) -> [RecallMeasurement] {
    var found: [RecallMeasurement] = []
    for (index, magnitude) in settings.magnitudes.enumerated() {
      found.append(try measure(stream.child(UInt64(index)), magnitude))
    }
    return found
  }

  /// - Throws: `RecallError`.
  func measure(
    _ magnitude: Double, readout: LinearReadout, promise: RecallPromise?, stream: RandomStream
  ) throws(RecallError) -> RecallMeasurement {
    guard readout.weights.count == network.outputSize else {
      throw .readoutSize(found: readout.weights.count, expected: network.outputSize)
    }
    return try measure(magnitude, readouts: steps.map { _ in readout }, promise: promise, stream: stream)
  }

  /// - Throws: `RecallError`.
  func measureFitting(
    _ magnitude: Double, stream: RandomStream
  ) throws(RecallError) -> RecallMeasurement {
    let least = Recall.leastTrainingSequences(units: network.outputSize)
    guard settings.trainingSequences >= least else {
      throw .tooFewTrainingSequences(found: settings.trainingSequences, least: least)
    }
    let training = try run(
      settings.trainingSequences, .training, stream, magnitude: magnitude, transform: { $0 })
    let readouts = steps.indices.map { step in
      LeastSquares.readout(
        outputs: training.map { $0.outputs[step].map { Double($0) } }, answers: training.map(\.firstInput))
    }
    return try measure(magnitude, readouts: readouts, promise: nil, stream: stream)
  }

  /// - Parameter readouts: one for every step.
  private func measure(
    _ magnitude: Double, readouts: [LinearReadout], promise: RecallPromise?, stream: RandomStream
  ) throws(RecallError) -> RecallMeasurement {
    let sequences = try run(settings.sequences, .test, stream, magnitude: magnitude) { sequence in
      (sequence.firstInput, zip(readouts, sequence.outputs).map { $0.answer($1) })
    }
    return RecallMeasurement(
      firstInputs: sequences.map(\.0), answers: sequences.map(\.1),
      errorBounds: sequences.map { promise?.bound(firstInput: $0.0) })
  }

  // MARK: Sequences

  /// Pairs that advance together: a weight is loaded once for all of them. Fewer where there is not one batch for every
  /// job.
  static var mostPairsTogether: Int { 16 }

  /// What `transform` makes of each of `count` sequences. Sequence number s is a pure function of the role, and s.
  ///
  /// - Throws: the first sequence's error, if any has one.
  private func run<Value: Sendable>(
    _ count: Int, _ role: Role, _ stream: RandomStream, magnitude: Double,
    transform: @escaping @Sendable (Sequence) -> Value
  ) throws(RecallError) -> [Value] {
    let stream = stream.child(role.rawValue)
    let pairs = (count + 1) / 2
    let together = min(Self.mostPairsTogether, (pairs + jobs - 1) / jobs)
    let results = Threads.map(count: (pairs + together - 1) / together, jobs: jobs) { batch in
      let members = batch * together..<min((batch + 1) * together, pairs)
      let streams = members.map { (stream.child(UInt64(2 * $0)), stream.child(UInt64(2 * $0 + 1))) }
      return run(streams, magnitude: magnitude).map { pair in
        pair.map { $0.map(transform) }
      }
    }
    var values: [Value] = []
    for result in results.joined() { values += try result.get() }
    return Array(values.prefix(count))
  }

  /// The two sequences of every pair, or why they have none: `RecallError.outputNotFinite`, `cancelled`.
  private func run(
    _ streams: [(a: RandomStream, b: RandomStream)], magnitude: Double
  ) -> [Result<[Sequence], RecallError>] {
    let inputs = streams.map { _ in
      InputPair<Scalar>(inputSize: network.inputSize, path: path, arithmetic: network.arithmetic)
    }
    let capacity = inputs[0].capacity
    let engine = PairedNetworks(
      [network], runs: streams.indices.map { (network: 0, inputs: $0) }, capacity: capacity, path: path)
    // The first step alone, for its scaled input.
    var found: [Result<[Sequence], RecallError>] = []
    for (pair, streams) in zip(inputs, streams) {
      Self.read(0..<1, into: pair, streams.a, streams.b, recorded, settings)
      var (first, second) = (pair.first(step: 0), pair.second(step: 0))
      first[0] *= Scalar(magnitude)
      second[0] *= Scalar(magnitude)
      pair.set(first, second: second)
      let fed = [pair.first(step: 0)[0], pair.second(step: 0)[0]]
      found.append(.success(fed.map { Sequence(firstInput: Double($0), outputs: []) }))
    }
    engine.advance(inputs)

    var running = Array(streams.indices)
    var step = 1
    for target in steps {
      while step < target, !running.isEmpty {
        if isCancelled() { return streams.map { _ in .failure(.cancelled) } }
        let range = step..<min(step + capacity, target)
        for (pair, streams) in zip(inputs, streams) {
          Self.read(range, into: pair, streams.a, streams.b, recorded, settings)
        }
        engine.advance(inputs)
        step = range.upperBound
      }
      for index in running {
        let outputs = engine.outputs(index)
        guard (outputs.a + outputs.b).allSatisfy({ $0.isFinite }), case .success(var pair) = found[index]
        else {
          found[index] = .failure(.outputNotFinite(step: step))
          continue
        }
        pair[0].outputs.append(outputs.a)
        pair[1].outputs.append(outputs.b)
        found[index] = .success(pair)
      }
      running.removeAll { index in
        guard case .failure = found[index] else { return false }
        engine.remove(index)
        return true
      }
    }
    return found
  }

  /// Steps of two sequences, or of one, the first step by itself.
  private static func read(
    _ steps: Range<Int>, into pair: InputPair<Scalar>, _ a: RandomStream, _ b: RandomStream?,
    _ recorded: RecordedInputs?, _ settings: RecallSettings
  ) {
    guard let recorded else { return pair.draw(steps: steps, a: a, b: b) }
    let layout = recorded.layout
    func row(_ stream: RandomStream) -> Int {
      steps.lowerBound == 0
        ? stream.child(0).integer(below: layout.rows)
        : (layout.start(steps: settings.totalSteps, stream.child(1)) + steps.lowerBound) % layout.rows
    }
    pair.read(
      recorded.values, columns: recorded.columns, steps: steps.count, a: row(a), b: b.map(row))
  }

  /// One sequence, steps x inputs.
  static func sequence(
    _ stream: RandomStream, settings: RecallSettings, recorded: RecordedInputs?, inputSize: Int,
    magnitude: Double, path: SIMDPath, arithmetic: Arithmetic = Arithmetic(Scalar.precision)
  ) -> [Scalar] {
    let stretch = InputPair<Scalar>(inputSize: inputSize, path: path, arithmetic: arithmetic)
    var values: [Scalar] = []
    values.reserveCapacity(settings.totalSteps * inputSize)
    var step = 0
    while step < settings.totalSteps {
      let range = step..<(step == 0 ? 1 : min(step + stretch.capacity, settings.totalSteps))
      read(range, into: stretch, stream, nil, recorded, settings)
      for place in 0..<range.count { values += stretch.first(step: place) }
      step = range.upperBound
    }
    values[0] = Scalar(arithmetic.precision.nearest(Double(values[0] * Scalar(magnitude))))
    return values
  }
}
