import RecurrentNetworks

extension Divergence: Measure {
  public static let name = "divergence"
  public static let title = "Shared steps until two input sequences lead a recurrent network to equal outputs"
  /// 3 since counts have to hold to be reached, and floors are measured.
  public static let formatVersion = 4
  /// 2 since then, too.
  public static let arithmeticRevision = 2
  public static let offer = NetworkOffer(given: .pairs)

  // MARK: Variables

  public static func columns(_ settings: DivergenceSettings) -> [Column<DivergenceMeasurement>] {
    var columns: [Column<DivergenceMeasurement>] = []
    let read = settings.reading.words
    columns += Column.steps(
      "first_equal", \.firstEqual, "the \(read) are bit-identical for the first time")
    columns += Column.steps("settled", \.settled, staysIdentical(settings), censored: heldSince)
    columns += Column.steps("merged", \.merged, "the complete states are bit-identical")
    columns += [
      .outcome(
        "outcome", \.outcome, meanings: DivergenceOutcome.allCases.map(\.name), "how the run ended"),
      .number(
        "final_difference", \.finalDifference,
        "largest difference between the two \(read) at the last shared step"),
      .number(
        "forgetting_rate", \.decay.rate,
        "finite-time decay rate: slope of the logarithm of the difference per step, while it falls from 1e-1"),
    ]
    columns += floorColumns.map { $0.since(revision: dwellRevision) }
    columns += perturbationColumns(settings) + layerColumns(settings)
    if let axis = thresholdAxis(settings) {
      columns += Column.steps(
        "threshold_steps", reached: "within_threshold", along: [axis], \.thresholds, staysWithin,
        censored: heldSince)
      columns.append(
        .flags(
          "threshold_clear", along: axis, meanings: ["near_floor", "clear"],
          """
          whether the threshold is far enough above the floor (30 times floor_median, twice floor_largest) for its \
          steps to be those of memory, not of rounding
          """
        ) { clear($0, settings) }.since(revision: dwellRevision))
    }
    if settings.recordsCurve {
      columns.append(
        .singles(
          "difference", \.curve, along: [curveAxis(settings)],
          longName: "largest difference between the two \(read)"))
    }
    return columns
  }

  static func curveAxis(_ settings: DivergenceSettings) -> Axis {
    Axis("curve_step", "shared step", .wholes(settings.curveSteps), units: "steps")
  }

  private static let floorColumns: [Column<DivergenceMeasurement>] = [
    .number(
      "forgetting_rate_error", \.decay.standardError,
      "standard error of forgetting_rate by least squares, residuals taken as independent"),
    .number("forgetting_rate_first_step", \.decay.firstStep, "first shared step of the fit", units: "steps"),
    .number("forgetting_rate_last_step", \.decay.lastStep, "last shared step of the fit", units: "steps"),
    .number(
      "floor_median", \.floor.median,
      "median of the differences that are not zero, after they have stopped falling"),
    .number("floor_largest", \.floor.largest, "largest of the differences after they have stopped falling"),
  ]

  /// The arithmetic revision since which counts have to hold for a tenth of the horizon, and floors are measured.
  public static let dwellRevision = 2

  /// For each threshold, whether it is clear of a run's floor.
  private static func clear(_ value: DivergenceMeasurement, _ settings: DivergenceSettings) -> [Bool] {
    settings.thresholds.map(value.isClear)
  }

  private static func staysIdentical(_ settings: DivergenceSettings) -> String {
    "the \(settings.reading.words) stay bit-identical"
  }
  static let heldSince =
    "where censored, until it began to hold, less than a tenth of the horizon before its end; the horizon if never"
  private static let staysWithin = "the difference stays within the threshold"

  /// Nil if there are no thresholds.
  static func thresholdAxis(_ settings: DivergenceSettings) -> Axis? {
    guard !settings.thresholds.isEmpty else { return nil }
    return Axis(
      "threshold", "largest difference between the two \(settings.reading.words)",
      .numbers(settings.thresholds))
  }

  public static func blank(_ settings: DivergenceSettings) -> DivergenceMeasurement {
    let never = CensoredSteps(steps: settings.horizon, reached: false)
    var blank = DivergenceMeasurement(
      firstEqual: never, settled: never, merged: never, thresholds: settings.thresholds.map { _ in never },
      outcome: .diverged, finalDifference: .nan, curve: settings.curveSteps.map { _ in .nan })
    if settings.followsResponse {
      blank.response = ResponseMeasurement(largest: .nan, steps: never, curve: blank.curve)
    }
    blank.layers = .blank(settings)
    return blank
  }

  public static func blank(
    _ settings: DivergenceSettings, in precision: Precision
  ) -> DivergenceMeasurement {
    var value = blank(settings)
    value.precision = precision
    return value
  }

