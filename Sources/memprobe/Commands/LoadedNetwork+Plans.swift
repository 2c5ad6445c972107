import Experiments
import Figures
import NetworkFiles
import RecurrentNetworks

extension LoadedNetwork {
  /// Says what people should know of the files, and of weights that are rounded.
  static func reportNotes(_ loaded: [LoadedNetwork], precision: Precision) {
    for network in loaded {
      for note in network.file.notes {
        Console.report("Note: \(network.path): \(NetworkFileSummary.line(note))")
      }
    }
    for network in loaded where network.storage == .float64 && precision == .float32 {
      Console.report(
        """
        Note: \(network.path) holds float64 weights, here rounded to float32; --precision float64 keeps them.
        """)
    }
  }
}

extension GivenNetwork {
  init(_ loaded: LoadedNetwork) {
    let selection =
      switch loaded.selection {
      case .whole: ""
      case .layer(let name): name
      case .layers(let first, let last): "\(first)..\(last)"
      }
    self.init(name: loaded.name, path: loaded.path, selection: selection, network: loaded.network)
  }
}
