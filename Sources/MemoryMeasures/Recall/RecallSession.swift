import RecurrentNetworks

/// What measurements of one network have in common: of whatever magnitude, and with whatever readout.
///
/// Every sequence is a pure function of its stream: standard normals or rows of recorded inputs (see `Recall`), of which
/// the very first value is multiplied by the magnitude.
struct RecallSession<Scalar: NetworkScalar> {
  /// What sequences are for: a word of the path of their streams.
  enum Role: UInt64 {
    case test, training

    func count(_ settings: RecallSettings) -> Int {
      self == .test ? settings.sequences : settings.trainingSequences
    }
  }

  /// One copy for all sequences and jobs.
  let network: PackedNetwork<Scalar>
  let settings: RecallSettings
  let path: SIMDPath
  let jobs: Int
  private let recorded: RecordedInputs?

  init(
    _ network: PackedNetwork<Scalar>, settings: RecallSettings, recorded: RecordedInputs?,
    path: SIMDPath, jobs: Int
  ) {
    self.network = network
    self.settings = settings
    self.recorded = recorded
    self.path = path
    self.jobs = jobs
  }

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

  /// - Parameters:
  ///   - readout: that answers; nil for readouts that are fitted to training sequences.
  ///   - promise: what is known of its answers.
  ///   - kept: what the run's course wrote when it was interrupted; nil, the default, if it is to begin.
  ///   - pause: called between two pieces of work.
  /// - Throws: `RecallError`, whatever `pause` throws among it.
  func measure(
    _ magnitude: Double, readout: LinearReadout?, promise: RecallPromise?, stream: RandomStream,
    kept: [UInt8]? = nil, workBetweenPauses: Double = RecallCourse<Scalar>.workBetweenPauses,
    pause: (RecallCourse<Scalar>) throws(RecallError) -> Void
  ) throws(RecallError) -> RecallMeasurement {
    if let readout {
      guard readout.weights.count == network.outputSize else {
        throw .readoutSize(found: readout.weights.count, expected: network.outputSize)
      }
    } else {
      let least = Recall.leastTrainingSequences(units: network.outputSize)
      guard settings.trainingSequences >= least else {
        throw .tooFewTrainingSequences(found: settings.trainingSequences, least: least)
      }
    }
    var course = RecallCourse(self, magnitude: magnitude, readout: readout, promise: promise, stream: stream)
    if let kept { _ = course.resume(kept) }
    return try course.finish(workBetweenPauses: workBetweenPauses, pause)
  }

  // MARK: Sequences

  /// Steps of two sequences, the first step by itself.
  func read(_ steps: Range<Int>, into pair: InputPair<Scalar>, _ a: RandomStream, _ b: RandomStream) {
    Self.read(steps, into: pair, a, b, recorded, settings)
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
