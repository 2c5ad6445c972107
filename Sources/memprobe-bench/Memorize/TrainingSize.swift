import ArgumentParser

/// Layers and units of every layer, written `3x10`.
struct TrainingSize: ExpressibleByArgument, Hashable {
  var layers: Int
  var hidden: Int

  init(layers: Int, hidden: Int) {
    self.layers = layers
    self.hidden = hidden
  }

  init?(argument: String) {
    let sizes = argument.split(separator: "x").map { Int($0) }
    guard sizes.count == 2, let layers = sizes[0], let hidden = sizes[1], layers > 0, hidden > 0 else {
      return nil
    }
    self.init(layers: layers, hidden: hidden)
  }

  var defaultValueDescription: String { "\(layers)x\(hidden)" }
}
