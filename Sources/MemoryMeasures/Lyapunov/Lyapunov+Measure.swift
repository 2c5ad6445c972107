import RecurrentNetworks

extension Lyapunov: Measure {
  public static let name = "lyapunov"
  public static let title =
    "Lyapunov exponents: rates at which differences between states of a driven recurrent network grow or fade"
  /// Raised only where more of a result changes than the last digits, which depend on the processor as well.
  /// 2 since networks may compute in other precisions than float64, in which they have all digits of their weights.
  public static let arithmeticRevision = 2
  public static let precisionRevision = 2

  /// One layer of up to 64 units with one input: the three cells that are trained.
  public static let offer = NetworkOffer(
    grid: NetworkGrid(
      cells: [.rnn, .lstm, .gru], layers: [1], hiddenSizes: [2, 4, 8, 16, 32, 64], inputSizes: [1]),
    precision: .float64)

  /// As many exponents as the largest network has.
  public static func standardSettings(for networks: NetworksAtHand) -> LyapunovSettings {
    var settings = LyapunovSettings.standard
    settings.exponents = min(max(1, networks.largestState), LyapunovSettings.mostStandardExponents)
    return settings
  }

  // MARK: Variables

  public static func columns(_ settings: LyapunovSettings) -> [Column<LyapunovMeasurement>] {
    let exponent = Axis(
      "exponent", "number of the exponent, the largest first", .wholes(Array(1...settings.exponents)))
    let timeScale = Axis("time_scale", "time constant", .numbers(settings.timeScales), units: "steps")
    let measured: [Column<LyapunovMeasurement>] = [
      .numbers(
        "lyapunov_exponent", \.exponents, along: exponent,
        longName: """
          Lyapunov exponent of the complete state; minus infinity for what a step loses without a trace, missing for \
          those that the network does not have
          """, units: perStep),
      .numbers(
        "lyapunov_exponent_error", \.standardErrors, along: exponent,
        longName: "standard error of lyapunov_exponent, from the means of blocks of steps", units: perStep),
      .count("state_size", \.stateSize, "numbers of the complete state: h and c of every layer"),
      .derived("largest_exponent", "the largest lyapunov_exponent", units: perStep) { [$0.largest] },
      .derived(
        "time_constant", "-1 / largest_exponent, in which differences fade to 1/e; missing where they grow",
        units: "steps"
      ) { [$0.timeConstant] },
      .derived(
        "slow_exponents", along: [timeScale],
        "number of exponents above -1 / time_scale; missing where those measured do not tell"
      ) { found in settings.timeScales.map(found.slowExponents) },
      .derived("minus_infinite_exponents", "number of exponents measured that are minus infinity") {
        [Double($0.minusInfiniteCount)]
      },
      .derived(
        "kaplan_yorke_dimension", "Kaplan-Yorke dimension; missing where the exponents measured do not tell"
      ) { [$0.kaplanYorkeDimension] },
      .derived(
        "entropy_bound",
        "sum of the positive exponents, which bounds the entropy rate; missing where those measured do not tell",
        units: perStep
      ) { [$0.entropyBound] },
    ]
    guard settings.unitCount > 0 else { return measured }
    let unit = Axis("unit", "unit, the lowest layer's first", .wholes(Array(1...settings.unitCount)))
    return measured + [
      .numbers(
        "unit_time_scale", \.unitTimeScales, along: unit,
        longName: """
          -1 / mean of ln f along the trajectory, f what the unit's own gate (forget, update) or leak keeps of its state in \
          a step; missing for units that nothing keeps, and those that the network does not have
          """, units: "steps")
    ]
  }

  private static let perStep = "nats per step"

  public static func blank(_ settings: LyapunovSettings) -> LyapunovMeasurement {
    let missing = [Double](repeating: .nan, count: settings.exponents)
    return LyapunovMeasurement(
      exponents: missing, standardErrors: missing, stateSize: 0,
      unitTimeScales: Array(repeating: .nan, count: settings.unitCount))
  }

  /// Falling exponents as far as the state reaches, with errors of those that are finite; no time scale below 0.
  public static func accepts(_ value: LyapunovMeasurement, settings: LyapunovSettings) -> Bool {
    let (exponents, errors, size) = (value.exponents, value.standardErrors, value.stateSize)
    return size >= 1 && exponents.count == settings.exponents && errors.count == settings.exponents
      && exponents.indices.allSatisfy { exponents[$0].isNaN == ($0 >= size) && exponents[$0] != .infinity }
      && zip(exponents, errors).allSatisfy { $0.isFinite ? $1 >= 0 && $1.isFinite : $1.isNaN }
      && zip(value.found, value.found.dropFirst()).allSatisfy { $0 >= $1 }
      && value.unitTimeScales.count == settings.unitCount
      && value.unitTimeScales.allSatisfy { $0.isNaN || $0 >= 0 }
  }

