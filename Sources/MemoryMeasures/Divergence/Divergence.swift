import RecurrentNetworks

/// How many shared steps until two output sequences agree, whose inputs differed in the first steps only, or in some
/// others (see `Perturbation`).
///
/// A network is fed two sequences of T steps, from zero state, which differ in the first D steps and agree after:
/// standard normals, or stretches of recorded data (see `DivergingInputs`). d(k) is the largest absolute difference
/// between the outputs (the last layer's hidden state) at shared step k, and what is counted is said at
/// `DivergenceMeasurement`.
///
/// A run ends early where the complete states are bit-identical, because from there on nothing can differ
/// again; nothing else ends it.
///
/// Source: Muccino 2019, whose count is `settled`; the other readings tell memory from float rounding.
public enum Divergence: Sendable {
  /// Feeds one pair of input sequences to several networks.
  ///
  /// The pair is drawn once, which for small networks is most of the work. Results do not depend on which
  /// networks are measured together.
  ///
  /// - Parameters:
  ///   - networks: at least one, each with the inputs' size as its input size.
  ///   - inputs: the pair of input sequences.
  ///   - settings: lengths of the sequences and what is counted.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  ///   - isCancelled: asked every few hundred steps.
  ///   - completed: given the index of a network and its result, as soon as it is known.
  /// - Throws: `CancellationError` once `isCancelled` says so; networks not yet completed have no result then.
  public static func measure<Scalar: NetworkScalar>(
    _ networks: [RecurrentNetwork<Scalar>], inputs: DivergingInputs, settings: DivergenceSettings,
    path: SIMDPath = .best, isCancelled: () -> Bool = { false },
    completed: (Int, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    try measure(
      networks.map { PackedNetwork($0) }, plain: { networks[$0] }, runs: networks.indices.map { ($0, 0) },
      inputs: [inputs], settings: settings, path: path, threads: 1, isCancelled: isCancelled,
      completed: completed)
  }

  /// Feeds several pairs of input sequences to several networks.
  ///
  /// Each pair is drawn once, and all pairs of a network advance together. Results do not depend on what is measured
  /// together.
  ///
  /// - Parameters:
  ///   - plain: the networks as they are, by their numbers, of which a linear response is followed.
  ///   - runs: which network is fed which pair, by their numbers.
  ///   - threads: that take part, the calling one among them.
  ///   - completed: given the index of a run and its result, as soon as it is known.
  /// - Throws: as above.
  static func measure<Scalar: NetworkScalar>(
    _ networks: [PackedNetwork<Scalar>], plain: (Int) -> RecurrentNetwork<Scalar>,
    runs: [PairedNetworks<Scalar>.Run], inputs: [DivergingInputs], settings: DivergenceSettings,
    path: SIMDPath, threads: ThreadShare, isCancelled: () -> Bool,
    completed: (Int, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    // Of every run, of the places so far; a failure at one is that of the run.
    var found = runs.map { _ in [DivergenceMeasurement]() }
    var failed: Set<Int> = []
    for span in settings.spans {
      let left = runs.indices.filter { !failed.contains($0) }
      guard !left.isEmpty else { return }
      var session = DivergenceSession(
        networks, runs: left.map { runs[$0] }, inputs: inputs, settings: settings, span: span,
        threads: threads,
        path: path)
      while !session.isFinished {
        if isCancelled() { throw CancellationError() }
        for (place, result) in session.advance() {
          let index = left[place]
          guard case .success(var measurement) = result else {
            failed.insert(index)
            completed(index, result)
            continue
          }
          if settings.followsResponse {
            let response = try LinearResponse.follow(
              plain(runs[index].network), inputs: inputs[runs[index].inputs], span: span, path: path,
              isCancelled: isCancelled)
            measurement.response = ResponseMeasurement(response, settings: settings)
          }
          found[index].append(measurement)
          guard found[index].count == settings.places.count else { continue }
          completed(index, .success(DivergenceMeasurement(meanOf: found[index])))
        }
      }
    }
  }

  /// Feeds one pair of input sequences to one network.
  ///
  /// - Throws: `DivergenceError` if the outputs stop being finite, or nothing differs.
  public static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, inputs: DivergingInputs, settings: DivergenceSettings,
    path: SIMDPath = .best
  ) throws(DivergenceError) -> DivergenceMeasurement {
    var found: Result<DivergenceMeasurement, DivergenceError>?
    try? measure([network], inputs: inputs, settings: settings, path: path) { found = $1 }
    guard let found else { preconditionFailure("nobody cancelled it") }
    return try found.get()
  }
}

/// Why a divergence run has no result.
public enum DivergenceError: RunFailure, Equatable {
  /// The network put out a NaN or an infinity at this shared step (0: within the unique steps), so that
  /// differences mean nothing.
  case outputNotFinite(sharedStep: Int)
  /// Both sequences read equal values in every unique step.
  case equalInputs
  /// Rounding leaves nothing of a perturbation.
  case nothingChanged

  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at shared step \(step)"
    case .equalInputs: "both sequences read equal inputs in every unique step"
    case .nothingChanged: "rounding leaves nothing of the perturbation"
    }
  }
}
