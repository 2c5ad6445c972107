import Experiments
import Foundation
import RecurrentNetworks
import Text

/// What holds where neither the command line nor an experiment file says anything: the one place, from which
/// the help texts quote, too. Grid and protocol have their defaults in `Grid.article` and
/// `DivergenceSettings.article`.
enum OptionDefault {
  static let seed: UInt64 = 0
  static let initializer = Initialization.Preset.glorot
  static let precision = Precision.float32
  static let output = "results/divergence.h5"
  static let networksOutput = "results/networks.h5"
  static let comparisonOutput = "results/compare.h5"
  static let memorizationOutput = "results/memorize.h5"
  static let capacityOutput = "results/capacity.h5"
  static var jobs: Int { ProcessInfo.processInfo.activeProcessorCount }

  static func list(_ values: [some RawRepresentable<String>]) -> String {
    values.map(\.rawValue).joined(separator: ",")
  }

  static func list(_ values: [Int]) -> String {
    values.map(String.init).joined(separator: ",")
  }

  static func list(_ values: [Double]) -> String {
    values.map(NumberText.shortest).joined(separator: ",")
  }
}
