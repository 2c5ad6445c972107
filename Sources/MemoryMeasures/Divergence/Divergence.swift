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
  ///   - underway: told of runs by their indices; by default they begin, and nobody asks.
  ///   - completed: given the index of a run and its result, as soon as it is known.
  /// - Throws: as above.
  static func measure<Scalar: NetworkScalar>(
    _ networks: [PackedNetwork<Scalar>], plain: (Int) -> RecurrentNetwork<Scalar>,
    runs: [PairedNetworks<Scalar>.Run], inputs: [DivergingInputs], settings: DivergenceSettings,
    path: SIMDPath, threads: ThreadShare, isCancelled: () -> Bool, underway: RunsUnderway<Int> = .unkept,
    completed: (Int, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    let places = settings.placeCount
    var beginnings: [Int: DivergenceProgress<Scalar>] = [:]
    func beginning(_ network: PackedNetwork<Scalar>) -> DivergenceProgress<Scalar> {
      let layers = network.layerCount
      if let known = beginnings[layers] { return known }
      let progress = DivergenceProgress<Scalar>(
        settings, precision: network.arithmetic.precision, layers: layers)
      beginnings[layers] = progress
      return progress
    }
    var progress = runs.enumerated().map { index, run in
      let network = networks[run.network]
      var progress = beginning(network)
      if let kept = underway.kept(index) { progress.resume(kept, sizes: network.stateSizes) }
      return progress
    }
    // Those at one position go on together, first those that are least far, until they have caught up with others.
    var waiting = Dictionary(grouping: runs.indices, by: { progress[$0].position })
    func pause(
      _ running: [Int] = [], now: (Int) -> DivergenceProgress<Scalar>
    ) throws(CancellationError) {
      let begun = running + waiting.values.joined().filter { progress[$0].position > .beginning }
      try underway.pause(
        begun, isCancelled: isCancelled,
        share: { now($0).share(networks[runs[$0].network].outputSize) }, state: { now($0).bytes })
    }
    while let position = waiting.keys.min(), let together = waiting[position] {
      guard position.place < places else {
        // Only responses are missing.
        for index in together {
          for place in 0..<places where progress[index].found[place].response == nil {
            try pause { progress[$0] }
            do throws(CancellationError) {
              let response = try LinearResponse.follow(
                plain(runs[index].network), readsHead: settings.reading == .head,
                inputs: inputs[runs[index].inputs], span: settings.spans[place], path: path,
                isCancelled: isCancelled)
              progress[index].found[place].response = ResponseMeasurement(response, settings: settings)
            } catch {
              try pause { progress[$0] }
              throw error
            }
          }
          waiting[position]?.removeFirst()
          completed(index, .success(DivergenceMeasurement(meanOf: progress[index].found)))
        }
        waiting[position] = nil
        continue
      }
      waiting[position] = nil
      let span = settings.spans[position.place]
      let limit = waiting.keys.filter { $0.place == position.place }.map { $0.step }.min() ?? span.end
      var session = DivergenceSession(
        networks, runs: together.map { runs[$0] }, progress: together.map { progress[$0] }, inputs: inputs,
        settings: settings, span: span, threads: threads, path: path)
      while !session.isFinished, session.step < limit {
        let numbers = Dictionary(uniqueKeysWithValues: session.running.map { (together[$0], $0) })
        try pause(session.running.map { together[$0] }) {
          numbers[$0].map(session.progress) ?? progress[$0]
        }
        for (number, result) in session.advance(to: limit) {
          let index = together[number]
          guard case .success(let measurement) = result else {
            completed(index, result)
            continue
          }
          let found = progress[index].found + [measurement]
          if found.count == places, !settings.followsResponse {
            completed(index, .success(DivergenceMeasurement(meanOf: found)))
          } else {
            progress[index].begin(after: measurement)
            waiting[progress[index].position, default: []].append(index)
          }
        }
      }
      for number in session.running {
        progress[together[number]] = session.progress(number)
        waiting[progress[together[number]].position, default: []].append(together[number])
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
