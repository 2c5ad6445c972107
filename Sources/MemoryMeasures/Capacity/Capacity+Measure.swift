import RecurrentNetworks

extension Capacity: Measure {
  public static let name = "capacity"
  public static let title =
    "How much of the input some steps ago a linear readout of a recurrent network recovers"
  /// 3 since capacities are corrected for the length of the training; they were not before.
  public static let formatVersion = 4
  /// Raised only where more of a result changes than the last digits, which depend on the processor as well.
  public static let arithmeticRevision = 2

  /// One layer of 50 units: an echo state network and the three cells that are trained elsewhere.
  public static let offer = NetworkOffer(
    grid: NetworkGrid(cells: [.esn, .rnn, .lstm, .gru], layers: [1], hiddenSizes: [50], inputSizes: [1]),
    fixed: ["input-sizes"])

  /// Twice as many delays as the largest network has units: beyond its units there is little left to find.
  public static func standardSettings(for networks: NetworksAtHand) -> CapacitySettings {
    var settings = CapacitySettings.standard
    let units = min(networks.mostUnits, CapacitySettings.mostDelays / 2)
    settings.maximumDelay = max(settings.maximumDelay, 2 * units)
    return settings
  }

  /// - Throws: `SettingError` for fewer training or test steps than its readouts have weights: they are fitted to both.
  public static func check(_ network: NetworkOutline, settings: CapacitySettings) throws(SettingError) {
    let least = leastSteps(units: network.outputSize, inputs: network.inputSize, settings)
    for (key, steps) in [("training-steps", settings.trainingSteps), ("test-steps", settings.testSteps)]
    where steps < least {
      throw CapacitySettings.setting(key).error(
        .whole(steps),
        allowed: """
          whole numbers from \(Allowed.grouped(least)) for readouts of the largest network, one more than they have \
          weights
          """)
    }
  }

  // MARK: Variables

  public static func columns(_ settings: CapacitySettings) -> [Column<CapacityMeasurement>] {
    let delay = Axis(
      "delay", "steps between an input and the step at which it is read out",
      .wholes(Array(1...settings.maximumDelay)), units: "steps")
    return [
      .derived("memory_capacity", "sum of memory_function over the delays") { [$0.total] }.since(3),
      .number(
        "memory_capacity_error", \.standardError,
        "standard error of memory_capacity, from blocks of the training and test sequences"
      ).since(3),
      .derived(
        "uncorrected_memory_capacity", "sum of uncorrected_memory_function over the delays"
      ) { [$0.uncorrectedTotal] }.since(3, formerly: "memory_capacity"),
      .numbers(
        "memory_function", \.memoryFunction, along: delay,
        longName: "share of the delayed input's variance that readouts fitted to an endless sequence recover"
      ).since(3),
      .numbers(
        "uncorrected_memory_function", \.uncorrectedFunction, along: delay,
        longName: """
          squared correlation on the test sequence of delayed input and readout fitted to the training sequence, \
          corrected for the noise floor
          """
      ).since(3, formerly: "memory_function"),
      .numbers(
        "noise_floor", \.noiseFloor, along: delay,
        longName: "mean squared correlation of readouts fitted to shuffled inputs"),
    ]
  }

  public static func blank(_ settings: CapacitySettings) -> CapacityMeasurement {
    let function = [Double](repeating: .nan, count: settings.maximumDelay)
    return CapacityMeasurement(
      memoryFunction: function, uncorrectedFunction: function, noiseFloor: function, standardError: .nan)
  }

  /// What the correction gave may be missing, but not a part of it.
  public static func accepts(_ value: CapacityMeasurement, settings: CapacitySettings) -> Bool {
    let functions = [value.memoryFunction, value.uncorrectedFunction, value.noiseFloor]
    let corrected = value.memoryFunction + [value.standardError]
    return functions.allSatisfy { $0.count == settings.maximumDelay }
      && (value.uncorrectedFunction + value.noiseFloor).allSatisfy(\.isFinite)
      && (corrected.allSatisfy(\.isFinite) || corrected.allSatisfy(\.isNaN))
  }

  public static func statistics(_ settings: CapacitySettings) -> [Statistic<CapacityMeasurement>] {
    [
      .number("mean_memory_capacity", "mean of memory_capacity (measured repeats)") {
        CapacityStatistics($0).meanCapacity
      },
      .number(
        "std_memory_capacity", "sample standard deviation (ddof = 1) of memory_capacity (measured repeats)"
      ) { CapacityStatistics($0).stdCapacity },
      .number(
        "mean_uncorrected_memory_capacity", "mean of uncorrected_memory_capacity (measured repeats)"
      ) { CapacityStatistics($0).meanUncorrectedCapacity },
    ]
  }

  public static func networkColumns(_ settings: CapacitySettings) -> [NetworkColumn] {
    [NetworkColumn("units", "units of the last layer: the bound of the capacity", .count(\.outputSize))]
  }

  // MARK: Cost

  public static func cost(_ shape: NetworkShape, at point: [Int], settings: CapacitySettings) -> Double {
    CapacityWork(
      parameters: shape.parameterCount, inputs: Double(shape.inputSize),
      regressors: regressors(shape, settings),
      settings
    ).total
  }

