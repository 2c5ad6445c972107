import RecurrentNetworks

extension Recall: Measure {
  public static let name = "recall"
  public static let title = "How exactly recurrent networks return their first input"
  /// 2 was the first to have a plan.
  public static let formatVersion = 4
  public static let arithmeticRevision = 1

  /// Latches of the size in the first-input question; a network is measured once.
  public static let offer = NetworkOffer(
    grid: NetworkGrid(layers: [1], hiddenSizes: [32], inputSizes: [1]), repeats: 1, given: .single,
    construction: .latch)

  /// A latch is as exact for small and large numbers; a trained network is made for what it was trained on.
  public static func standardSettings(for networks: NetworksAtHand) -> RecallSettings {
    var settings = RecallSettings.standard
    if networks.areFromFiles { settings.magnitudes = [1] }
    return settings
  }

  /// - Throws: `SettingError` for a unit that there is not to read off, or too few sequences to fit readouts to.
  public static func check(_ network: NetworkOutline, settings: RecallSettings) throws(SettingError) {
    let units = network.outputSize
    if let readout = readout(of: network, settings) {
      guard (0..<units).contains(readout.unit) else {
        throw RecallSettings.setting("readout-unit").error(
          .whole(readout.unit), allowed: "the units of the last layer, 0 to \(units - 1)")
      }
    } else {
      let least = leastTrainingSequences(units: units)
      guard settings.trainingSequences >= least else {
        throw RecallSettings.setting("training-sequences").error(
          .whole(settings.trainingSequences),
          allowed: """
            whole numbers from \(Allowed.grouped(least)) to fit a readout to so many units, and for a good one \
            several times as many
            """)
      }
    }
  }

  /// The unit that the answer is read off: the network's own, or that of the settings; nil if a readout is fitted.
  public static func readout(
    of network: NetworkOutline, _ settings: RecallSettings
  ) -> NetworkOutline.ExactReadout? {
    network.readout ?? settings.readoutUnit.map { .init(unit: $0, scale: settings.readoutScale) }
  }

  // MARK: Variables

  public static func axes(_ settings: RecallSettings) -> [Axis] {
    [Axis("magnitude", "standard deviation of the first input", .numbers(settings.magnitudes))]
  }

  public static func columns(_ settings: RecallSettings) -> [Column<RecallMeasurement>] {
    let sequence = Axis("sequence", "test sequence", .wholes(Array(0..<settings.sequences)))
    let step = Axis("step", "steps after which the answer is read", .wholes(settings.steps), units: "steps")
    func spread(
      _ name: String, _ longName: String, _ numbers: @escaping @Sendable (RecallMeasurement) -> [Double]
    ) -> Column<RecallMeasurement> {
      .derived(name, along: [step], "\(longName) over the sequences", numbers)
    }
    return [
      Column(
        "answer", .number, along: [sequence, step],
        "what the readout makes of the output after so many steps",
        values: { .numbers($0.answers.flatMap(\.self)) },
        restore: { values, value in
          guard case .numbers(let answers) = values else { return false }
          value.answers = stride(from: 0, to: answers.count, by: step.count).map {
            Array(answers[$0..<$0 + step.count])
          }
          return true
        }),
      .derived("absolute_error", along: [sequence, step], "|answer - first_input|") {
        $0.absoluteErrors.flatMap(\.self)
      },
      .derived("relative_error", along: [sequence, step], "|answer - first_input| / |first_input|") {
        $0.relativeErrors.flatMap(\.self)
      },
      .numbers("first_input", \.firstInputs, along: sequence, longName: "input 0 of step 1"),
      Column(
        "error_bound", .number, along: [sequence],
        "largest absolute error that the construction allows; NaN where it promises nothing",
        values: { .numbers($0.errorBounds.map { $0 ?? .nan }) },
        restore: { values, value in
          guard case .numbers(let bounds) = values else { return false }
          value.errorBounds = bounds.map { $0.isNaN ? nil : $0 }
          return true
        }),
      spread("median_absolute_error", "median of absolute_error") { $0.absolute.map(\.median) },
      spread("largest_absolute_error", "largest absolute_error") { $0.absolute.map(\.largest) },
      spread("median_relative_error", "median of relative_error") { $0.relative.map(\.median) },
      spread("largest_relative_error", "largest relative_error") { $0.relative.map(\.largest) },
    ]
  }

  public static func blank(_ settings: RecallSettings) -> RecallMeasurement {
    let none = [Double](repeating: .nan, count: settings.steps.count)
    return RecallMeasurement(
      firstInputs: Array(repeating: .nan, count: settings.sequences),
      answers: Array(repeating: none, count: settings.sequences),
      errorBounds: Array(repeating: nil, count: settings.sequences))
  }

  public static func accepts(_ value: RecallMeasurement, settings: RecallSettings) -> Bool {
    value.firstInputs.count == settings.sequences && value.answers.count == settings.sequences
      && value.errorBounds.count == settings.sequences && value.firstInputs.allSatisfy(\.isFinite)
      && value.answers.allSatisfy { $0.count == settings.steps.count }
  }

  /// None: every number is of the sequences of one run.
  public static func statistics(_ settings: RecallSettings) -> [Statistic<RecallMeasurement>] { [] }

