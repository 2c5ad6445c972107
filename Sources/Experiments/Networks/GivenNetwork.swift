import RecurrentNetworks

/// A network that was not drawn by the program: what a plan knows of it. The weights stay outside the plan and
/// are told by their digest.
public struct GivenNetwork: Codable, Hashable, Sendable {
  /// By which results name it; no other network of the plan has the same.
  public let name: String
  /// The file it was read from. Told to people only: the same weights from elsewhere are the same network.
  public let path: String
  /// Which of the file's layers it is made of, as on the command line; empty for all.
  public let selection: String
  /// Lowest first; at least one.
  public let layers: [LayerShape]
  /// FNV-1a over shapes and weights: see `digest(of:)`.
  public let digest: UInt64

  public init(name: String, path: String, selection: String = "", network: RecurrentNetwork<Double>) {
    self.name = name
    self.path = path
    self.selection = selection
    layers = network.layers.map(LayerShape.init)
    digest = Self.digest(of: network)
  }

  /// Values per input step.
  public var inputSize: Int { layers.first?.inputSize ?? 0 }

  /// The sizes of a stack of equal layers that is at least as large: for estimates.
  var envelope: NetworkShape {
    let cell = layers.map(\.cell).max { $0.gateCount < $1.gateCount } ?? .rnn
    return NetworkShape(
      cell: cell, layers: layers.count, inputSize: inputSize,
      hiddenSize: layers.map(\.hiddenSize).max() ?? 0)
  }

  /// Text that is equal for equal networks only, whatever file they are from.
  var exactText: String {
    let shapes = layers.map { "\($0.cell.rawValue)-\($0.inputSize)-\($0.hiddenSize)" }
    return "\(name.utf8.count):\(name),\(shapes.joined(separator: ",")),\(digest)"
  }

  /// A number that differs for networks that differ by accident: cell and sizes of every layer, then the bits of
  /// every weight in float64, least significant byte first.
  static func digest(of network: RecurrentNetwork<Double>) -> UInt64 {
    var hash = FNV1a()
    for layer in network.layers {
      hash.append("\(layer.cell.rawValue),\(layer.inputSize),\(layer.hiddenSize);".utf8)
      if layer.cell.isReservoir { hash.append("\(layer.leakRate),\(layer.activation.rawValue);".utf8) }
      for values in [layer.inputKernel, layer.recurrentKernel, layer.bias, layer.recurrentBias] {
        hash.append(values)
      }
    }
    return hash.hash
  }

  /// Whether the shapes make a stack: checked when a plan is read from a file.
  var isConsistent: Bool {
    let sizes = layers.flatMap { [$0.inputSize, $0.hiddenSize] }
    return !layers.isEmpty && sizes.allSatisfy { (1...Grid.largestValue).contains($0) }
      && zip(layers, layers.dropFirst()).allSatisfy { $0.hiddenSize == $1.inputSize }
  }
}
