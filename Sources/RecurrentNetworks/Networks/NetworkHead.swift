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

    /// W x, added to `start`.
    fileprivate func product(_ signal: [Double], from start: [Double]) -> [Double] {
      (0..<outputSize).map { output in
        let row = output * inputSize
        return (0..<inputSize).reduce(start[output]) { $0 + weights[row + $1] * signal[$1] }
      }
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
      layer.activation.values(at: layer.product(signal, from: layer.bias))
    }
  }

  /// The derivative of the outputs where h is `hidden`, along a direction of h.
  ///
  /// - Precondition: input-size values of both.
  package func derivative(at hidden: [Double], along direction: [Double]) -> [Double] {
    layers.reduce((signal: hidden, change: direction)) { found, layer in
      let sums = layer.product(found.signal, from: layer.bias)
      let changes = layer.product(found.change, from: layer.bias.map { _ in 0 })
      return (layer.activation.values(at: sums), layer.activation.derivative(at: sums, along: changes))
    }.change
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

  func derivative(at sums: [Double], along direction: [Double]) -> [Double] {
    switch self {
    case .curve(let activation):
      return zip(sums, direction).map { activation.slope(at: $0) * $1 }
    case .softmax:
      let values = values(at: sums)
      let mean = zip(values, direction).reduce(0) { $0 + $1.0 * $1.1 }
      return zip(values, direction).map { $0 * ($1 - mean) }
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
