import ArgumentParser
import NetworkFiles

/// Which trained network is run.
struct ForwardNetworkOptions: ParsableArguments {
  /// All that are given, so that a second one is an error instead of the one that counts.
  @Option(
    help: ArgumentHelp(
      """
      Trained network to run: \(NetworkFormats.readable). 'memprobe \
      inspect FILE' lists the layers of a file.
      """, valueName: "file"))
  var network: [String] = []

  @OptionGroup var layers: LayerOptions

  /// - Throws: `ForwardError.networkCount` unless there is one; `NetworkFileOptionsError`; what
  ///   `LoadedNetwork.load` throws.
  func load() throws -> LoadedNetwork {
    guard network.count == 1 else { throw ForwardError.networkCount(network.count) }
    return try LoadedNetwork.load(paths: network, selection: layers.selection())[0]
  }
}
