import RecurrentNetworks

/// How the measure is offered, stored and summed up.
extension Divergence: Measure {
  public static let name = "divergence"
  public static let title = "Shared steps until two input sequences lead a recurrent network to equal outputs"
  public static let arithmeticRevision = 1

  /// The grid of Muccino 2019; given networks are fed as many pairs of sequences as a grid cell has repeats.
  public static let offer = NetworkOffer(given: .pairs)

  // MARK: What is stored

  private static func thresholdAxis(_ settings: DivergenceSettings) -> Axis {
    Axis("threshold", "largest difference between the two outputs", .numbers(settings.thresholds))
  }

  public static func columns(_ settings: DivergenceSettings) -> [Column<DivergenceMeasurement>] {
    var columns =
      count("first_equal", \.firstEqual, "the outputs are bit-identical for the first time")
      + count("settled", \.settled, "the outputs stay bit-identical")
      + count("merged", \.merged, "the complete states are bit-identical")
    columns += [
      .outcome(
        "outcome", \.outcome, meanings: DivergenceOutcome.allCases.map(\.name), "how the run ended"),
      .number(
        "final_difference", \.finalDifference,
        "largest difference between the two outputs at the last shared step"),
      .number(
        "forgetting_rate", \.forgettingRate,
        "slope of the logarithm of the difference per step, from 1e-1 to 1e-5"),
    ]
    if !settings.thresholds.isEmpty {
      columns += Column.steps(
        "threshold_steps", reached: "within_threshold", along: thresholdAxis(settings),
        "the difference stays within the threshold", get: { $0.thresholds }, set: { $1.thresholds = $0 })
    }
    if settings.recordsCurve {
      columns.append(
        .singles(
          "difference", \.curve, along: Axis("curve_step", "shared step", .wholes(settings.curveSteps)),
          longName: "largest difference between the two outputs"))
    }
    return columns
  }

  private static func count(
    _ name: String, _ path: WritableKeyPath<DivergenceMeasurement, CensoredSteps> & Sendable, _ event: String
  ) -> [Column<DivergenceMeasurement>] {
    Column.steps(
      "\(name)_steps", reached: name, event, get: { [$0[keyPath: path]] },
      set: { $1[keyPath: path] = $0[0] })
  }

  public static func blank(_ settings: DivergenceSettings) -> DivergenceMeasurement {
    let none = CensoredSteps(steps: 0, reached: false)
    return DivergenceMeasurement(
      firstEqual: none, settled: none, merged: none, thresholds: settings.thresholds.map { _ in none },
      outcome: .merged, finalDifference: 0, forgettingRate: .nan, curve: settings.curveSteps.map { _ in 0 })
  }

  /// As many counts and curve values as were asked for, and no count outside the horizon.
  public static func accepts(_ value: DivergenceMeasurement, settings: DivergenceSettings) -> Bool {
    let counts = [value.firstEqual, value.settled, value.merged] + value.thresholds
    return value.thresholds.count == settings.thresholds.count
      && value.curve.count == settings.curveSteps.count
      && counts.allSatisfy { count in
        count.reached ? (1...settings.horizon).contains(count.steps) : count.steps == settings.horizon
      }
  }

  public static func statistics(_ settings: DivergenceSettings) -> [Statistic<DivergenceMeasurement>] {
    var statistics: [Statistic<DivergenceMeasurement>] = [
      Statistic("measured_runs", .count, "runs that neither failed nor are missing") {
        .counts([Int32(clamping: $0.count)])
      },
      .number(
        "std_settled_steps", "sample standard deviation (ddof = 1) of settled_steps (measured repeats)"
      ) { Sample($0.map { Double($0.settled.steps) }).standardDeviation },
      .number(
        "mean_first_equal_steps",
        "mean of first_equal_steps, a lower bound if any is censored (measured repeats)"
      ) { CensoredSample($0.map(\.firstEqual)).mean },
    ]
    for compared in comparedSteps(settings) { statistics += summaries(compared) }
    return statistics
  }

  /// Mean, median and share of counts.
  private static func summaries(
    _ compared: ComparedSteps<DivergenceMeasurement>
  ) -> [Statistic<DivergenceMeasurement>] {
    let axes = [compared.axis].compactMap(\.self)
    let places = 0..<(compared.axis?.count ?? 1)
    let (name, event) = (compared.name, compared.event)
    @Sendable func samples(_ values: [DivergenceMeasurement]) -> [CensoredSample] {
      let counts = values.map(compared.steps)
      return places.map { place in CensoredSample(counts.map { $0[place] }) }
    }
    return [
      Statistic(
        "mean_\(name)_steps", .number, along: axes,
        "mean of the steps until \(event), a lower bound if any is censored (measured repeats)"
      ) { .numbers(samples($0).map(\.mean)) },
      Statistic(
        "median_\(name)_steps", .number, along: axes,
        "median of the steps until \(event); a lower bound where median_\(name) is censored (measured repeats)"
      ) { .numbers(samples($0).map(\.median.steps)) },
      Statistic(
        "median_\(name)", .flag(["censored", "reached"]), along: axes,
        "whether the median of the steps is exact"
      ) { values in
        .flags(
          samples(values).map { sample in
            sample.counts.isEmpty ? ColumnKind.missingFlag : sample.median.isLowerBound ? 0 : 1
          })
      },
      Statistic(
        "\(name)_fraction", .number, along: axes, "share of the runs that got there (measured repeats)"
      ) { .numbers(samples($0).map(\.fraction)) },
    ]
  }

  public static func comparedSteps(
    _ settings: DivergenceSettings
  ) -> [ComparedSteps<DivergenceMeasurement>] {
    let settled = ComparedSteps<DivergenceMeasurement>("settled", "the outputs stay bit-identical") {
      [$0.settled]
    }
    guard !settings.thresholds.isEmpty else { return [settled] }
    return [
      settled,
      ComparedSteps(
        "threshold", along: thresholdAxis(settings), "the difference stays within the threshold"
      ) { $0.thresholds },
    ]
  }

  // MARK: How it is run

  public static func cost(_ shape: NetworkShape, at point: [Int], settings: DivergenceSettings) -> Double {
    estimatedCost(shape, settings: settings)
  }

  public static func bytes(
    _ shape: NetworkShape, settings: DivergenceSettings, precision: Precision
  ) -> Double { estimatedBytes(shape, precision: precision) }

  public static let sharesInputs = true

  /// Whatever the cell, depth and hidden size, networks of one input size and repeat are fed the same pair, so that no
  /// difference between them is due to different inputs. Twin number t, of whatever kind, has a pair that no other
  /// network has.
  public static func inputPath(_ run: Run, inputSize: Int, settings: DivergenceSettings) -> [UInt64] {
    let role: StreamRole = if case .twin = run.subject { .twinInputs } else { .inputs }
    return [role.rawValue, UInt64(inputSize), UInt64(run.repeatIndex)]
  }

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Divergence, Scalar>,
    completed: (Int, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    let inputs =
      lineup.recorded.map {
        DivergingInputs(recorded: $0, inputSize: lineup.inputSize, stream: lineup.inputs)
      } ?? DivergingInputs(inputSize: lineup.inputSize, stream: lineup.inputs)
    try measure(
      lineup.runs.indices.map(lineup.network), inputs: inputs, settings: lineup.settings, path: lineup.path,
      isCancelled: lineup.isCancelled, completed: completed)
  }
}

extension DivergenceError: RunFailure {
  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at shared step \(step)"
    case .equalInputs: "both sequences read equal inputs in every unique step"
    }
  }
}
