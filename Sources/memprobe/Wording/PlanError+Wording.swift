import ArgumentParser
import Experiments
import Figures

extension PlanError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .gain(let value):
      "--gain is \(NumberText.shortest(value)); allowed are finite factors of at least 0."
    case .forgetBias(let value):
      "--forget-bias is \(NumberText.shortest(value)); allowed are finite numbers."
    }
  }
}
