/// The chain rule through one step of one cell (`ReferenceForwardPass` has the equations).
enum ReferenceCell<Scalar: NetworkScalar> {
  typealias State = ReferenceForwardPass<Scalar>.State

  /// - Parameters:
  ///   - slopes: derivatives of the loss with respect to the state after the step.
  ///   - gradients: to which those with respect to the weights are added.
  /// - Returns: those with respect to the state before the step, and to the input.
  static func backward(
    _ layer: RecurrentLayer<Scalar>, input: [Scalar], before: State, after: State, slopes: State,
    _ gradients: inout LayerGradients<Scalar>
  ) -> (before: State, input: [Scalar]) {
    let gates = ReferenceForwardPass.gates(layer, before, input)
    switch layer.cell {
    case .rnn, .esn:
      let isLinear = layer.activation == .identity
      let candidate = zip(slopes.hidden, gates[0]).map { slope, n in
        layer.leakRate * slope * (isLinear ? 1 : slopeOfTanh(n))
      }
      return finish(
        layer, input, before, deltas: candidate, recurrentDeltas: candidate,
        State(hidden: slopes.hidden.map { (1 - layer.leakRate) * $0 }, cell: slopes.cell), &gradients)
    case .lstm:
      return backwardLSTM(layer, gates, input, before, after, slopes, &gradients)
    case .gru, .gruResetBefore:
      return backwardGRU(layer, gates, input, before, slopes, &gradients)
    }
  }

  private static func backwardLSTM(
    _ layer: RecurrentLayer<Scalar>, _ gates: [[Scalar]], _ input: [Scalar], _ before: State, _ after: State,
    _ slopes: State, _ gradients: inout LayerGradients<Scalar>
  ) -> (before: State, input: [Scalar]) {
    let size = layer.hiddenSize
    var deltas = [Scalar](repeating: 0, count: 4 * size)
    var direct = State(hidden: slopes.hidden.map { _ in 0 }, cell: slopes.cell)
    for unit in 0..<size {
      let (i, f, g, o) = (gates[0][unit], gates[1][unit], gates[2][unit], gates[3][unit])
      let squashed = ReferenceForwardPass.tanh(after.cell[unit])
      let cell = slopes.cell[unit] + slopes.hidden[unit] * o * slopeOfTanh(squashed)
      deltas[unit] = cell * g * slopeOfSigmoid(i)
      deltas[size + unit] = cell * before.cell[unit] * slopeOfSigmoid(f)
      deltas[2 * size + unit] = cell * i * slopeOfTanh(g)
      deltas[3 * size + unit] = slopes.hidden[unit] * squashed * slopeOfSigmoid(o)
      direct.cell[unit] = cell * f
    }
    return finish(layer, input, before, deltas: deltas, recurrentDeltas: deltas, direct, &gradients)
  }

  private static func backwardGRU(
    _ layer: RecurrentLayer<Scalar>, _ gates: [[Scalar]], _ input: [Scalar], _ before: State,
    _ slopes: State, _ gradients: inout LayerGradients<Scalar>
  ) -> (before: State, input: [Scalar]) {
    let size = layer.hiddenSize
    var deltas = [Scalar](repeating: 0, count: 3 * size)
    var direct = State(hidden: slopes.hidden.map { _ in 0 }, cell: slopes.cell)
    for unit in 0..<size {
      let (z, n, slope) = (gates[0][unit], gates[2][unit], slopes.hidden[unit])
      deltas[unit] = slope * (before.hidden[unit] - n) * slopeOfSigmoid(z)
      deltas[2 * size + unit] = slope * (1 - z) * slopeOfTanh(n)
      direct.hidden[unit] = slope * z
    }
    let candidate = Array(deltas[(2 * size)...])
    let r = gates[1]
    var recurrentDeltas = deltas
    if layer.cell == .gru {
      // The candidate's recurrent product q = U h + b' enters as r q.
      for unit in 0..<size {
        var q = layer.recurrentBias[2 * size + unit]
        for k in 0..<size { q += before.hidden[k] * layer.recurrentKernel[3 * size * k + 2 * size + unit] }
        deltas[size + unit] = candidate[unit] * q * slopeOfSigmoid(r[unit])
        recurrentDeltas[2 * size + unit] = candidate[unit] * r[unit]
      }
    } else {
      // The candidate's recurrent product is U (r h).
      for k in 0..<size {
        var slope = Scalar(0)
        for unit in 0..<size {
          let place = 3 * size * k + 2 * size + unit
          slope += layer.recurrentKernel[place] * candidate[unit]
          gradients.recurrentKernel[place] += r[k] * before.hidden[k] * candidate[unit]
        }
        deltas[size + k] = slope * before.hidden[k] * slopeOfSigmoid(r[k])
        direct.hidden[k] += slope * r[k]
        recurrentDeltas[2 * size + k] = 0
      }
    }
    for unit in 0..<2 * size { recurrentDeltas[unit] = deltas[unit] }
    return finish(layer, input, before, deltas: deltas, recurrentDeltas: recurrentDeltas, direct, &gradients)
  }

  /// From the derivatives with respect to the gates' input projections and recurrent products to all others.
  ///
  /// - Parameter direct: what reaches the state before the step by other ways.
  private static func finish(
    _ layer: RecurrentLayer<Scalar>, _ input: [Scalar], _ before: State, deltas: [Scalar],
    recurrentDeltas: [Scalar], _ direct: State, _ gradients: inout LayerGradients<Scalar>
  ) -> (before: State, input: [Scalar]) {
    var (back, inputSlopes) = (direct, [Scalar](repeating: 0, count: layer.inputSize))
    let columns = deltas.count
    for column in 0..<columns {
      for i in 0..<layer.inputSize {
        gradients.inputKernel[i * columns + column] += input[i] * deltas[column]
        inputSlopes[i] += layer.inputKernel[i * columns + column] * deltas[column]
      }
      for k in 0..<layer.hiddenSize {
        gradients.recurrentKernel[k * columns + column] += before.hidden[k] * recurrentDeltas[column]
        back.hidden[k] += layer.recurrentKernel[k * columns + column] * recurrentDeltas[column]
      }
      gradients.bias[column] += deltas[column]
      if layer.cell == .gru { gradients.recurrentBias[column] += recurrentDeltas[column] }
    }
    return (back, inputSlopes)
  }

  private static func slopeOfTanh(_ value: Scalar) -> Scalar { 1 - value * value }
  private static func slopeOfSigmoid(_ value: Scalar) -> Scalar { value * (1 - value) }
}
