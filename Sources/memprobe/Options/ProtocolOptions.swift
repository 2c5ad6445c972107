import ArgumentParser
import Experiments
import MemoryMeasures

/// How long the sequences are and what is counted. Nil where the command line says nothing.
struct ProtocolOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Steps of both sequences. (default: \(DivergenceSettings.article.totalSteps))",
      valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var totalSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Leading steps in which the two sequences differ, fewer than the total steps. \
      (default: \(DivergenceSettings.article.uniqueSteps))
      """, valueName: "steps"),
    transform: OptionValue.wholeNumber)
  var uniqueSteps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Output differences whose last crossing is counted, each greater than 0. \
      (default: \(OptionDefault.list(DivergenceSettings.article.thresholds)))
      """, valueName: "difference,..."),
    transform: OptionValue.numbers)
  var thresholds: [Double]?

  @Flag(
    inversion: .prefixedNo,
    help: "Also store the difference at log-spaced steps, eight per octave. (default: --no-curves)")
  var curves: Bool?

  /// The settings: these options first, then the experiment file's, then the article's.
  ///
  /// - Throws: `DivergenceSettingsError`.
  func settings(_ file: ExperimentFile) throws -> DivergenceSettings {
    let article = DivergenceSettings.article
    return try DivergenceSettings(
      totalSteps: totalSteps ?? file.totalSteps ?? article.totalSteps,
      uniqueSteps: uniqueSteps ?? file.uniqueSteps ?? article.uniqueSteps,
      thresholds: thresholds ?? file.thresholds ?? article.thresholds,
      recordsCurve: curves ?? file.curves ?? article.recordsCurve)
  }
}
