import ArgumentParser
import Experiments
import MemoryMeasures
import Text

extension MemorizationSettingsError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .lengths(let first, let last):
      """
      --length is \(first == last ? "\(first)" : "\(first)-\(last)"); allowed are lengths from 1 to \
      \(NumberText.whole(MemorizationSettings.mostSteps)), the shorter one first, as in 10-15.
      """
    case .epochs(let epochs):
      Self.range("--epochs", epochs, MemorizationSettings.mostEpochs)
    case .updatesPerEpoch(let updates):
      """
      --updates-per-epoch is \(NumberText.whole(updates)); allowed are whole numbers from 1, and at most \
      \(NumberText.whole(MemorizationSettings.mostUpdates)) updates in all epochs together.
      """
    case .batchSize(let size):
      Self.range("--batch-size", size, MemorizationSettings.mostSequences)
    case .learningRate(let rate):
      """
      --learning-rate is \(NumberText.shortest(rate)); allowed are finite numbers greater than 0, such as 0.05.
      """
    case .truncation(let steps):
      "--truncate is \(NumberText.whole(steps)); allowed are whole numbers of steps from 1."
    case .evaluationSequences(let count):
      Self.range("--evaluation-sequences", count, MemorizationSettings.mostSequences)
    case .curveEpoch(let epoch, let epochs):
      "a loss curve cannot have a sample at epoch \(NumberText.whole(epoch)) of \(NumberText.whole(epochs))."
    }
  }

  private static func range(_ option: String, _ found: Int, _ most: Int) -> String {
    """
    \(option) is \(NumberText.whole(found)); allowed are whole numbers from 1 to \(NumberText.whole(most)).
    """
  }
}

extension MemorizationPlanError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .learnedBelow(let loss):
      """
      --learned-below is \(NumberText.shortest(loss)); allowed are finite losses greater than 0, such as 0.1.
      """
    }
  }
}
