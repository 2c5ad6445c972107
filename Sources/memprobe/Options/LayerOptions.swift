import ArgumentParser
import Experiments
import NetworkFiles

/// Which recurrent layers of a network file are taken.
struct LayerOptions: ParsableArguments {
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

  /// These options; where neither is given, those of the experiment file.
  func completed(by file: ExperimentFile) -> LayerOptions {
    guard layer == nil, layersFrom == nil else { return self }
    var options = self
    options.layer = file.layer
    options.layersFrom = file.layersFrom
    return options
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
