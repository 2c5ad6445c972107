import ArgumentParser
import Experiments
import MemoryMeasures
import Text

extension CapacitySettingsError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .inputScale(let value):
      """
      --input-scale is \(NumberText.shortest(value)); allowed are numbers from -1000000 to 1000000 but not 0.
      """
    case .washoutSteps(let steps):
      Self.range("--washout", steps, 0, CapacitySettings.mostSteps)
    case .trainingSteps(let steps):
      Self.range("--training-steps", steps, CapacitySettings.leastSteps, CapacitySettings.mostSteps)
    case .testSteps(let steps):
      Self.range("--test-steps", steps, CapacitySettings.leastSteps, CapacitySettings.mostSteps)
    case .maximumDelay(let delay):
      Self.range("--maximum-delay", delay, 1, CapacitySettings.mostDelays)
    case .ridge(let value):
      "--ridge is \(NumberText.shortest(value)); allowed are finite numbers of at least 0."
    case .surrogates(let count):
      Self.range("--surrogates", count, 1, CapacitySettings.mostSurrogates)
    }
  }

  private static func range(_ option: String, _ found: Int, _ least: Int, _ most: Int) -> String {
    """
    \(option) is \(NumberText.whole(found)); allowed are whole numbers from \(NumberText.whole(least)) to \
    \(NumberText.whole(most)).
    """
  }
}

extension CapacityPlanError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .tooFewTrainingSteps(let found, let least):
      """
      --training-steps is \(NumberText.whole(found)); readouts of the largest network take at least \
      \(NumberText.whole(least)), one more than they have weights.
      """
    case .tooManyRuns(let count):
      """
      there would be \(NumberText.large(count)) runs, networks by --repeats; allowed are at most \
      \(NumberText.whole(Grid.mostRuns)).
      """
    }
  }
}
