import ArgumentParser
import Experiments
import MemoryMeasures
import RecurrentNetworks
import Text

extension RecallOptionsError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    switch self {
    case .scaleWithoutUnit:
      "--readout-scale is given without --readout-unit; give the unit whose state it multiplies."
    case .readoutWithoutFile:
      "--readout-unit is for networks from files; give a --network, or leave it out."
    case .scale(let value):
      "--readout-scale is \(value); allowed are finite numbers."
    case .notForFiles(let option):
      "\(option) is for constructed networks, but there is a --network and no --construct; give one, or leave it out."
    case .repeatedCell(let cell):
      "--cell holds \(cell.rawValue) twice; give each cell type once."
    case .jobs(let jobs):
      "--jobs is \(NumberText.whole(jobs)); allowed are 1 to \(NumberText.whole(DivergenceSweep.mostJobs))."
    }
  }
}

extension RecallSettingsError: WordedError {
  var exitCode: ExitCode { .wrongUsage }

  var sentence: String {
    let most = NumberText.whole(RecallSettings.mostSequences)
    return switch self {
    case .totalSteps(let steps):
      "--steps is \(NumberText.whole(steps)); allowed are 1 to \(NumberText.whole(RecallSettings.mostSteps))."
    case .sequences(let count):
      "--sequences is \(NumberText.whole(count)); allowed are 1 to \(most)."
    case .trainingSequences(let count):
      "--training-sequences is \(NumberText.whole(count)); allowed are 1 to \(most)."
    case .noMagnitude:
      "--magnitudes is empty; give at least one value."
    case .magnitude(let value):
      "--magnitudes holds \(NumberText.shortest(value)); allowed are finite numbers greater than 0."
    case .repeatedMagnitude(let value):
      "--magnitudes holds \(NumberText.shortest(value)) twice; give each magnitude once."
    }
  }
}

extension RecallSubjectError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .noSuchUnit, .failed(_, .readoutSize), .failed(_, .tooFewTrainingSequences): .wrongUsage
    case .failed(_, .outputNotFinite): .badData
    }
  }

  var sentence: String {
    switch self {
    case .noSuchUnit(let unit, let network, let units):
      """
      --readout-unit is \(unit), and the last layer of \(network) has \(NumberText.count(units, "unit")); \
      allowed are 0 to \(units - 1).
      """
    case .failed(let network, .outputNotFinite(let step)):
      """
      \(network): puts out a NaN or an infinity by step \(NumberText.whole(step)), so that there is no answer to \
      compare. Its weights, or these --magnitudes, are too large for the precision.
      """
    case .failed(let network, .readoutSize(let found, let expected)):
      "\(network): the readout has \(found) weights, and the network \(NumberText.count(expected, "unit"))."
    case .failed(let network, .tooFewTrainingSequences(let found, let least)):
      """
      \(network): --training-sequences is \(NumberText.whole(found)); fitting a readout to this many units takes \
      at least \(NumberText.whole(least)), and a good one several times as many.
      """
    }
  }
}

extension RecallOutputError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    "\(path): cannot write the results file: \(reason). Choose another --output, or make room."
  }
}
