import ArgumentParser
import Experiments

extension GivenNetworksError: WordedError {
  var exitCode: ExitCode {
    switch self {
    case .noNetworks, .repeatedName: .wrongUsage
    case .inconsistentLayers, .otherWeights: .badData
    }
  }

  var sentence: String {
    switch self {
    case .noNetworks:
      "no network to measure; give at least one file."
    case .repeatedName(let name):
      "two networks are called \(name); give each network once."
    case .inconsistentLayers(let name):
      "\(name): its layers do not fit each other."
    case .otherWeights(let name):
      "\(name): its weights are not those that the results are of."
    }
  }
}
