import ArgumentParser
import Experiments
import MemoryMeasures
import Text

/// What networks are fed, and how readouts are fitted and judged. Nil where the command line says nothing.
struct CapacityProtocolOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Runs of every network, each with other inputs; drawn networks are drawn anew. \
      (default: \(CapacityPlan.defaultRepeats))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var repeats: Int?

  @Option(
    help: ArgumentHelp(
      """
      Distribution of the independent inputs: \(OptionDefault.list(CapacityInputs.allCases)). uniform is on \
      [-1, 1]. (default: \(CapacitySettings.standard.inputs.rawValue))
      """, valueName: "name"),
    transform: OptionValue.capacityInputs)
  var inputDistribution: CapacityInputs?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Factor on every input. (default: \(NumberText.shortest(CapacitySettings.standard.inputScale)))",
      valueName: "factor"),
    transform: OptionValue.number)
  var inputScale: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Steps before the first that is used; at least the maximum delay is always run. \
      (default: \(CapacitySettings.standard.washoutSteps))
      """, valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var washout: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps to which readouts are fitted. (default: \(CapacitySettings.standard.trainingSteps))",
      valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var trainingSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps of another series, on which they are judged. (default: \(CapacitySettings.standard.testSteps))",
      valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var testSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Longest delay. (default: twice the units of the largest network, at least \
      \(CapacitySettings.standard.maximumDelay))
      """, valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var maximumDelay: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Penalty on the readouts' squared weights, of units scaled to variance 1; 0 is least squares. \
      (default: \(NumberText.shortest(CapacitySettings.standard.ridge)))
      """, valueName: "factor"),
    transform: OptionValue.number)
  var ridge: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Shuffled series, for the noise floor. (default: \(CapacitySettings.standard.surrogates))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var surrogates: Int?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Let readouts read the present input, too, as those of echo state networks may. (default: \
      --no-readout-input)
      """)
  var readoutInput: Bool?

  /// The settings: these options first, then the experiment file's, then the standard's.
  ///
  /// - Parameter units: of the largest network.
  /// - Throws: `CapacitySettingsError`.
  func settings(_ file: ExperimentFile, units: Int) throws(CapacitySettingsError) -> CapacitySettings {
    let standard = CapacitySettings.standard
    return try CapacitySettings(
      inputs: inputDistribution ?? file.inputDistribution ?? standard.inputs,
      inputScale: inputScale ?? file.inputScale ?? standard.inputScale,
      washoutSteps: washout ?? file.washout ?? standard.washoutSteps,
      trainingSteps: trainingSteps ?? file.trainingSteps ?? standard.trainingSteps,
      testSteps: testSteps ?? file.testSteps ?? standard.testSteps,
      maximumDelay: maximumDelay ?? file.maximumDelay ?? max(standard.maximumDelay, 2 * units),
      ridge: ridge ?? file.ridge ?? standard.ridge,
      surrogates: surrogates ?? file.surrogates ?? standard.surrogates,
      readsInput: readoutInput ?? file.readoutInput ?? standard.readsInput)
  }
}
