import RecurrentNetworks

extension Memorization: Measure {
  public static let name = "memorization"
  public static let command = "memorize"
  public static let title =
    "Loss of recurrent networks trained to return the input at a position before the last"
  /// 3 since there are exploded trainings.
  public static let formatVersion = 4
  /// 2 since trainings may have exploded.
  public static let arithmeticRevision = 2

  /// The grid of Illium et al. 2022, Figures 6 and 7: plain RNNs of one to five layers and one to twenty cells, five
  /// runs; with their positions 1 to 20, 10,000 trainings. Weights begin as Keras draws them, with orthogonal recurrent
  /// kernels, from which deep stacks train most reliably.
  public static let offer = NetworkOffer(
    grid: NetworkGrid(
      cells: [.rnn], layers: Array(1...5), hiddenSizes: Array(1...20), inputSizes: [1],
      initialization: Initialization(.keras)),
    fixed: Set(["input-sizes"] + Reservoir.settings.map(\.key)), cells: CellType.trainable, repeats: 5,
    given: nil, hasPrecision: false)

  // MARK: Variables

  public static func axes(_ settings: MemorizationSettings) -> [Axis] {
    [Axis("position", "input to be remembered, counted from the last", .wholes(settings.positions))]
  }

  public static func columns(_ settings: MemorizationSettings) -> [Column<MemorizationMeasurement>] {
    var columns: [Column<MemorizationMeasurement>] = [
      .number(
        "loss", \.loss, "mean absolute error on evaluation sequences after training that did not diverge"),
      .outcome(
        "outcome", \.outcome, meanings: MemorizationOutcome.allCases.map(\.name),
        "how the training ended"),
      .count(
        "completed_epochs", \.epochs, "epochs completed, fewer than all if the training diverged"),
    ]
    if settings.recordsCurve {
      columns.append(
        .singles(
          "loss_curve", \.lossCurve, along: [Axis("epoch_sample", "epoch", .wholes(settings.curveEpochs))],
          longName: "mean training loss since the sample before"))
    }
    return columns
  }

  public static func blank(_ settings: MemorizationSettings) -> MemorizationMeasurement {
    MemorizationMeasurement(
      outcome: .noTarget, loss: .nan, epochs: 0, lossCurve: settings.curveEpochs.map { _ in .nan })
  }

  public static func accepts(_ value: MemorizationMeasurement, settings: MemorizationSettings) -> Bool {
    guard value.lossCurve.count == settings.curveEpochs.count else { return false }
    switch value.outcome {
    case .trained: return (value.loss >= 0 || value.loss.isNaN) && value.epochs == settings.epochs
    case .exploded:
      return isExploded(loss: value.loss, lowest: 0) && value.loss.isFinite && value.epochs == settings.epochs
    case .diverged: return value.loss.isNaN && (0...settings.epochs).contains(value.epochs)
    case .noTarget: return value.loss.isNaN && value.epochs == 0
    }
  }

  public static func statistics(_ settings: MemorizationSettings) -> [Statistic<MemorizationMeasurement>] {
    @Sendable func statistics(_ values: [MemorizationMeasurement]) -> MemorizationStatistics {
      MemorizationStatistics(values, isLearned: settings.isLearned)
    }
    return [
      .number("mean_loss", "mean of loss (repeats whose outcome is trained)") { statistics($0).meanLoss },
      .number(
        "std_loss", "sample standard deviation (ddof = 1) of loss (repeats whose outcome is trained)"
      ) { statistics($0).stdLoss },
      .number(
        "median_loss",
        "median of loss (all repeats, diverged ones above all others; NaN where the middle is such a one)"
      ) { statistics($0).medianLoss },
      .number("learned_fraction", "share of the repeats that are trained to a loss below learned_below") {
        statistics($0).learnedFraction
      },
      Statistic("diverged_runs", .count, "repeats whose training diverged") {
        .counts([Int32(clamping: statistics($0).divergedCount)])
      },
      Statistic("exploded_runs", .count, "repeats whose training exploded") {
        .counts([Int32(clamping: statistics($0).explodedCount)])
      },
    ]
  }

  // MARK: Cost

  /// Three products with every weight for each step and sequence, and the activations. For ordering and balancing
  /// only.
  public static func cost(_ shape: NetworkShape, at point: [Int], settings: MemorizationSettings) -> Double {
    guard settings.positions[point[0]] <= settings.lengths.upperBound else { return 0 }
    let units = Double(shape.layers) * Double(shape.hiddenSize)
    let activations = units * Double(shape.cell.gateCount + (shape.cell.hasCellState ? 1 : 0)) * 100
    let steps = Double(settings.lengths.lowerBound + settings.lengths.upperBound) / 2
    return Double(settings.updates) * Double(settings.batchSize) * steps
      * (3 * shape.parameterCount + activations)
  }

