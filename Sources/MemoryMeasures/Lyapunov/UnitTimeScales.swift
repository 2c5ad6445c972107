import Foundation
import RecurrentNetworks

/// In how many steps units forget by their own gates.
///
/// What a unit carries on, c of an LSTM and h of a GRU, a step multiplies by the gate that keeps it, f or z, and adds to
/// it. A unit that heard of no other would have the Lyapunov exponent <ln f>, and forget in -1/<ln f> steps, to 1/e: its time
/// scale along a trajectory. (Not -1/ln<f>, which is longer: by Jensen's inequality <ln f> is at most ln<f>.) Where nothing
/// but the bias acts on the gate, that is -1/ln σ(b). A leaky unit keeps 1 - a, always.
package enum UnitTimeScales {
  /// Of every unit of a layer by the bias of its gate alone (of a file from PyTorch the sum of both); nil where no gate
  /// keeps what units carry on.
  package static func ofBiases(_ layer: RecurrentLayer<Double>) -> [Double]? {
    guard layer.keepsByGates else { return nil }
    let (units, variation) = (layer.hiddenSize, layer.variation)
    guard let keeping = variation.couplesGates ? .input : layer.cell.keepingGate,
      let gate = layer.cell.gates.firstIndex(of: keeping)
    else {
      let scale = LyapunovMeasurement.timeConstant(ofExponent: log1p(-layer.leakRate))
      return Array(repeating: scale, count: units)
    }
    return (gate * units..<(gate + 1) * units).map { place in
      let bias = layer.bias[place] + (layer.cell.hasRecurrentBias ? layer.recurrentBias[place] : 0)
      let response = Response(layer.gateActivation, at: bias, clip: variation.clip)
      return LyapunovMeasurement.timeConstant(
        ofExponent: (variation.couplesGates ? response.coupled : response).logarithm)
    }
  }
}

extension RecurrentLayer {
  /// Whether units carry something on by themselves, and how much of it is told by a gate, or by a leak.
  var keepsByGates: Bool { cell.keepingGate != nil || leakRate < 1 }
}

/// What a gate or a candidate is at a pre-activation, with its derivative.
struct Response {
  let value: Double
  let slope: Double
  /// 1 less the value, for gates: of a sigmoid to the last digits.
  let rest: Double

  /// - Parameter clip: what the pre-activation is bounded to, plus or minus.
  init(_ activation: Activation, at x: Double, clip: Double = .infinity) {
    let clipped = x.clipped(to: clip)
    let isSigmoid = activation.curve == .sigmoid
    value = activation.value(at: clipped)
    rest = isSigmoid ? activation.value(at: -clipped) : 1 - value
    slope = clipped != x ? 0 : isSigmoid ? value * rest : activation.slope(at: x)
  }

  private init(value: Double, slope: Double, rest: Double) {
    (self.value, self.slope, self.rest) = (value, slope, rest)
  }

  /// The forget gate that is coupled to this input gate; its slope is part of that one's.
  var coupled: Response { Response(value: rest, slope: 0, rest: value) }

  /// ln |value|: of a sigmoid near 1, too, to the last digits.
  var logarithm: Double { value > 0.5 ? log1p(-rest) : log(value.magnitude) }
}
