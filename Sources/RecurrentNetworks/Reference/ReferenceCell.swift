/// The plain twin of the cells: one step of one layer, one unit at a time, as the equations read, and the chain
/// rule back through it.
///
/// - RNN, ESN: h' = (1 - a) h + a f(W x + b + U h) (Jaeger et al. 2007); without a leak f itself, even where h is
///   not finite.
/// - LSTM: c' = f c + i g, h' = o tanh(c') (Gers et al. 2000); with peepholes i and f see p c, and o sees p c' (Gers et
///   al. 2002).
/// - GRU: h' = z h + (1 - z) n, with n = tanh(W x + b + r (U h + b')), or tanh(W x + b + U (r h)) with the
///   reset gate before the product (Cho et al. 2014).
enum ReferenceCell<Scalar: NetworkScalar> {
  /// What a step leaves for the next, hidden-size values each.
  struct State {
    var hidden: [Scalar]
    /// Zeros in cells that have none.
    var cell: [Scalar]
  }

  /// The state after a step.
  static func next(_ layer: RecurrentLayer<Scalar>, _ state: State, _ input: [Scalar]) -> State {
    let (arithmetic, gates) = (layer.arithmetic, gates(layer, state, input))
    let (shown, isStepwise) = (layer.cellStateActivation, arithmetic.rounding == .stepwise)
    func step(_ value: Scalar) -> Scalar { arithmetic.rounded(.stepwise, value) }
    var next = state
    for unit in 0..<layer.hiddenSize {
      switch layer.cell {
      case .rnn, .esn:
        let (rate, n) = (layer.leakRate, gates[0][unit])
        let kept = step(step(1 - rate) * state.hidden[unit])
        next.hidden[unit] = rate == 1 ? n : arithmetic.sum(kept, rate, n)
      case .lstm:
        let cell = cell(arithmetic, gates, state, unit)
        next.hidden[unit] = gates[3][unit] * step(shown.value(at: cell))
        next.cell[unit] = arithmetic.rounded(.storage, cell)
      case .gru, .gruResetBefore:
        let (z, n, h) = (gates[0][unit], gates[2][unit], state.hidden[unit])
        next.hidden[unit] =
          isStepwise ? arithmetic.sum(n, step(h - n), z) : ((1 - z) * n).addingProduct(z, h)
      }
      next.hidden[unit] = arithmetic.rounded(.storage, next.hidden[unit])
    }
    return next
  }

  /// c' of a unit of an LSTM, before it is rounded as it is stored.
  private static func cell(
    _ arithmetic: Arithmetic, _ gates: [[Scalar]], _ state: State, _ unit: Int
  ) -> Scalar {
    let added = arithmetic.rounded(.stepwise, gates[0][unit] * gates[2][unit])
    return arithmetic.sum(added, gates[1][unit], state.cell[unit])
  }

  /// The gates of the next step in the order of the cell's definition, hidden-size values each, after their
  /// activations.
  static func gates(_ layer: RecurrentLayer<Scalar>, _ state: State, _ input: [Scalar]) -> [[Scalar]] {
    let (definition, arithmetic) = (layer.cell.definition, layer.arithmetic)
    func step(_ value: Scalar) -> Scalar { arithmetic.rounded(.stepwise, value) }
    var gates: [[Scalar]] = []
    for (gate, (kind, activation)) in zip(layer.cell.gates, layer.activations).enumerated() {
      if kind == .forget, layer.variation.couplesGates {
        gates.append(gates[0].map { step(1 - $0) })
        continue
      }
      var sums = projection(layer, gate: gate, input)
      if definition.summedGates.contains(gate) {
        sums = zip(sums, recurrent(layer, gate: gate, state.hidden)).map { step($0 + $1) }
      } else if let reset = layer.cell.gates.firstIndex(of: .reset).map({ gates[$0] }) {
        if definition.reset == .beforeProduct {
          let shown = zip(reset, state.hidden).map { step($0 * $1) }
          sums = zip(sums, recurrent(layer, gate: gate, shown)).map { step($0 + $1) }
        } else {
          let bias = layer.recurrentBias[layer.columns(ofGate: gate)]
          let products = recurrent(layer, gate: gate, state.hidden, bias: Array(bias))
          for unit in sums.indices { sums[unit] = arithmetic.sum(sums[unit], reset[unit], products[unit]) }
        }
      }
      for unit in sums.indices {
        guard let weight = layer.variation.peephole(kind, unit: unit) else { break }
        let seen =
          kind == .output
          ? arithmetic.rounded(.storage, cell(arithmetic, gates, state, unit)) : state.cell[unit]
        sums[unit] = arithmetic.sum(sums[unit], weight, seen)
      }
      gates.append(sums.map { step(activation.value(at: layer.variation.clipped($0))) })
    }
    return gates
  }

