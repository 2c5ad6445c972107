import ArgumentParser
import Experiments

/// Where the settings come from and how the runs are carried out. Nil where the command line says nothing.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Experiment file (YAML) with the same keys as these options, without the dashes in front. \
      Options given here win.
      """, valueName: "file.yaml"))
  var experiment: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Runs at a time; the results do not depend on it. (default: one per processor core)",
      valueName: "n"),
    transform: OptionValue.wholeNumber)
  var jobs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Run only the i-th of n parts of about equal cost; join them with 'memprobe merge'. (default: 1/1)
      """, valueName: "i/n"),
    transform: OptionValue.shard)
  var shard: Shard?

  @Flag(help: "Stop at the first run that fails, instead of recording why and going on.")
  var failFast = false

  /// The experiment file's settings; none if there is no such file.
  ///
  /// - Throws: `ExperimentFileError`.
  func experimentFile(for purpose: ExperimentPurpose) throws -> ExperimentFile {
    try experiment.map { try ExperimentFile(path: $0, for: purpose) } ?? ExperimentFile()
  }

  /// What `body` gives; where it fails and there is an experiment file, the error says that the value may be
  /// from there.
  func naming<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as any WordedError {
      guard let experiment else { throw error }
      throw ExperimentValueError(file: experiment, error: error)
    }
  }
}
