import RecurrentNetworks

/// How the measure is offered, stored and summed up: a run is one network at one magnitude of the first input.
extension Recall: Measure {
  public static let name = "recall"
  public static let title = "How exactly recurrent networks return their first input"
  /// 3 since it is a sweep: 2 had a plan, but no status of runs.
  public static let formatVersion = 3
  public static let arithmeticRevision = 1

  /// The networks that provably hold their first input.
  public static let offer = NetworkOffer(
    grid: NetworkGrid(cells: [.lstm, .gru], layers: [1], hiddenSizes: [32], inputSizes: [1]),
    repeats: 1, given: .single, construction: .latch)

  /// A trained network is made for inputs of the size that it was trained on.
  public static func standardSettings(for networks: NetworksAtHand) -> RecallSettings {
    var settings = RecallSettings.standard
    if networks.areFromFiles { settings.magnitudes = [1] }
    return settings
  }

  public static func check(_ network: NetworkOutline, settings: RecallSettings) throws(SettingError) {
    guard let unit = settings.readoutUnit, unit >= network.outputSize else { return }
    throw RecallSettings.setting("readout-unit").error(
      .whole(unit), allowed: Allowed.wholes(0...network.outputSize - 1) + ", the units of the last layer")
  }

  public static func axes(_ settings: RecallSettings) -> [Axis] {
    [Axis("magnitude", "standard deviation of the first input", .numbers(settings.magnitudes))]
  }

  public static func columns(_ settings: RecallSettings) -> [Column<RecallRun>] {
    let sequence = Axis("sequence", "test sequence", .wholes(Array(0..<settings.sequences)))
    let step = Axis("step", "steps after which the answer is read", .wholes(settings.steps))
    return [
      .numbers(
        "answer", \.answers, along: sequence, step,
        longName: "what the readout makes of the output after so many steps"),
      .numbers("first_input", \.firstInputs, along: sequence, longName: "input 0 of step 1"),
      .numbers(
        "error_bound", \.errorBounds, along: sequence,
        longName: "largest absolute error that the construction allows; NaN where it promises nothing"),
      .derived("absolute_error", along: [sequence, step], "|answer - first_input|") {
        $0.absoluteErrors.flatMap(\.self)
      },
      .derived("relative_error", along: [sequence, step], "|answer - first_input| / |first_input|") {
        $0.relativeErrors.flatMap(\.self)
      },
      .derived("median_absolute_error", along: [step], "median of absolute_error over the sequences") {
        $0.absolute.map(\.median)
      },
      .derived("largest_absolute_error", along: [step], "largest absolute_error over the sequences") {
        $0.absolute.map(\.largest)
      },
      .derived("median_relative_error", along: [step], "median of relative_error over the sequences") {
        $0.relative.map(\.median)
      },
      .derived("largest_relative_error", along: [step], "largest relative_error over the sequences") {
        $0.relative.map(\.largest)
      },
    ]
  }

  public static func blank(_ settings: RecallSettings) -> RecallRun {
    RecallRun(
      firstInputs: Array(repeating: 0, count: settings.sequences),
      answers: Array(repeating: 0, count: settings.sequences * settings.steps.count),
      errorBounds: Array(repeating: .nan, count: settings.sequences))
  }

  public static func accepts(_ value: RecallRun, settings: RecallSettings) -> Bool {
    value.firstInputs.count == settings.sequences && value.errorBounds.count == settings.sequences
      && value.answers.count == settings.sequences * settings.steps.count
      && (value.firstInputs + value.answers).allSatisfy(\.isFinite)
  }

  public static func statistics(_ settings: RecallSettings) -> [Statistic<RecallRun>] { [] }

  public static func networkColumns(_ settings: RecallSettings) -> [NetworkColumn] {
    [
      NetworkColumn(
        "cell", "cell types of the layers", .text { $0.layers.map(\.cell.rawValue).joined(separator: " ") }),
      NetworkColumn("readout", "how the answer is read", .text { readout(of: $0, settings)?.text ?? fitted }),
      NetworkColumn("hidden_size", "units of the last layer", .count { $0.outputSize }),
      NetworkColumn("input_size", "values per input step", .count { $0.inputSize }),
      NetworkColumn(
        "first_answer_step", "the step from which on error_bound holds", .count { $0.promise?.firstStep ?? 1 }),
    ]
  }

  private static let fitted = "least squares on training sequences"

  /// Where the answer of a network is read: the unit that the settings name, or else the one that its construction
  /// does; nil for a fitted readout.
  public static func readout(
    of network: NetworkOutline, _ settings: RecallSettings
  ) -> NetworkOutline.ExactReadout? {
    settings.readoutUnit.map { .init(unit: $0, scale: settings.readoutScale) } ?? network.readout
  }

  // MARK: How it is run

  public static func cost(_ shape: NetworkShape, at point: [Int], settings: RecallSettings) -> Double {
    shape.parameterCount * Double(settings.totalSteps)
      * Double(settings.sequences + (settings.readoutUnit == nil ? settings.trainingSequences : 0))
  }

  /// The weights as drawn, stored and packed, and the outputs of the training sequences.
  public static func bytes(_ shape: NetworkShape, settings: RecallSettings, precision: Precision) -> Double {
    let scalar = precision == .float32 ? 4.0 : 8
    let outputs = Double(settings.trainingSequences + settings.sequences) * Double(settings.steps.count)
      * Double(shape.hiddenSize)
    return shape.parameterCount * (8 + 3 * scalar) + outputs * (scalar + 16) + 1_048_576
  }

  /// All networks of one input size are fed the same sequences in the same repeat.
  public static func inputPath(_ run: Run, inputSize: Int, settings: RecallSettings) -> [UInt64] {
    [StreamRole.recall.rawValue] + (run.repeatIndex == 0 ? [] : [UInt64(run.repeatIndex)])
  }

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Recall, Scalar>, completed: (Int, Result<RecallRun, RecallError>) -> Void
  ) throws(CancellationError) {
    for (index, run) in lineup.runs.enumerated() {
      if lineup.isCancelled() { throw CancellationError() }
      let outline = lineup.outline(index)
      do throws(RecallError) {
        let network = lineup.network(index)
        let readout = readout(of: outline, lineup.settings).map {
          LinearReadout(unit: $0.unit, scale: $0.scale, outputSize: network.outputSize)
        }
        let found = try measure(
          network, readout: readout, magnitude: run.point[0], settings: lineup.settings,
          stream: lineup.inputs, path: lineup.path, jobs: lineup.jobs, isCancelled: lineup.isCancelled)
        let bounds = found.firstInputs.map { outline.promise?.bound(firstInput: $0) ?? .nan }
        completed(
          index,
          .success(
            RecallRun(
              firstInputs: found.firstInputs, answers: found.answers.flatMap(\.self), errorBounds: bounds)))
      } catch .cancelled {
        throw CancellationError()
      } catch {
        completed(index, .failure(error))
      }
    }
  }
}

extension NetworkOutline.ExactReadout {
  /// In a few words, for results.
  public var text: String { "\(scale) * h[\(unit)]" }
}

extension RecallError: RunFailure {
  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at step \(step) at the latest"
    case .readoutSize(let found, let expected): "a readout of \(found) units for \(expected)"
    case .tooFewTrainingSequences(let found, let least):
      "\(found) training sequences; fitting takes at least \(least)"
    case .cancelled: "cancelled"
    }
  }
}
