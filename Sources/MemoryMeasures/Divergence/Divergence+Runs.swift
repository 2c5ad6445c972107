import RecurrentNetworks

/// What runs read, and how they are measured together.
extension Divergence {
  /// Whatever the cell, depth and hidden size, networks are fed the same pair in the same repeat, given ones
  /// and their twins, too, so that no difference between them is due to different inputs. A twin without a number (see
  /// `Subject.twin`) has a pair that no other network has.
  public static func inputPath(_ run: Run, inputSize: Int, settings: DivergenceSettings) -> [UInt64] {
    var role = StreamRole.inputs
    if case .twin(_, _, number: nil) = run.subject { role = .twinInputs }
    return [role.rawValue, UInt64(inputSize), UInt64(run.repeatIndex)]
  }

  public static let sharesInputs = true

  public static func inputName(_ run: Run, inputSize: Int, settings: DivergenceSettings) -> String? {
    if case .twin(_, _, number: nil) = run.subject { return "twin-i\(inputSize)-\(run.repeatIndex)" }
    return "i\(inputSize)-\(run.repeatIndex)"
  }

  /// Sequence `a`, total steps x inputs, and sequence `b` up to the last step that differs, after which it reads what `a`
  /// reads; one for each place of a perturbation, and none where only states differ.
  public static func inputs<Scalar: NetworkScalar>(
    of index: Int, in lineup: Lineup<Divergence, Scalar>
  ) -> [RunInput<Scalar>] {
    let (settings, path) = (lineup.settings, lineup.path)
    let inputs = pair(lineup.inputs(index), lineup)
    func sequence(_ name: String, _ steps: Int, isSecond: Bool, _ span: RunSpan) -> RunInput<Scalar> {
      RunInput(name, shape: [steps, lineup.inputSize]) {
        inputs.values(
          steps: steps, isSecond: isSecond, of: span, in: lineup.arithmetic, as: Scalar.self, path: path)
      }
    }
    let second = settings.spans.filter { !$0.differing.isEmpty }.map { span in
      let place = settings.placeCount > 1 ? "-\(span.differing.lowerBound)" : ""
      return sequence("b\(place)", span.firstShared, isSecond: true, span)
    }
    return [sequence("a", settings.totalSteps, isSecond: false, settings.span)] + second
  }

  /// That there are networks, and data, with the input that is perturbed.
  public static func check(
    inputSize: Int, recorded: RecordedInputs?, settings: DivergenceSettings
  ) throws(SettingError) {
    try settings.perturbation.check(inputSize: inputSize, names: recorded?.columnNames)
  }

  /// The rule is said at `RecordedLayout`.
  public static let recording: Recording<DivergenceSettings>? = Recording(
    """
    Sequence A of a pair reads rows of one sequence in order, from a random one on; B does so from another one in the \
    unique steps, whose rows have none in common with A's if there are enough, and then reads what A reads. The results \
    say both rows (first_sequence_row, second_sequence_row).
    """, stepSettings: ["total-steps"],
    places: [
      RecordedPlace("first_sequence_row", "row of the recorded inputs, from 0, at which sequence A begins") {
        starts($0, $1, $2).a
      },
      RecordedPlace(
        "second_sequence_row",
        "row of the recorded inputs, from 0, at which the unique steps of sequence B begin"
      ) { starts($0, $1, $2).b },
    ], steps: \.totalSteps)

  private static func starts(
    _ layout: RecordedLayout, _ inputs: RandomStream, _ settings: DivergenceSettings
  ) -> (a: Int, b: Int) {
    let pair = DivergingInputs(inputSize: 1, stream: inputs)
    let starts = layout.starts(of: settings.span, first: pair.first, second: pair.second)
    return settings.perturbation == .state ? (starts.a, starts.a) : starts
  }

  private static func pair<Scalar: NetworkScalar>(
    _ stream: RandomStream, _ lineup: Lineup<Divergence, Scalar>
  ) -> DivergingInputs {
    let (settings, size) = (lineup.settings, lineup.inputSize)
    let change = InputChange(
      input: settings.perturbation.input(of: size, names: lineup.recorded?.columnNames), share: settings.size)
    return lineup.recorded.map {
      DivergingInputs(recorded: $0, inputSize: size, stream: stream, change: change)
    } ?? DivergingInputs(inputSize: size, stream: stream, change: change)
  }

  public static let keepsRuns = true

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Divergence, Scalar>,
    completed: (Int, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    var (networks, pairs): ([PackedNetwork<Scalar>], [DivergingInputs]) = ([], [])
    var places: [RandomStream: Int] = [:]
    let runs = lineup.runs.indices.map { index in
      let number = lineup.networkNumbers[index]
      if number == networks.count { networks.append(lineup.packed(index)) }
      let stream = lineup.inputs(index)
      let place = places[stream] ?? pairs.count
      if place == pairs.count {
        places[stream] = place
        pairs.append(pair(stream, lineup))
      }
      return (network: number, inputs: place)
    }
    let numbers = lineup.networkNumbers
    try measure(
      networks, plain: { number in lineup.network(numbers.firstIndex(of: number) ?? 0) }, runs: runs,
      inputs: pairs, settings: lineup.settings, path: lineup.path, threads: lineup.threads,
      isCancelled: lineup.isCancelled, underway: lineup.underway, completed: completed)
  }
}
