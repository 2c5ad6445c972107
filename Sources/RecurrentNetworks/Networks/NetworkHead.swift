import Foundation

/// Dense layers on a recurrent network: what it makes of the last layer's hidden state h at every step, by itself.
///
/// Computed in float64, with the weights as their file has them, whatever the network computes in; who reads the outputs
/// rounds them.
public struct NetworkHead: Hashable, Sendable {
  /// y = f(W h + b).
  public struct Layer: Hashable, Sendable {
    /// Values that it takes.
    public let inputSize: Int
    /// Values that it puts out.
    public let outputSize: Int
    /// W, outputs x inputs, row by row.
    public let weights: [Double]
    /// b, of every output.
    public let bias: [Double]
    /// f.
    public var activation: HeadActivation

    /// A layer of these weights.
    ///
    /// - Precondition: as many numbers as the sizes say.
    public init(
      inputSize: Int, outputSize: Int, weights: [Double], bias: [Double], activation: HeadActivation
    ) {
      precondition(weights.count == inputSize * outputSize && bias.count == outputSize)
      self.inputSize = inputSize
      self.outputSize = outputSize
      self.weights = weights
      self.bias = bias
      self.activation = activation
    }
  }

  /// By which files, results and `--head` call it: that of its last layer.
  public var name: String
  /// At least one, each with as many inputs as the one before has outputs.
  public var layers: [Layer]

  /// Layers one on another, by the name of the last.
  public init(name: String, layers: [Layer]) {
    precondition(
      !layers.isEmpty
        && zip(layers, layers.dropFirst()).allSatisfy { $0.outputSize == $1.inputSize })
    self.name = name
    self.layers = layers
  }

  /// Values that it takes: units of the last recurrent layer.
  public var inputSize: Int { layers[0].inputSize }
  /// Values that it puts out.
  public var outputSize: Int { layers[layers.count - 1].outputSize }

  /// What it puts out where h is `hidden`.
  ///
  /// - Precondition: input-size values.
  public func outputs<Scalar: NetworkScalar>(of hidden: [Scalar]) -> [Double] {
    layers.reduce(hidden.map { Double($0) }) { signal, layer in
      layer.activation.values(
        at: (0..<layer.outputSize).map { output in
          let row = output * layer.inputSize
          return (0..<layer.inputSize).reduce(layer.bias[output]) {
            $0 + layer.weights[row + $1] * signal[$1]
          }
        })
    }
  }
}

/// What a dense layer makes of its sums.
public enum HeadActivation: Hashable, Sendable {
  /// Of each by itself.
  case curve(Activation)
  /// exp(x_i) / Σ exp(x_j).
  case softmax

  /// The sums themselves.
  public static let linear = HeadActivation.curve(.identity)

  /// For people: linear, softmax, tanh.
  public var name: String {
    switch self {
    case .curve(.identity): "linear"
    case .curve(let activation): activation.rawValue
    case .softmax: "softmax"
    }
  }

  func values(at sums: [Double]) -> [Double] {
    switch self {
    case .curve(let activation): return sums.map { activation.value(at: $0) }
    case .softmax:
      let largest = sums.max() ?? 0
      let powers = sums.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }
}

/// Which of a file's heads is read.
public enum HeadChoice: Hashable, Sendable {
  /// The one that there is.
  case only
  /// The one of this name.
  case named(String)
}
