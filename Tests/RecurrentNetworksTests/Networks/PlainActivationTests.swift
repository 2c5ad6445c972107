import Testing

@testable import RecurrentNetworks

extension Activation {
  /// Every curve with its usual parameters, and those that have some with others.
  static let tested =
    allCases + [
      Activation(.hardSigmoid, alpha: 0.25, beta: 0.375), Activation(.elu, alpha: 2),
      Activation(.affine, alpha: 0.5, beta: 0.25), Activation(.scaledTanh, alpha: 1.5, beta: 0.75),
      Activation(.thresholdedRelu, alpha: -0.5), Activation(.leakyRelu, alpha: 0.25),
    ]
}

/// The plain twin of the activations, and their names.
@Suite struct PlainActivationTests {
  /// Slopes against central differences, but where a curve bends.
  @Test(arguments: Activation.tested) func slopes(activation: Activation) {
    let bends: [Activation.Curve: [Double]] = [
      .relu: [0], .hardSigmoid: [-2.5, 2.5, -1.5], .hardSigmoidSixth: [-3, 3], .softsign: [0], .elu: [0],
      .selu: [0], .thresholdedRelu: [activation.alpha], .leakyRelu: [0], .relu6: [0, 6], .hardSilu: [-3, 3],
    ]
    for x in stride(from: -7.0, through: 7, by: 0.25) where !(bends[activation.curve] ?? []).contains(x) {
      let ends = (activation.value(at: x + 1e-5), activation.value(at: x - 1e-5))
      let slope = activation.slope(at: x)
      // Of exp(7) the third derivative is 1,100, and a place 2e-13.
      #expect(abs(slope - (ends.0 - ends.1) / 2e-5) < (activation.curve == .exponential ? 1e-6 : 1e-9))
      let trained = activation.slope(value: activation.value(at: x))
      #expect(trained.isNaN || abs(trained - slope) < 1e-15)
    }
    #expect(activation.value(at: Float.nan).isNaN)
  }

  /// At 0, 1 and -1, from the definitions.
  @Test func valuesByArithmetic() {
    let known: [(Activation, zero: Double, one: Double, less: Double)] = [
      (Activation(.affine, alpha: 0.5, beta: 0.25), 0.25, 0.75, -0.25),
      (Activation(.scaledTanh, alpha: 1.5, beta: 0.5), 0, 0.6931757358900146, -0.6931757358900146),
      (Activation(.thresholdedRelu), 0, 0, 0), (Activation(.thresholdedRelu, alpha: -2), 0, 1, -1),
      (Activation(.leakyRelu), 0, 1, -0.01), (Activation(.elu, alpha: 2), 0, 1, -1.2642411176571153),
      (Activation(.softplus), 0.6931471805599453, 1.3132616875182228, 0.31326168751822286),
      (Activation(.gelu), 0, 0.8413447460685429, -0.15865525393145707),
      (Activation(.mish), 0, 0.8650983882673103, -0.30340146137410895), (Activation(.relu6), 0, 1, 0),
      (Activation(.hardSilu), 0, 2 / 3.0, -1 / 3.0), (.hardSigmoid, 0.5, 0.7, 0.3),
    ]
    for (activation, zero, one, less) in known {
      for (x, value) in [(0.0, zero), (1, one), (-1, less)] {
        #expect(abs(activation.value(at: x) - value) < 2e-16, "\(activation.rawValue) at \(x)")
      }
    }
    #expect(Activation(.relu6).value(at: 7.0) == 6)
  }

  @Test func namesAreReadBack() {
    for activation in Activation.tested { #expect(Activation(rawValue: activation.rawValue) == activation) }
    #expect(Set(Activation.tested.map(\.rawValue)).count == Activation.tested.count)
    #expect(Activation(.elu, alpha: 2).rawValue == "elu:2.0:0.0")
    for wrong in ["", "elus", "elu:2", "elu:x:0", "elu:nan:0", "elu:1:2:3", "elu:"] {
      #expect(Activation(rawValue: wrong) == nil)
    }
  }

  /// What results files and experiment files hold.
  @Test func namesStay() {
    let names = [
      "sigmoid", "tanh", "identity", "relu", "hard-sigmoid", "hard-sigmoid-sixth", "softsign", "silu",
      "exponential", "elu", "selu",
    ]
    #expect(Activation.allCases.prefix(names.count).map(\.rawValue) == names)
  }
}
