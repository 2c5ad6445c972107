import MemoryMeasures
import RecurrentNetworks

/// A network that is not drawn: what a plan knows of it. The weights stay outside the plan and are told by their
/// digest.
package struct GivenNetwork: Hashable, Sendable {
  /// By which results name it; no other network of the plan has the same.
  package let name: String
  /// The file it was read from; empty for a constructed one. Told to people only: the same weights from elsewhere are
  /// the same network.
  package let path: String
  /// Which of the file's layers it is made of, as on the command line; empty for all.
  package let selection: String
  /// The group in which it is compared; nil where it is compared by itself.
  package let group: String?
  /// How far it had been trained, in steps or epochs; nil for one that is not of a series of checkpoints.
  package let checkpoint: Int?
  /// What had to be assumed of its file. Told to people only.
  package let notes: [String]
  /// How it is constructed; nil for one from a file.
  package let construction: ConstructionRecipe?
  package let outline: NetworkOutline
  /// FNV-1a over shapes and weights: see `digest(of:)`.
  package let digest: UInt64
  /// What was said that its gates go through, for a file that does not say it; nil if nothing was.
  package var gateActivation: Activation?
  /// What the checkpoint's file calls what it counts: "global_step"; nil if its number is one in the file's name. Told
  /// to people only.
  package var counter: String?
}

extension GivenNetwork {
  /// A network from a file.
  package init(
    name: String, path: String, selection: String = "", group: String? = nil, checkpoint: Int? = nil,
    notes: [String] = [], gateActivation: Activation? = nil, network: some NetworkOfAnyPrecision
  ) {
    self.init(
      name: name, path: path, selection: selection, group: group, checkpoint: checkpoint, notes: notes,
      construction: nil,
      outline: NetworkOutline(
        layers: network.layers.map(LayerShape.init),
        head: network.head.map { .init($0, digest: Self.digest(of: $0)) }),
      digest: Self.digest(of: network),
      gateActivation: gateActivation)
  }

  /// A constructed network.
  ///
  /// - Throws: `ConstructionError` for one that there is not.
  package init(
    _ recipe: ConstructionRecipe, name: String, precision: Precision
  ) throws(ConstructionError) {
    var outline = NetworkOutline(layers: [])
    let network: RecurrentNetwork<Double>
    network =
      precision == .float64
      ? try Self.construct(recipe, &outline, in: Double.self)
      : try Self.construct(recipe, &outline, in: Float.self)
    self.init(
      name: name, path: "", selection: "", group: nil, checkpoint: nil, notes: [], construction: recipe,
      outline: outline,
      digest: Self.digest(of: network))
  }

  private static func construct<Scalar: NetworkScalar>(
    _ recipe: ConstructionRecipe, _ outline: inout NetworkOutline, in: Scalar.Type
  ) throws(ConstructionError) -> RecurrentNetwork<Double> {
    let constructed = try recipe.construct(in: Scalar.self)
    let network = RecurrentNetwork<Double>(rounding: constructed.network)
    outline = NetworkOutline(
      layers: network.layers.map(LayerShape.init),
      readout: constructed.recall.map { .init(unit: $0.unit, scale: $0.scale) },
      promise: constructed.recall?.promise)
    return network
  }

  /// The name of what it is compared in.
  var sample: String { group ?? name }

  /// Text that is equal for equal networks only, whatever file they are from.
  var exactText: String {
    let shapes = outline.layers.map { "\($0.cell.rawValue)-\($0.inputSize)-\($0.hiddenSize)" }
    // What is known of a network decides how its answers are read and judged.
    let known = [
      outline.readout.map { "\($0.unit) \($0.scale)" },
      outline.promise.map { "\($0.firstStep) \($0.exactRange) \($0.smallInputError)" },
      outline.head.map { "head \($0.digest)" },
    ].compactMap(\.self)
    return (["\(name.utf8.count):\(name)"] + shapes + ["\(digest)"] + known).joined(separator: ",")
  }

