import ArgumentParser
import Experiments
import MemoryMeasures

/// How recall is measured.
struct RecallProtocolOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps of every sequence. (default: \(RecallSettings.standard.totalSteps))", valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var steps = RecallSettings.standard.totalSteps

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sequences per magnitude. (default: \(RecallSettings.standard.sequences))", valueName: "n"),
    transform: OptionValue.wholeNumber)
  var sequences = RecallSettings.standard.sequences

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Other sequences per magnitude, to fit readouts to where they are fitted. (default: \
      \(RecallSettings.standard.trainingSequences))
      """, valueName: "n"),
    transform: OptionValue.wholeNumber)
  var trainingSequences = RecallSettings.standard.trainingSequences

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Standard deviations of the first input. (default: \
      \(OptionDefault.list(Self.defaultMagnitudes(hasFiles: false))), with --network \
      \(OptionDefault.list(Self.defaultMagnitudes(hasFiles: true))))
      """, valueName: "value,..."),
    transform: OptionValue.numbers)
  var magnitudes: [Double]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed of every random draw, a whole number from 0. (default: \(OptionDefault.seed))",
      valueName: "n"),
    transform: OptionValue.seed)
  var seed = OptionDefault.seed

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Pairs of sequences at a time; the results do not depend on it. (default: one per processor core)",
      valueName: "n"),
    transform: OptionValue.wholeNumber)
  var jobs: Int?

  /// A latch is as exact for small and large numbers; a trained network is made for what it was trained on.
  static func defaultMagnitudes(hasFiles: Bool) -> [Double] {
    hasFiles ? RecallSettings.standard.magnitudes : [0.001, 1, 1_000]
  }

  /// - Throws: `RecallSettingsError`.
  func settings(hasFiles: Bool) throws(RecallSettingsError) -> RecallSettings {
    try RecallSettings(
      totalSteps: steps, sequences: sequences, trainingSequences: trainingSequences,
      magnitudes: magnitudes ?? Self.defaultMagnitudes(hasFiles: hasFiles))
  }

  /// - Throws: `RecallOptionsError`.
  func checkedJobs() throws(RecallOptionsError) -> Int {
    let jobs = jobs ?? OptionDefault.jobs
    guard (1...DivergenceSweep.mostJobs).contains(jobs) else { throw .jobs(jobs) }
    return jobs
  }
}
