import Dispatch
import RecurrentNetworks

/// Sequences through one network, in pairs, several pairs at a time: their answers, or the readouts fitted to them.
///
/// Every sequence is a pure function of its stream: standard normals, of which the very first is multiplied by
/// the magnitude.
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

  private let network: RecurrentNetwork<Scalar>
  private let settings: RecallSettings
  private let steps: [Int]
  private let path: SIMDPath
  private let jobs: Int
  private let isCancelled: @Sendable () -> Bool

  init(
    _ network: RecurrentNetwork<Scalar>, settings: RecallSettings, path: SIMDPath, jobs: Int,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.network = network
    self.settings = settings
    steps = settings.steps
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

  /// What `transform` makes of each of `count` sequences. Sequence number s is a pure function of the role, and s.
  ///
  /// - Throws: the first sequence's error, if any has one.
  private func run<Value: Sendable>(
    _ count: Int, _ role: Role, _ stream: RandomStream, magnitude: Double,
    transform: @escaping @Sendable (Sequence) -> Value
  ) throws(RecallError) -> [Value] {
    let stream = stream.child(role.rawValue)
    let results = Threads.map(count: (count + 1) / 2, jobs: jobs) { pair in
      Result { () throws(RecallError) in
        try runPair(
          stream.child(UInt64(2 * pair)), stream.child(UInt64(2 * pair + 1)), magnitude: magnitude
        ).map(transform)
      }
    }
    var values: [Value] = []
    for result in results { values += try result.get() }
    return Array(values.prefix(count))
  }

  /// - Throws: `RecallError.outputNotFinite`, `cancelled`.
  private func runPair(
    _ a: RandomStream, _ b: RandomStream, magnitude: Double
  ) throws(RecallError) -> [Sequence] {
    let inputs = InputPair<Scalar>(inputSize: network.inputSize, path: path)
    let engine = PairedNetworks([network], capacity: inputs.capacity, path: path)
    // The first step alone, for its scaled input.
    inputs.draw(steps: 0..<1, a: a, b: b)
    var (first, second) = (inputs.first(step: 0), inputs.second(step: 0))
    first[0] *= Scalar(magnitude)
    second[0] *= Scalar(magnitude)
    inputs.set(first, second: second)
    engine.advance(inputs)
    var sequences = [first[0], second[0]].map { Sequence(firstInput: Double($0), outputs: []) }

    var step = 1
    for target in steps {
      while step < target {
        if isCancelled() { throw .cancelled }
        let range = step..<min(step + inputs.capacity, target)
        inputs.draw(steps: range, a: a, b: b)
        engine.advance(inputs)
        step = range.upperBound
      }
      let outputs = engine.outputs(0)
      guard (outputs.a + outputs.b).allSatisfy({ $0.isFinite }) else { throw .outputNotFinite(step: step) }
      sequences[0].outputs.append(outputs.a)
      sequences[1].outputs.append(outputs.b)
    }
    return sequences
  }

  /// One sequence, steps x inputs.
  static func sequence(
    _ stream: RandomStream, steps: Int, inputSize: Int, magnitude: Double, path: SIMDPath
  ) -> [Scalar] {
    let stretch = InputPair<Scalar>(inputSize: inputSize, path: path)
    var values: [Scalar] = []
    values.reserveCapacity(steps * inputSize)
    for start in stride(from: 0, to: steps, by: stretch.capacity) {
      stretch.draw(steps: start..<min(start + stretch.capacity, steps), a: stream, b: nil)
      for step in 0..<stretch.steps { values += stretch.first(step: step) }
    }
    values[0] *= Scalar(magnitude)
    return values
  }
}