  /// As many counts and curve values as were asked for, and no count outside the horizon. (That what is reached has held
  /// for long enough is not asked: before revision 2 it was not.)
  public static func accepts(_ value: DivergenceMeasurement, settings: DivergenceSettings) -> Bool {
    let counts =
      [value.firstEqual, value.settled, value.merged] + value.thresholds
      + [value.response?.steps].compactMap(\.self)
    let curves = [value.curve] + [value.response?.curve].compactMap(\.self)
    // Means over places may lie below the horizon, of some that were not reached.
    let ends = settings.placeCount > 1 ? [] : [value.firstEqual, value.merged]
    return value.thresholds.count == settings.thresholds.count
      && curves.allSatisfy { $0.count == settings.curveSteps.count }
      && (value.response != nil) == settings.followsResponse && value.layers.fits(settings)
      && counts.allSatisfy { (1...settings.horizon).contains($0.steps) }
      && ends.allSatisfy { $0.reached || $0.steps == settings.horizon }
  }

  public static func head(_ settings: DivergenceSettings) -> HeadChoice? {
    settings.reading == .head ? settings.head.map(HeadChoice.named) ?? .only : nil
  }

  /// That a head that is to be read is there.
  public static func check(
    _ network: NetworkOutline, settings: DivergenceSettings
  ) throws(SettingError) {
    guard settings.reading != .head || network.head != nil else {
      throw DivergenceSettings.setting("read").error(
        .text(settings.reading.rawValue),
        allowed: "outputs, state and layers, of networks that are not from files")
    }
  }

  // MARK: Statistics

  /// The steps to within every threshold. Bit-identity is not compared: how long it takes belongs to the implementation
  /// and its rounding more than to the network.
  public static func compared(_ settings: DivergenceSettings) -> [Compared<DivergenceMeasurement>] {
    guard let axis = thresholdAxis(settings) else { return [] }
    return [
      Compared(
        "threshold", along: axis, .steps { $0.thresholds }, clear: { clear($0, settings) },
        decided: { value in value.thresholds.map { $0.reached || value.outcome != .diverged } })
    ]
  }

  public static func statistics(_ settings: DivergenceSettings) -> [Statistic<DivergenceMeasurement>] {
    let measured = Statistic<DivergenceMeasurement>(
      "measured_runs", .count, "runs that neither failed nor are missing"
    ) { .counts([Int32(clamping: $0.count)]) }
    let ends = PlaceInValue(\DivergenceMeasurement.settled)
    let deviation = Statistic<DivergenceMeasurement>.number(
      "std_settled_steps", "sample standard deviation (ddof = 1) of settled_steps (measured runs)",
      units: "steps"
    ) { CensoredSample(ends.parts(of: $0)).standardDeviation }
    let firsts = PlaceInValue(\DivergenceMeasurement.firstEqual)
    let firstEqual = means("first_equal", of: "first_equal_steps") { [CensoredSample(firsts.parts(of: $0))] }
    let settled = statistics("settled", staysIdentical(settings)) { ends.parts(of: $0) }
    let within = PlaceInValue(\DivergenceMeasurement.thresholds)
    let thresholds = thresholdAxis(settings).map { axis in
      statistics("threshold", along: axis, staysWithin) {
        within.elements(of: $0, axis.count, missing: CensoredSteps(steps: settings.horizon, reached: false))
      }
    }
    return [measured] + settled + [deviation] + firstEqual + (thresholds ?? []) + clearFraction(settings)
  }

  /// A mean of counts, and whether it is one or a lower bound, for every sample.
  private static func means(
    _ name: String, of counts: String, along axes: [Axis] = [],
    _ samples: @escaping @Sendable ([DivergenceMeasurement]) -> [CensoredSample]
  ) -> [Statistic<DivergenceMeasurement>] {
    [
      Statistic(
        "mean_\(name)_steps", along: axes,
        "mean of \(counts); a lower bound where mean_\(name) is censored (measured runs)", units: "steps"
      ) { .numbers(samples($0).map(\.mean)) },
      Statistic(
        "mean_\(name)", .flag(["censored", "reached"]), along: axes, "whether the mean of the steps is exact"
      ) { .flags(samples($0).map { flag($0, isLowerBound: $0.fraction < 1) }) }.added(),
    ]
  }

  private static func flag(_ sample: CensoredSample, isLowerBound: Bool) -> Int8 {
    sample.count == 0 ? ColumnKind.missingFlag : isLowerBound ? 0 : 1
  }

