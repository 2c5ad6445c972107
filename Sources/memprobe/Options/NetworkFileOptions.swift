import ArgumentParser
import NetworkFiles

/// Which trained networks are measured, in place of drawn ones. Empty where the command line says nothing.
struct NetworkFileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Trained network to measure: Keras (.keras, .weights.h5, .h5), PyTorch (.safetensors) or ONNX. May be \
      given several times. 'memprobe inspect FILE' lists the layers of a file.
      """, valueName: "file"))
  var network: [String] = []

  @Option(help: ArgumentHelp("Take this one recurrent layer of each file.", valueName: "name"))
  var layer: String?

  @Option(
    help: ArgumentHelp(
      """
      Take the recurrent layers from the first named to the last named, each fed by the one before. \
      (default: all layers, if they are one such stack)
      """, valueName: "first..last"),
    transform: OptionValue.layerSpan)
  var layersFrom: LayerSpan?

  /// Reads the networks; none if there is no `--network`.
  ///
  /// - Throws: `NetworkFileOptionsError`; what `LoadedNetwork.load` throws.
  func load() throws -> [LoadedNetwork] {
    let selection = try selection()
    guard !network.isEmpty || selection == .whole else { throw NetworkFileOptionsError.selectionWithoutFile }
    return try LoadedNetwork.load(paths: network, selection: selection)
  }

  /// What `--layer` or `--layers-from` select.
  ///
  /// - Throws: `NetworkFileOptionsError` if both are given.
  func selection() throws(NetworkFileOptionsError) -> NetworkSelection {
    switch (layer, layersFrom) {
    case (nil, nil): .whole
    case (let name?, nil): .layer(name: name)
    case (nil, let span?): .layers(first: span.first, last: span.last)
    case (_?, _?): throw .twoSelections
    }
  }
}
