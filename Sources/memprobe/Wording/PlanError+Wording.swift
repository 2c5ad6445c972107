import ArgumentParser
import Experiments
import RecurrentNetworks
import Text

extension PlanError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .gain(let value):
      "--gain is \(NumberText.shortest(value)); allowed are finite factors of at least 0."
    case .forgetBias(let value):
      "--forget-bias is \(NumberText.shortest(value)); allowed are finite numbers."
    case .reservoir(let error): Self.sentence(error)
    }
  }

  private static func sentence(_ error: ReservoirError) -> String {
    func range(_ option: String, _ value: Double) -> String {
      """
      \(option) is \(NumberText.shortest(value)); allowed are numbers from 0 to \
      \(NumberText.shortest(Reservoir.largest)).
      """
    }
    return switch error {
    case .spectralRadius(let value): range("--spectral-radius", value)
    case .inputScaling(let value): range("--input-scaling", value)
    case .biasScaling(let value): range("--bias-scaling", value)
    case .density(let value):
      "--density is \(NumberText.shortest(value)); allowed are shares above 0, up to 1."
    case .leakRate(let value):
      "--leak-rate is \(NumberText.shortest(value)); allowed are rates above 0, up to 1."
    }
  }
}