  public static func networkColumns(_ settings: RecallSettings) -> [NetworkColumn] {
    [
      NetworkColumn(
        "cell", "cell types of the layers",
        .text { $0.layers.map(\.cell.rawValue).joined(separator: " ") }),
      NetworkColumn(
        "readout", "how the answer is read",
        .text { network in
          readout(of: network, settings).map { "\($0.scale) * h[\($0.unit)]" }
            ?? "least squares on training sequences"
        }),
      NetworkColumn("hidden_size", "units of the last layer", .count(\.outputSize)),
      NetworkColumn("input_size", "values per input step", .count(\.inputSize)),
      NetworkColumn(
        "first_answer_step", "the step from which on error_bound holds",
        .count { $0.promise?.firstStep ?? 1 }),
    ]
  }

  // MARK: Cost

  /// Whether readouts are fitted cannot be told from the shape: they are taken to be, unless the settings name a unit.
  private static func sequences(_ settings: RecallSettings) -> Double {
    Double(settings.sequences + (settings.readoutUnit == nil ? settings.trainingSequences : 0))
  }

  public static func cost(_ shape: NetworkShape, at point: [Int], settings: RecallSettings) -> Double {
    sequences(settings) * Double(settings.totalSteps) * shape.parameterCount
  }

  /// Weights as drawn or read (float64), as stored and as packed; the outputs that are read, in float64 and for the
  /// least squares, too.
  public static func bytes(
    _ shape: NetworkShape, runs: Int, settings: RecallSettings, precision: Precision
  ) -> Double {
    let bytes = precision.bytes
    // What is kept of a run is there up to three times besides: as it was, as it is, and as it is written.
    let perOutput = 4 * Double(settings.steps.count) * bytes + 4 * 8
    let outputs = sequences(settings) * Double(shape.hiddenSize) * perOutput
    // Stretches of inputs of the sequences that run together.
    let inputs = 2 * Double(RecallCourse<Float>.mostPairsTogether * shape.inputSize) * 512 * bytes
    return shape.parameterCount * (8 + 2 * bytes) + outputs + inputs + 1_048_576
  }

  // MARK: Runs

  /// Networks of one input size are fed the same, every magnitude and repeat other sequences.
  public static func inputPath(_ run: Run, inputSize: Int, settings: RecallSettings) -> [UInt64] {
    let first = [StreamRole.recall.rawValue, UInt64(run.point[0])]
    // The words after those of repeat 0 are roles, which are 0 and 1.
    return run.repeatIndex == 0 ? first : first + [UInt64(run.repeatIndex) + 1]
  }

  public static func inputName(_ run: Run, inputSize: Int, settings: RecallSettings) -> String? {
    "i\(inputSize)-m\(settings.magnitudes[run.point[0]])-\(run.repeatIndex)"
  }

  public static let recording: Recording<RecallSettings>? = Recording(
    """
    Every sequence reads rows of one sequence in order, from a random one on, but for the first step, which reads a row \
    drawn from all: so what follows does not tell of the first input.
    """, stepSettings: ["steps"], steps: \.totalSteps)

  /// `test` and, of networks that bring no readout, `training`: sequences x steps x inputs, the first input already
  /// times the magnitude.
  public static func inputs<Scalar: NetworkScalar>(
    of index: Int, in lineup: Lineup<Recall, Scalar>
  ) -> [RunInput<Scalar>] {
    let (settings, stream, path) = (lineup.settings, lineup.inputs(index), lineup.path)
    let (size, magnitude) = (lineup.inputSize, settings.magnitudes[lineup.runs[index].point[0]])
    func sequences(_ name: String, _ role: RecallSession<Scalar>.Role, _ count: Int) -> RunInput<Scalar> {
      RunInput(name, shape: [count, settings.totalSteps, size]) {
        (0..<count).flatMap { sequence in
          RecallSession<Scalar>.sequence(
            stream.child(role.rawValue).child(UInt64(sequence)), settings: settings,
            recorded: lineup.recorded, inputSize: size, magnitude: magnitude, path: path,
            arithmetic: lineup.arithmetic)
        }
      }
    }
    let test = sequences("test", .test, settings.sequences)
    guard readout(of: lineup.outline(index), settings) == nil else { return [test] }
    return [sequences("training", .training, settings.trainingSequences), test]
  }

  public static let keepsRuns = true

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Recall, Scalar>,
    completed: (Int, Result<RecallMeasurement, RecallError>) -> Void
  ) throws(CancellationError) {
    let settings = lineup.settings
    try lineup.measureEach(completed) { (index) throws(RecallError) in
      let (network, outline) = (lineup.packed(index), lineup.outline(index))
      let magnitude = settings.magnitudes[lineup.runs[index].point[0]]
      let session = RecallSession(
        network, settings: settings, recorded: lineup.recorded, path: lineup.path, jobs: lineup.jobs)
      let readout = readout(of: outline, settings)
      return try session.measure(
        magnitude,
        readout: readout.map {
          LinearReadout(unit: $0.unit, scale: $0.scale, outputSize: network.outputSize)
        }, promise: readout == nil ? nil : outline.promise, stream: lineup.inputs(index),
        kept: lineup.underway.kept(index)
      ) { (course) throws(RecallError) in
        try lineup.pause(index, share: course.share, state: course.bytes)
      }
    }
  }
}