  /// Bias + W x for one gate. Where a recurrent bias acts as a plain sum (z and r of a GRU), it is added here.
  private static func projection(
    _ layer: RecurrentLayer<Scalar>, gate: Int, _ input: [Scalar]
  ) -> [Scalar] {
    let (definition, arithmetic) = (layer.cell.definition, layer.arithmetic)
    return layer.columns(ofGate: gate).map { column in
      var bias = layer.bias[column]
      if definition.hasRecurrentBias, definition.summedGates.contains(gate) {
        bias = arithmetic.rounded(.stepwise, bias + layer.recurrentBias[column])
      }
      let isApart = arithmetic.rounding == .fused
      var sum = isApart ? 0 : bias
      for i in 0..<layer.inputSize {
        sum.addProduct(input[i], layer.inputKernel[i * layer.bias.count + column])
      }
      sum = arithmetic.rounded(.fused, sum)
      return isApart ? sum + bias : sum
    }
  }

  /// U h for one gate, plus a bias where there is one.
  private static func recurrent(
    _ layer: RecurrentLayer<Scalar>, gate: Int, _ hidden: [Scalar], bias: [Scalar]? = nil
  ) -> [Scalar] {
    layer.columns(ofGate: gate).enumerated().map { unit, column in
      var sum = Scalar(0)
      for k in 0..<layer.hiddenSize {
        sum.addProduct(hidden[k], layer.recurrentKernel[k * layer.bias.count + column])
      }
      guard let bias else { return layer.arithmetic.rounded(.fused, sum) }
      if layer.arithmetic.rounding == .fused { sum = layer.arithmetic.rounded(.fused, sum) }
      return layer.arithmetic.rounded(.stepwise, bias[unit] + sum)
    }
  }

  /// The chain rule through one step of a layer that is nothing but its cell.
  ///
  /// - Parameters:
  ///   - slopes: derivatives of the loss with respect to the state after the step.
  ///   - gradients: to which those with respect to the weights are added.
  /// - Returns: those with respect to the state before the step, and to the input.
  static func backward(
    _ layer: RecurrentLayer<Scalar>, input: [Scalar], before: State, after: State, slopes: State,
    _ gradients: inout LayerGradients<Scalar>
  ) -> (before: State, input: [Scalar]) {
    let gates = gates(layer, before, input)
    switch layer.cell {
    case .rnn, .esn:
      let candidate = zip(slopes.hidden, gates[0]).map { slope, n in
        layer.leakRate * slope * layer.activation.slope(value: n)
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
    let (size, activations) = (layer.hiddenSize, layer.activations)
    let shown = layer.cellStateActivation
    var deltas = [Scalar](repeating: 0, count: 4 * size)
    var direct = State(hidden: slopes.hidden.map { _ in 0 }, cell: slopes.cell)
    for unit in 0..<size {
      let (i, f, g, o) = (gates[0][unit], gates[1][unit], gates[2][unit], gates[3][unit])
      let squashed = shown.value(at: after.cell[unit])
      let cell = slopes.cell[unit] + slopes.hidden[unit] * o * shown.slope(value: squashed)
      deltas[unit] = cell * g * activations[0].slope(value: i)
      deltas[size + unit] = cell * before.cell[unit] * activations[1].slope(value: f)
      deltas[2 * size + unit] = cell * i * activations[2].slope(value: g)
      deltas[3 * size + unit] = slopes.hidden[unit] * squashed * activations[3].slope(value: o)
      direct.cell[unit] = cell * f
    }
    return finish(layer, input, before, deltas: deltas, recurrentDeltas: deltas, direct, &gradients)
  }

  private static func backwardGRU(
    _ layer: RecurrentLayer<Scalar>, _ gates: [[Scalar]], _ input: [Scalar], _ before: State,
    _ slopes: State, _ gradients: inout LayerGradients<Scalar>
  ) -> (before: State, input: [Scalar]) {
    let (size, activations) = (layer.hiddenSize, layer.activations)
    var deltas = [Scalar](repeating: 0, count: 3 * size)
    var direct = State(hidden: slopes.hidden.map { _ in 0 }, cell: slopes.cell)
    for unit in 0..<size {
      let (z, n, slope) = (gates[0][unit], gates[2][unit], slopes.hidden[unit])
      deltas[unit] = slope * (before.hidden[unit] - n) * activations[0].slope(value: z)
      deltas[2 * size + unit] = slope * (1 - z) * activations[2].slope(value: n)
      direct.hidden[unit] = slope * z
    }
    let candidate = Array(deltas[(2 * size)...])
    let r = gates[1]
    var recurrentDeltas = deltas
    if layer.cell.reset == .afterProduct {
      // The candidate's recurrent product q = U h + b' enters as r q.
      for unit in 0..<size {
        var q = layer.recurrentBias[2 * size + unit]
        for k in 0..<size { q += before.hidden[k] * layer.recurrentKernel[3 * size * k + 2 * size + unit] }
        deltas[size + unit] = candidate[unit] * q * activations[1].slope(value: r[unit])
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
        deltas[size + k] = slope * before.hidden[k] * activations[1].slope(value: r[k])
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
      if layer.cell.hasRecurrentBias { gradients.recurrentBias[column] += recurrentDeltas[column] }
    }
    return (back, inputSlopes)
  }
}

extension Arithmetic {
  /// sum + a b.
  fileprivate func sum<Scalar: NetworkScalar>(_ sum: Scalar, _ a: Scalar, _ b: Scalar) -> Scalar {
    rounding == .stepwise
      ? rounded(.stepwise, rounded(.stepwise, a * b) + sum) : sum.addingProduct(a, b)
  }
}
