import RecurrentNetworks

/// How exactly a network returns the first input after n steps.
///
/// A network is fed sequences of standard normal inputs from zero state; input 0 of step 1 is a standard normal
/// times a magnitude. After n steps a linear readout of the output (the last layer's hidden state) gives the
/// answer, and the error is its distance from that first input. The readout is either given, as a constructed
/// network has it, or fitted: for every n and magnitude the least-squares readout, with an offset, of training
/// sequences, so that what is measured on the test sequences is what any linear readout could know of the first
/// input.
///
/// With recorded inputs a sequence reads a stretch of them in order, from a row on that is drawn for it, but for step 1,
/// whose row is drawn from all: the next rows of a recording tell of the first one, and a network that forgot it would
/// seem to remember.
public enum Recall: Sendable {
  /// With a given readout.
  ///
  /// - Parameters:
  ///   - network: that is to return its first input.
  ///   - readout: of its last layer, that answers.
  ///   - settings: steps, sequences and magnitudes.
  ///   - promise: what is known of the readout's answers beforehand; nil, the default: nothing.
  ///   - stream: of which all sequences are pure functions.
  ///   - recorded: inputs that are read in the place of standard normals; nil, the default, for none.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - jobs: pairs of sequences at a time; the result does not depend on it.
  ///   - isCancelled: asked some times a second.
  /// - Returns: what was measured for each of the settings' magnitudes, in their order.
  /// - Throws: `RecallError`; `cancelled` soon after `isCancelled` turns true.
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, readout: LinearReadout, promise: RecallPromise? = nil,
    settings: RecallSettings, stream: RandomStream, recorded: RecordedInputs? = nil, path: SIMDPath = .best,
    jobs: Int = 1, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(RecallError) -> [RecallMeasurement] {
    let session = RecallSession(
      PackedNetwork(network), settings: settings, recorded: recorded, path: path, jobs: jobs)
    return try session.measure(stream) { stream, magnitude throws(RecallError) in
      try session.measure(magnitude, readout: readout, promise: promise, stream: stream) {
        (_) throws(RecallError) in
        if isCancelled() { throw .cancelled }
      }
    }
  }

  /// With readouts fitted to training sequences.
  ///
  /// - Parameters: as above.
  /// - Returns: what was measured for each of the settings' magnitudes, in their order.
  /// - Throws: `RecallError`; `cancelled` soon after `isCancelled` turns true.
  public static func measureFitting<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, settings: RecallSettings, stream: RandomStream,
    recorded: RecordedInputs? = nil, path: SIMDPath = .best, jobs: Int = 1,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(RecallError) -> [RecallMeasurement] {
    let session = RecallSession(
      PackedNetwork(network), settings: settings, recorded: recorded, path: path, jobs: jobs)
    return try session.measure(stream) { stream, magnitude throws(RecallError) in
      try session.measure(magnitude, readout: nil, promise: nil, stream: stream) {
        (_) throws(RecallError) in
        if isCancelled() { throw .cancelled }
      }
    }
  }

  /// Fitting takes as many sequences as there are weights, the offset included, and one more.
  public static func leastTrainingSequences(units: Int) -> Int { units + 2 }
}

/// Why a recall measurement has no result.
public enum RecallError: CancellableFailure {
  /// The network put out a NaN or an infinity; after this step at the latest.
  case outputNotFinite(step: Int)
  /// The readout has weights for another number of units.
  case readoutSize(found: Int, expected: Int)
  /// Fitting takes more training sequences than there are weights, the offset included.
  case tooFewTrainingSequences(found: Int, least: Int)
  /// It was not to go on.
  case cancelled

  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite by step \(step)"
    case .readoutSize(let found, let expected): "the readout has \(found) weights instead of \(expected)"
    case .tooFewTrainingSequences(let found, let least):
      "\(found) training sequences; fitting takes at least \(least)"
    case .cancelled: "cancelled"
    }
  }
}
