import ArgumentParser
import MemoryMeasures
import Text

extension DivergenceSettingsError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .totalSteps(let steps):
      """
      --total-steps is \(NumberText.whole(steps)); allowed are 2 to \
      \(NumberText.whole(DivergenceSettings.mostSteps)) steps.
      """
    case .uniqueSteps(let steps, let totalSteps):
      """
      --unique-steps is \(NumberText.whole(steps)); allowed are at least 1 and fewer than the \
      \(NumberText.whole(totalSteps)) steps of --total-steps, so that there are shared steps to count.
      """
    case .threshold(let value):
      """
      --thresholds holds \(NumberText.shortest(value)); allowed are finite differences greater than 0, \
      such as 1e-6.
      """
    case .repeatedThreshold(let value):
      "--thresholds holds \(NumberText.shortest(value)) twice; give each threshold once."
    }
  }
}