  /// Weights as drawn (float64), as stored, as trained and their derivatives, and as they are kept when a run is stopped
  /// (a copy, bytes, what was kept before, and a file's worth of bytes); what the forward pass leaves for the backward
  /// pass, for every step and lane.
  public static func bytes(
    _ shape: NetworkShape, runs: Int, settings: MemorizationSettings, precision: Precision
  ) -> Double {
    let lanes = Double(max(settings.batchSize, 64) + SequenceBatch.rowLanes)
    let steps = Double(settings.lengths.upperBound) + 1
    let records: Double = shape.cell.gateCount == 1 ? 3 : 8
    let units = Double(shape.layers) * Double(shape.hiddenSize)
    return shape.parameterCount * 40 + 4 * steps * lanes * (records * units + 4) + 65_536
  }

  // MARK: Runs

  /// Its own weights before training for every run.
  public static func networkPath(
    _ shape: NetworkShape, _ run: Run, settings: MemorizationSettings
  ) -> [UInt64] { path(.memorizationNetwork, shape, run, settings) }

  /// Its own sequences for every run, to train on and to evaluate with.
  ///
  /// - Precondition: the run's network is a drawn one.
  public static func inputPath(_ run: Run, inputSize: Int, settings: MemorizationSettings) -> [UInt64] {
    guard case .drawn(let shape) = run.subject else { preconditionFailure("only drawn networks are trained") }
    return path(.memorizationTask, shape, run, settings)
  }

  private static func path(
    _ role: StreamRole, _ shape: NetworkShape, _ run: Run, _ settings: MemorizationSettings
  ) -> [UInt64] {
    [
      role.rawValue, shape.cell.streamCode, UInt64(shape.layers), UInt64(shape.hiddenSize),
      UInt64(settings.positions[run.point[0]]), UInt64(run.repeatIndex),
    ]
  }

  public static let makesNetworks = true

  /// Sequences end in the last place and begin where the first number is: x_(q+1-p) stands p places from the end.
  /// `training` has all minibatches, updates x sequences x longest length; `evaluation` sequences x longest length.
  public static func inputs<Scalar: NetworkScalar>(
    of index: Int, in lineup: Lineup<Memorization, Scalar>
  ) -> [RunInput<Scalar>] {
    let (settings, stream, path) = (lineup.settings, lineup.inputs(index), lineup.path)
    let position = settings.positions[lineup.runs[index].point[0]]
    let longest = settings.lengths.upperBound
    guard position <= longest else { return [] }
    func values(_ sequences: MemorizationSequences, minibatches: Int) -> [Scalar] {
      (0..<minibatches).flatMap { minibatch in
        sequences.draw(minibatch)
        return (0..<sequences.batch.count).flatMap { sequence in
          let inputs = sequences.batch.inputs(of: sequence)
          return Array(repeating: Scalar.nan, count: longest - inputs.count) + inputs.map { Scalar($0) }
        }
      }
    }
    return [
      RunInput("training", shape: [settings.updates, settings.batchSize, longest]) {
        values(
          .training(position: position, settings, stream: stream, path: path), minibatches: settings.updates)
      },
      RunInput("evaluation", shape: [settings.evaluationSequences, longest]) {
        let sequences = MemorizationSequences.evaluation(
          position: position, settings, stream: stream, path: path)
        let minibatches = (settings.evaluationSequences - 1) / sequences.batch.count + 1
        return Array(
          values(sequences, minibatches: minibatches).prefix(settings.evaluationSequences * longest))
      },
    ]
  }

  public static let keepsRuns = true

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Memorization, Scalar>,
    completed: (Int, Result<MemorizationMeasurement, MemorizationError>) -> Void
  ) throws(CancellationError) {
    try lineup.measureEach(completed) { (index) throws(MemorizationError) in
      let found = try train(
        RecurrentNetwork<Float>(rounding: lineup.network(index)),
        position: lineup.settings.positions[lineup.runs[index].point[0]],
        settings: lineup.settings, stream: lineup.inputs(index), path: lineup.path,
        kept: lineup.underway.kept(index)
      ) { (session) throws(MemorizationError) in
        try lineup.pause(index, share: session.share, state: session.bytes)
      }
      guard lineup.keep(RecurrentNetwork(rounding: found.network), of: index) else { throw .cancelled }
      return found.measurement
    }
  }
}
