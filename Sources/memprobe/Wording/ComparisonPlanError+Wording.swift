import ArgumentParser
import Experiments
import Text

extension ComparisonPlanError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .otherInputs: .badData
    default: .wrongUsage
    }
  }

  var sentence: String {
    switch self {
    case .pairs(let pairs):
      """
      --pairs is \(NumberText.whole(pairs)); allowed are whole numbers from 1 to \
      \(NumberText.whole(Grid.mostRuns)).
      """
    case .twins(let twins):
      """
      --twins is \(NumberText.whole(twins)); allowed are whole numbers from 1 to \
      \(NumberText.whole(Grid.mostRuns)).
      """
    case .repeatedKind(let kind):
      "--against holds \(kind.rawValue) twice; give each kind once."
    case .tooManyRuns(let count):
      """
      there would be \(NumberText.large(count)) runs, networks by kinds by the larger of --pairs and --twins; \
      allowed are at most \(NumberText.whole(Grid.mostRuns)).
      """
    case .otherInputs:
      "--inputs holds other values than the results are of."
    }
  }
}
