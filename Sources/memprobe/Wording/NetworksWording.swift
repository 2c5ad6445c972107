import ArgumentParser
import RecurrentNetworks
import Text

extension ConstructionError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .noSuchCell(let construction, let cell, let allowed):
      """
      there is no '\(construction.rawValue)' of \(cell.rawValue) cells, which have no gate for it; allowed for \
      --cell: \(OptionText.list(allowed)).
      """
    case .hiddenSize(let size, let construction, let cell, let least):
      """
      --hidden-size is \(NumberText.whole(size)); a '\(construction.rawValue)' of \(cell.rawValue) cells has \
      \(NumberText.whole(least)) to \(NumberText.whole(Self.mostUnits)) units.
      """
    case .inputSize(let size):
      "--input-size is \(NumberText.whole(size)); allowed are 1 to \(NumberText.whole(Self.mostUnits))."
    case .rate(let rate?):
      """
      --rate is \(NumberText.shortest(rate)); allowed are \(Self.rates), the share of the past that is left \
      after a step.
      """
    case .rate(nil):
      "'forgetting' needs a --rate from \(Self.rates), the share of the past that is left after a step."
    case .rateNotUsed(let construction):
      "--rate is for 'forgetting' only; '\(construction.rawValue)' has no rate to choose."
    }
  }

  private static var rates: String {
    let rates = ConstantGates.rates
    return "\(NumberText.shortest(rates.lowerBound)) to \(NumberText.shortest(rates.upperBound))"
  }
}

extension SIMDPathError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    let supported = SIMDPath.supported.map(\.rawValue).joined(separator: ", ")
    return switch self {
    case .unknown(let name):
      "\(KernelChoice.variable) is '\(name)'; allowed on this processor: \(supported), or leave it unset."
    case .unsupported(let path):
      """
      \(KernelChoice.variable) is '\(path.rawValue)', which this processor cannot run; allowed here: \
      \(supported), or leave it unset.
      """
    }
  }
}
