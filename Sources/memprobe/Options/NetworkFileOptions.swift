import ArgumentParser
import Experiments
import NetworkFiles

/// Which trained networks are measured, in place of drawn ones. Empty where the command line says nothing.
struct NetworkFileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Trained network to measure: \(NetworkFormats.readable). May be \
      given several times. 'memprobe inspect FILE' lists the layers of a file.
      """, valueName: "file"))
  var network: [String] = []

  @OptionGroup var layers: LayerOptions

  /// These options; what they do not say, the experiment file does.
  func completed(by file: ExperimentFile) -> NetworkFileOptions {
    var options = self
    if network.isEmpty { options.network = file.network ?? [] }
    options.layers = layers.completed(by: file)
    return options
  }

  /// Reads the networks; none if there is no `--network`.
  ///
  /// - Throws: `NetworkFileOptionsError`; what `LoadedNetwork.load` throws.
  func load() throws -> [LoadedNetwork] {
    let selection = try layers.selection()
    guard !network.isEmpty || selection == .whole else { throw NetworkFileOptionsError.selectionWithoutFile }
    return try LoadedNetwork.load(paths: network, selection: selection)
  }
}