  public static func bytes(
    _ shape: NetworkShape, runs: Int, settings: CapacitySettings, precision: Precision
  ) -> Double {
    let steps = Double(settings.trainingSteps + settings.testSteps)
    let units = regressors(shape, settings)
    let scalar = precision.bytes
    let all = steps + 2 * Double(settings.leadSteps)
    let states = 8 * (4 * Double(max(settings.trainingSteps, settings.testSteps)) + steps) * units
    let targets = 8 * Double(settings.maximumDelay) * (256 + 4 * units)
    // What is kept of a run is there up to three times: as it was, as it is, and as it is written.
    return scalar * (4 * shape.parameterCount + 3 * all * Double(shape.hiddenSize))
      + states + targets + 64 * units * units + 8 * 6 * all * Double(shape.inputSize)
  }

  private static func regressors(_ shape: NetworkShape, _ settings: CapacitySettings) -> Double {
    Double(shape.hiddenSize + (settings.readsInput ? shape.inputSize : 0))
  }

  // MARK: Runs

  /// All networks are fed the same in the same repeat.
  public static func inputPath(_ run: Run, inputSize: Int, settings: CapacitySettings) -> [UInt64] {
    [StreamRole.capacity.rawValue, UInt64(run.repeatIndex)]
  }

  public static func inputName(_ run: Run, inputSize: Int, settings: CapacitySettings) -> String? {
    "i\(inputSize)-\(run.repeatIndex)"
  }

  /// The series `training` and `test`, steps x inputs; the lead, whose states are not read, is at their beginning.
  public static func inputs<Scalar: NetworkScalar>(
    of index: Int, in lineup: Lineup<Capacity, Scalar>
  ) -> [RunInput<Scalar>] {
    let (settings, size) = (lineup.settings, lineup.inputSize)
    func series(_ name: String, _ role: Role, _ steps: Int) -> RunInput<Scalar> {
      let steps = settings.leadSteps + steps
      return RunInput(name, shape: [steps, size]) {
        let series = DrivenStates.series(
          role, of: size, settings: settings, recorded: lineup.recorded, in: Scalar.self,
          stream: lineup.inputs(index))
        return (0..<steps).flatMap { step in series.map { Scalar($0[step]) } }
      }
    }
    return [
      series("training", .training, settings.trainingSteps), series("test", .test, settings.testSteps),
    ]
  }

  public static let recording: Recording<CapacitySettings>? = Recording(
    """
    The training series is a stretch of one sequence, and the test series a later one without a row in common; the results \
    say where each begins (training_row, test_row). As far as rows resemble those before them, they tell of these without any \
    memory: capacities then are above a network's memory, and units do not bound them.
    """, stepSettings: ["training-steps", "test-steps", "washout", "maximum-delay"], mayRepeat: false,
    replaced: ["input-distribution"],
    places: [
      RecordedPlace("training_row", "row of the recorded inputs, from 0, at which the training series begins")
      {
        CapacityRows($0, $1, $2).training
      },
      RecordedPlace("test_row", "row of the recorded inputs, from 0, at which the test series begins") {
        CapacityRows($0, $1, $2).test
      },
    ], steps: { 2 * $0.leadSteps + $0.trainingSteps + $0.testSteps })

  public static let keepsRuns = true

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Capacity, Scalar>,
    completed: (Int, Result<CapacityMeasurement, CapacityError>) -> Void
  ) throws(CancellationError) {
    try lineup.measureEach(completed) { (index) throws(CapacityError) in
      try measure(
        lineup.packed(index), settings: lineup.settings, stream: lineup.inputs(index),
        recorded: lineup.recorded, path: lineup.path, kept: lineup.underway.kept(index)
      ) { (course) throws(CapacityError) in
        try lineup.pause(index, share: course.share, state: course.bytes)
      }
    }
  }
}

/// What a run takes, in fused multiply-adds of a network's step: a multiply-add of BLAS takes about a quarter of the
/// time.
struct CapacityWork {
  /// A step of either sequence.
  let step: Double
  /// Either of the two bases of readouts.
  let basis: Double
  /// Readouts of one input, judged block by block.
  let judgement: Double
  /// The same as a whole.
  let chance: Double
  let total: Double

  /// - Parameters:
  ///   - parameters: of the network.
  ///   - inputs: values per step.
  ///   - regressors: what readouts read: units, and the present input where they read that.
  init(parameters: Double, inputs: Double, regressors units: Double, _ settings: CapacitySettings) {
    let steps = Double(settings.trainingSteps + settings.testSteps)
    let running = 4 * parameters * (steps + 2 * Double(settings.leadSteps))
    let basis = 12 * steps * units * units + 40 * units * units * units
    let fits = 2 + settings.surrogates + (settings.ridge == 0 ? 0 : 1)
    let targets = inputs * Double(settings.maximumDelay) * units
    // Of many delays, whose products with states come from Fourier transforms, only the two fits that are judged block
    // by block are a product over the steps.
    let isDirect = settings.maximumDelay < DelayedProducts.leastFourierDelays
    let readouts =
      isDirect ? targets * Double(fits) * (steps + units) : targets * (steps + Double(fits) * units)
    total = running + (basis + readouts) / 4
    step = 4 * parameters
    self.basis = basis / 8
    chance = targets / inputs * (isDirect ? steps + units : units) / 4
    judgement = targets / inputs * (isDirect ? steps + units : steps / 2 + units) / 4
  }
}