  /// A number that differs for networks that differ by accident: cell and sizes of every layer, then the bits of
  /// every weight in float64, least significant byte first.
  static func digest(of network: some NetworkOfAnyPrecision) -> UInt64 {
    if let network = network as? any NetworkWithDigest { return network.digest }
    var hash = FNV1a()
    for (place, layer) in network.layers.enumerated() {
      hash.append("\(layer.cell.rawValue),\(layer.inputSize),\(layer.hiddenSize);".utf8)
      if layer.cell.isReservoir { hash.append("\(layer.leakRate),\(layer.activation.rawValue);".utf8) }
      if !layer.hasUsualActivations {
        let all = [layer.gateActivation, layer.activation, layer.cellStateActivation]
        hash.append((all.map(\.rawValue).joined(separator: ",") + ";").utf8)
      }
      if layer.variation != .none {
        hash.append("\(layer.variation.clip),\(layer.variation.couplesGates);".utf8)
        hash.append(layer.variation.peepholes)
      }
      for kernel in [layer.inputKernel, layer.recurrentKernel] { hash.append(kernel) }
      for bias in network.biases(ofLayer: place) { hash.append(bias) }
    }
    return hash.hash
  }

  /// The same of a head, which is told apart from what it is on.
  static func digest(of head: NetworkHead) -> UInt64 {
    var hash = FNV1a()
    for layer in head.layers {
      hash.append("\(layer.outputSize),\(layer.activation.name);".utf8)
      hash.append(layer.weights + layer.bias)
    }
    return hash.hash
  }

  /// Whether the shapes make a stack: checked when a plan is read from a file.
  var isConsistent: Bool {
    let layers = outline.layers
    let sizes = layers.flatMap { [$0.inputSize, $0.hiddenSize] }
    return !layers.isEmpty && sizes.allSatisfy { (1...NetworkGrid.largestSize).contains($0) }
      && zip(layers, layers.dropFirst()).allSatisfy { $0.hiddenSize == $1.inputSize }
  }
}

extension NetworkOfAnyPrecision {
  /// The same network with its digest, which takes a pass over all weights, kept.
  package var withDigest: any NetworkOfAnyPrecision { DigestedNetwork(self) }
}

private struct DigestedNetwork<Network: NetworkOfAnyPrecision>: NetworkOfAnyPrecision, NetworkWithDigest {
  private let network: Network
  let digest: UInt64

  init(_ network: Network) {
    self.network = network
    digest = GivenNetwork.digest(of: network)
  }

  var layers: [RecurrentLayer<Network.Scalar>] { network.layers }
  var head: NetworkHead? { network.head }
  func biases(ofLayer layer: Int) -> [[Double]] { network.biases(ofLayer: layer) }
  func rounded<Other: NetworkScalar>(to scalar: Other.Type) -> RecurrentNetwork<Other> {
    network.rounded(to: scalar)
  }
}

private protocol NetworkWithDigest {
  var digest: UInt64 { get }
}

/// How a network is written down by hand.
package struct ConstructionRecipe: Codable, Hashable, Sendable {
  package let construction: Construction
  package let shape: NetworkShape
  /// Of `forgetting`, and of nothing else.
  package let rate: Double?

  package init(_ construction: Construction, shape: NetworkShape, rate: Double?) {
    self.construction = construction
    self.shape = shape
    self.rate = rate
  }

  /// - Throws: `ConstructionError` for a network that there is not.
  package func construct<Scalar: NetworkScalar>(
    in: Scalar.Type
  ) throws(ConstructionError) -> ConstructedNetwork<Scalar> {
    try ConstructedNetwork(
      construction, cell: shape.cell, hiddenSize: shape.hiddenSize, inputSize: shape.inputSize, rate: rate)
  }
}

/// FNV-1a, 64 bits (Fowler, Noll & Vo): tells contents apart that differ by accident, the same on every machine
/// and in every process.
struct FNV1a {
  private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* Self.prime }
  }

  /// The bits of every number in float64, least significant byte first.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func append<Scalar: NetworkScalar>(_ numbers: [Scalar]) {
    let cube = Self.prime &* Self.prime &* Self.prime
    var hash = hash
    for number in numbers {
      var bits = Double(number).bitPattern
      var bytes = 8
      if bits & 0xFF_FFFF == 0 {
        // Of a float32, as every float16 and bfloat16 is, three bytes at least.
        hash = hash &* cube
        bits >>= 24
        bytes -= 3
      }
      for _ in 0..<bytes {
        hash = (hash ^ bits & 0xFF) &* Self.prime
        bits >>= 8
      }
    }
    self.hash = hash
  }

  private static let prime: UInt64 = 0x100_0000_01b3
}

extension UInt64 {
  /// The number in sixteen hexadecimal digits.
  var sixteenDigits: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
