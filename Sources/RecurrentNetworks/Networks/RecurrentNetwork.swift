/// A stack of recurrent layers: each layer's hidden state is the next one's input, and the last one's is the
/// network's output. Cell types and hidden sizes may differ from layer to layer.
public struct RecurrentNetwork<Scalar: NetworkScalar>: Equatable, Sendable {
  public let layers: [RecurrentLayer<Scalar>]
  /// What is made of the output at every step; nil, the default, where that is nobody's concern. It is no part of what
  /// the network computes from step to step.
  public var head: NetworkHead?

  /// - Precondition: at least one layer; every layer but the first takes the hidden size of the one below as its
  ///   input size, and so does a head.
  public init(layers: [RecurrentLayer<Scalar>], head: NetworkHead? = nil) {
    precondition(!layers.isEmpty)
    precondition(head.map { $0.inputSize == layers[layers.count - 1].hiddenSize } ?? true)
    for (below, layer) in zip(layers, layers.dropFirst()) {
      precondition(layer.inputSize == below.hiddenSize)
    }
    self.layers = layers
    self.head = head
  }

  /// The same network in another precision, every weight rounded to the nearest; in its own, the network itself.
  ///
  /// From float32 to float64 and back is exact.
  public init<Other: NetworkScalar>(rounding other: RecurrentNetwork<Other>) {
    self.init(layers: other.layers.map { RecurrentLayer(rounding: $0) }, head: other.head)
  }

  /// The same network with another arithmetic, every weight rounded once, to the nearest number of its precision.
  ///
  /// - Precondition: the arithmetic's numbers are kept in `Scalar`.
  public init<Other: NetworkScalar>(rounding other: RecurrentNetwork<Other>, to arithmetic: Arithmetic) {
    self.init(layers: other.layers.map { RecurrentLayer(rounding: $0, to: arithmetic) }, head: other.head)
  }

  /// In which numbers the network computes.
  public var arithmetic: Arithmetic { layers[0].arithmetic }

  /// Values per input step.
  public var inputSize: Int { layers[0].inputSize }

  /// Values per output: units of the last layer.
  public var outputSize: Int { layers[layers.count - 1].hiddenSize }

  /// Whether no weight or bias is infinite or NaN.
  public var isFinite: Bool {
    layers.allSatisfy { layer in
      [layer.inputKernel, layer.recurrentKernel, layer.bias, layer.recurrentBias, layer.variation.peepholes]
        .allSatisfy { $0.allSatisfy(\.isFinite) }
    }
  }

  /// Number of weights and biases.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }
}

/// A network whose weights are kept in either precision, for what takes both: kept in the narrowest that holds them
/// exactly, and rounded once to the one in which they are to compute.
package protocol NetworkOfAnyPrecision: Sendable {
  associatedtype Scalar: NetworkScalar
  /// The layers, all their kernels exact.
  var layers: [RecurrentLayer<Scalar>] { get }
  /// Nil where nobody asked for one.
  var head: NetworkHead? { get }
  /// Bias and recurrent bias of a layer, exact.
  func biases(ofLayer layer: Int) -> [[Double]]
  /// The network in a precision, every weight rounded to the nearest; in its own, the network itself.
  func rounded<Other: NetworkScalar>(to: Other.Type) -> RecurrentNetwork<Other>
}

extension RecurrentNetwork: NetworkOfAnyPrecision {
  package func biases(ofLayer layer: Int) -> [[Double]] {
    [layers[layer].bias, layers[layer].recurrentBias].map { $0.map { Double($0) } }
  }

  package func rounded<Other: NetworkScalar>(to: Other.Type) -> RecurrentNetwork<Other> {
    RecurrentNetwork<Other>(rounding: self)
  }
}

extension NetworkOfAnyPrecision {
  /// Values per input step.
  package var inputSize: Int { layers[0].inputSize }
}

/// The sizes of a stack of equal recurrent layers: everything about a network but its weights.
public struct NetworkShape: Codable, Hashable, Sendable {
  /// The cell type of all layers.
  public var cell: CellType
  /// Number of stacked layers, at least 1.
  public var layers: Int
  /// Values per input step, at least 1.
  public var inputSize: Int
  /// Units of every layer, at least 1.
  public var hiddenSize: Int

  /// Equal layers, one on another.
  public init(cell: CellType, layers: Int = 1, inputSize: Int, hiddenSize: Int) {
    self.cell = cell
    self.layers = layers
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
  }

  /// Number of weights and biases, as a floating-point number so that absurd sizes cannot overflow.
  public var parameterCount: Double {
    let gates = Double(cell.gateCount)
    let hidden = Double(hiddenSize)
    let biases = cell.hasRecurrentBias ? 2.0 : 1.0
    let upper = Double(layers - 1) * gates * hidden * (2 * hidden + biases)
    return gates * hidden * (Double(inputSize) + hidden + biases) + upper
  }
}