  private static func clearFraction(_ settings: DivergenceSettings) -> [Statistic<DivergenceMeasurement>] {
    guard let axis = thresholdAxis(settings) else { return [] }
    let fraction = Statistic<DivergenceMeasurement>(
      "threshold_clear_fraction", along: [axis],
      "share of the runs whose threshold is far enough above their floor (measured runs)"
    ) { values in
      let flags = values.map { clear($0, settings) }
      return .numbers((0..<axis.count).map { place in Sample(flags.map { $0[place] ? 1 : 0 }).mean })
    }
    return [fraction.since(revision: dwellRevision)]
  }

  public static func standardSettings(for networks: NetworksAtHand) -> DivergenceSettings {
    .standard(networks.precision)
  }

  /// - Parameters:
  ///   - event: what the steps are until.
  ///   - steps: of runs, at every place on the axis, one run after the other.
  private static func statistics(
    _ name: String, along axis: Axis? = nil, _ event: String,
    _ steps: @escaping @Sendable ([DivergenceMeasurement]) -> [CensoredSteps]
  ) -> [Statistic<DivergenceMeasurement>] {
    let axes = [axis].compactMap(\.self)
    let count = axis?.count ?? 1
    @Sendable func samples(_ values: [DivergenceMeasurement]) -> [CensoredSample] {
      let all = steps(values)
      return (0..<count).map { place in
        CensoredSample(values.indices.map { all[$0 * count + place] })
      }
    }
    return means(name, of: "the steps until \(event)", along: axes, samples) + [
      Statistic(
        "median_\(name)_steps", along: axes,
        """
        median of the steps until \(event); a lower bound where median_\(name) is censored (measured runs)
        """, units: "steps"
      ) { .numbers(samples($0).map(\.median.steps)) },
      Statistic(
        "median_\(name)", .flag(["censored", "reached"]), along: axes,
        "whether the median of the steps is exact"
      ) { .flags(samples($0).map { flag($0, isLowerBound: $0.median.isLowerBound) }) },
      Statistic("\(name)_fraction", along: axes, "share of the runs that got there (measured runs)") {
        .numbers(samples($0).map(\.fraction))
      },
    ]
  }

  // MARK: Cost

  /// Networks of up to 32 units merge long before the default horizon; how long before was read off default
  /// runs. For ordering and balancing only.
  public static func cost(_ shape: NetworkShape, at point: [Int], settings: DivergenceSettings) -> Double {
    let gates = Double(shape.cell.gateCount)
    let hidden = max(Double(shape.hiddenSize), 16)
    let recurrent = 2 * gates * hidden * (hidden + 32)
    let upper = Double(shape.layers - 1) * (recurrent + 2 * gates * hidden * hidden)
    let step = gates * hidden * Double(shape.inputSize) + recurrent + upper
    let horizon = Double(settings.horizon)
    // Of a state, step by step; of a head with its products, far from as fast as those of the kernels.
    let places =
      Double(settings.placeCount) * (settings.reading == .state ? 5 : settings.reading == .head ? 2 : 1)
    let shared = settings.expectedShared(shape.hiddenSize)
    let response = settings.followsResponse ? (10 * step + 20_000) * (Double(settings.lead) + horizon) : 0
    return places * (step * (Double(settings.lead) * 1.5 + shared) + response)
  }

  /// Weights as drawn (float64), as stored and as packed, with units padded to whole blocks; of every run states and
  /// projections of a tile; stretches of inputs, which networks measured together share.
  public static func bytes(
    _ shape: NetworkShape, runs: Int, settings: DivergenceSettings, precision: Precision
  ) -> Double {
    let bytes = precision.bytes
    let lanes = 64 / bytes
    let padded = (Double(shape.hiddenSize) / lanes).rounded(.up) * lanes
    let gates = Double(shape.cell.gateCount)
    let layers = Double(shape.layers)
    let weights = shape.parameterCount * (8 + bytes)
    let packed =
      gates * padded * (Double(shape.inputSize) + Double(shape.hiddenSize) * (2 * layers - 1) + 2) * bytes
    let inputs = Double(shape.inputSize)
    let steps = Double(min(settings.totalSteps, 512))
    let step = (2 * gates + 2 * layers) * padded * bytes
    let tile = 12 * step + min(524_288, steps * step)
    let stretch = min(max(64 * inputs, 262_144 / bytes), steps * inputs) * (2 * bytes + 4) + 4_096
    return weights + packed + Double(runs) * (tile + stretch)
  }
}

extension DivergenceSettings {
  /// Shared steps that a run of a network of so many units takes, to be expected: small ones merge.
  func expectedShared(_ units: Int) -> Double {
    let horizon = Double(horizon)
    return switch units {
    case ...16: min(horizon, 1_000)
    case ...32: min(horizon, 20_000)
    default: horizon
    }
  }
}
