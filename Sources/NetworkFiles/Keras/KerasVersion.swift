import RecurrentNetworks

/// The version of Keras that wrote a file: what it means by what the file does not say.
struct KerasVersion {
  /// As files have it: "2.2.4", "2.2.4-tf" of TensorFlow's.
  let text: String
  private let numbers: [Int]

  init(_ text: String) {
    self.text = text
    numbers = text.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) ?? 0 }
  }

  private var isTensorFlow: Bool { text.contains("tf") }

  private func isBefore(_ other: [Int]) -> Bool { numbers.lexicographicallyPrecedes(other) }

  /// What gates go through where the file does not say it: hard_sigmoid before Keras 2.3, sigmoid from there on. Nil
  /// if that cannot be told: "2.2.4-tf" is TensorFlow 1.13 to 1.15, which had the former, and 2.0 and 2.1, which had the
  /// latter.
  var gateActivation: String? {
    if isTensorFlow, !isBefore([2, 2]), isBefore([2, 3]) { return nil }
    return isBefore([2, 3]) ? "hard_sigmoid" : "sigmoid"
  }

  /// Where the reset gate of a GRU acts if the file does not say it: after the product in TensorFlow 2 and in Keras from
  /// 2.4 on.
  var resetsAfter: Bool { !isBefore([2, 4]) || (isTensorFlow && gateActivation == "sigmoid") }

  /// What the name of an activation means; nil if it is none that can be had here.
  ///
  /// - Parameter version: nil for the newest.
  static func activation(_ name: String, _ version: KerasVersion?) -> Activation? {
    switch name {
    case "sigmoid": .sigmoid
    case "tanh": .tanh
    case "linear": .identity
    case "relu": .relu
    case "relu6": Activation(.relu6)
    case "leaky_relu": Activation(.leakyRelu, alpha: 0.2)
    case "softplus": Activation(.softplus)
    case "softsign": Activation(.softsign)
    case "silu", "swish": Activation(.silu)
    case "hard_silu", "hard_swish": Activation(.hardSilu)
    case "gelu": Activation(.gelu)
    case "mish": Activation(.mish)
    case "exponential": Activation(.exponential)
    case "elu": Activation(.elu)
    case "selu": Activation(.selu)
    case "hard_sigmoid": version?.isBefore([3]) ?? false ? .hardSigmoid : .hardSigmoidSixth
    default: nil
    }
  }
}
