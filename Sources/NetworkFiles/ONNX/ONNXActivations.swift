import RecurrentNetworks

/// What gates, candidate and cell state of a direction of an RNN, LSTM or GRU node go through; nil for the usual.
struct ONNXActivations {
  var gates: Activation?
  var candidate: Activation?
  var cellState: Activation?

  /// Those of every direction, from the attributes `activations`, `activation_alpha` and `activation_beta`.
  ///
  /// - Parameter count: of the cell: 3 of an LSTM, 2 of a GRU, 1 of an RNN.
  /// - Throws: `LayerRefusal` for a name that is none of the specification's, and for a curve whose parameters neither
  ///   the node nor all programs agree on.
  static func ofDirections(
    _ directions: Int, of node: ONNXNode, count: Int
  ) throws(LayerRefusal) -> [ONNXActivations] {
    let names = node.attribute("activations")?.texts ?? []
    guard !names.isEmpty else { return Array(repeating: ONNXActivations(), count: directions) }
    guard names.count == count * directions else {
      throw .feature("\(names.count) activations where the cell has \(count)")
    }
    var parameters = Parameters(node)
    var all: [Activation] = []
    for name in names { all.append(try parameters.activation(name)) }
    return (0..<directions).map { half in
      let own = Array(all[half * count..<(half + 1) * count])
      return count == 1
        ? ONNXActivations(candidate: own[0])
        : ONNXActivations(gates: own[0], candidate: own[1], cellState: own.count > 2 ? own[2] : nil)
    }
  }

  /// What is left of the parameters: only curves that have some take of them, one after the other.
  private struct Parameters {
    private var alphas: ArraySlice<Float>
    private var betas: ArraySlice<Float>

    init(_ node: ONNXNode) {
      alphas = (node.attribute("activation_alpha")?.floats ?? [])[...]
      betas = (node.attribute("activation_beta")?.floats ?? [])[...]
    }

    mutating func activation(_ name: String) throws(LayerRefusal) -> Activation {
      switch name.lowercased() {
      case "sigmoid": return .sigmoid
      case "tanh": return .tanh
      case "relu": return .relu
      case "softsign": return Activation(.softsign)
      case "softplus": return Activation(.softplus)
      case "elu": return Activation(.elu, alpha: try alpha(name, usual: 1))
      case "leakyrelu": return Activation(.leakyRelu, alpha: try alpha(name, usual: 0.01))
      // Without parameters, the specification has the operator's 1, of the next two nothing, and ONNX Runtime 0.
      case "thresholdedrelu": return Activation(.thresholdedRelu, alpha: try alpha(name))
      case "affine":
        let (alpha, beta) = (try alpha(name), try beta(name))
        return alpha == 1 && beta == 0 ? .identity : Activation(.affine, alpha: alpha, beta: beta)
      case "scaledtanh":
        return Activation(.scaledTanh, alpha: try alpha(name), beta: try beta(name))
      case "hardsigmoid":
        let (alpha, beta) = (try alpha(name, usual: 0.2), try beta(name, usual: 0.5))
        return Float(alpha) == Float(1) / 6 && beta == 0.5
          ? .hardSigmoidSixth : Activation(.hardSigmoid, alpha: alpha, beta: beta)
      default: throw .setting(name: "activation", value: name)
      }
    }

    private mutating func alpha(_ name: String, usual: Double? = nil) throws(LayerRefusal) -> Double {
      try Self.number("activation_alpha", of: name, alphas.popFirst(), usual)
    }

    private mutating func beta(_ name: String, usual: Double? = nil) throws(LayerRefusal) -> Double {
      try Self.number("activation_beta", of: name, betas.popFirst(), usual)
    }

    /// The number of float32 as people write it, which float64 has nearer.
    private static func number(
      _ attribute: String, of name: String, _ found: Float?, _ usual: Double?
    ) throws(LayerRefusal) -> Double {
      guard let number = found.map({ Double($0.description) ?? .nan }) ?? usual else {
        throw .feature("\(name) without \(attribute)")
      }
      guard number.isFinite else { throw .setting(name: attribute, value: "\(number)") }
      return number
    }
  }
}