  /// The largest exponent. Dimensions of attractors are not compared: of networks that forget they are all 0.
  public static func compared(_ settings: LyapunovSettings) -> [Compared<LyapunovMeasurement>] {
    [Compared("largest_exponent", .numbers { [$0.largest] }, units: perStep)]
  }

  public static func statistics(_ settings: LyapunovSettings) -> [Statistic<LyapunovMeasurement>] {
    [
      .number("mean_largest_exponent", "mean of largest_exponent (measured repeats)", units: perStep) {
        LyapunovStatistics($0).meanLargest
      },
      .number(
        "std_largest_exponent", "sample standard deviation (ddof = 1) of largest_exponent (measured repeats)",
        units: perStep
      ) { LyapunovStatistics($0).stdLargest },
    ]
  }

  // MARK: Cost

  /// Of every layer, a step's product of the kernel with the state and the directions, and a factorisation every fourth
  /// step or so. A multiply-add of BLAS takes about a quarter of the time of one of a network's step.
  public static func cost(_ shape: NetworkShape, at point: [Int], settings: LyapunovSettings) -> Double {
    let (units, gates, layers) = (
      Double(shape.hiddenSize), Double(shape.cell.gateCount), Double(shape.layers)
    )
    let directions = directions(shape, settings)
    let products = shape.parameterCount + layers * gates * units * units * directions
    let factorisations = layers * state(shape) * directions * directions / 2
    let all = Double(settings.washoutSteps) + Double(settings.alignmentSteps) + Double(settings.steps)
    return all * (40 * layers * gates * units + (products + factorisations) / 4)
  }

  public static func bytes(
    _ shape: NetworkShape, runs: Int, settings: LyapunovSettings, precision: Precision
  ) -> Double {
    let columns = 1 + directions(shape, settings)
    let gates = Double(shape.cell.gateCount) * Double(shape.hiddenSize)
    return (precision == .float64 ? 20 : 28) * shape.parameterCount + 8 * Double(shape.layers) * columns
      * (gates + 5 * state(shape))
      + 32 * Double(settings.blocks) * Double(shape.layers) * columns + 12_288 * Double(shape.inputSize)
  }

  /// Numbers of a layer's state.
  private static func state(_ shape: NetworkShape) -> Double {
    Double(shape.hiddenSize) * (shape.cell.hasCellState ? 2 : 1)
  }

  private static func directions(_ shape: NetworkShape, _ settings: LyapunovSettings) -> Double {
    min(Double(settings.exponents), state(shape))
  }

  // MARK: Runs

  /// As the divergence measure has it, so that both of a run are of the same inputs.
  public static func inputPath(_ run: Run, inputSize: Int, settings: LyapunovSettings) -> [UInt64] {
    Divergence.inputPath(run, inputSize: inputSize, settings: .standard)
  }

  public static func inputName(_ run: Run, inputSize: Int, settings: LyapunovSettings) -> String? {
    Divergence.inputName(run, inputSize: inputSize, settings: .standard)
  }

  public static let recording: Recording<LyapunovSettings>? = Recording(
    """
    A run reads the rows of one sequence in order, from a random one on, which the results say (first_row): exponents are \
    those along that stretch.
    """, stepSettings: ["washout", "alignment", "steps"],
    places: [
      RecordedPlace("first_row", "row of the recorded inputs, from 0, at which the run begins") {
        DrivingInputs<Float>.start(in: $0, settings: $2, $1)
      }
    ], steps: \.allSteps)

  /// The sequence `inputs`, all steps x inputs.
  public static func inputs<Scalar: NetworkScalar>(
    of index: Int, in lineup: Lineup<Lyapunov, Scalar>
  ) -> [RunInput<Scalar>] {
    let settings = lineup.settings
    return [
      RunInput("inputs", shape: [settings.allSteps, lineup.inputSize]) {
        let inputs = DrivingInputs<Scalar>(
          lineup.inputSize, settings: settings, recorded: lineup.recorded, stream: lineup.inputs(index),
          path: lineup.path, arithmetic: lineup.arithmetic)
        return (0..<settings.allSteps).flatMap { inputs.values(at: $0).map { Scalar($0) } }
      }
    ]
  }

  public static let keepsRuns = true

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Lyapunov, Scalar>,
    completed: (Int, Result<LyapunovMeasurement, LyapunovError>) -> Void
  ) throws(CancellationError) {
    try lineup.measureEach(completed) { (index) throws(LyapunovError) in
      try measure(
        lineup.network(index), settings: lineup.settings, stream: lineup.inputs(index),
        recorded: lineup.recorded, path: lineup.path, kept: lineup.underway.kept(index)
      ) { (course) throws(LyapunovError) in
        try lineup.pause(index, share: course.share, state: course.bytes)
      }
    }
  }
}
