import Foundation

/// The plain forward pass: one step at a time, one unit at a time, as the equations read.
///
/// It is the twin against which the fast kernels are tested, and the place to look up what they compute. It
/// adds in the same order (the input projection, inputs ascending, plus the recurrent product, hidden units
/// ascending, each by fused multiply-adds) and takes exp and tanh from the C library, so the two differ by the
/// activations' last bits only.
public struct ReferenceForwardPass<Scalar: NetworkScalar> {
  private let network: RecurrentNetwork<Scalar>
  /// Of every layer, after the last step.
  private(set) var states: [State]

  struct State {
    var hidden: [Scalar]
    /// LSTM only; elsewhere zeros.
    var cell: [Scalar]
  }

  /// Starts from zero state.
  public init(_ network: RecurrentNetwork<Scalar>) {
    self.network = network
    states = network.layers.map { layer in
      let zero = [Scalar](repeating: 0, count: layer.hiddenSize)
      return State(hidden: zero, cell: zero)
    }
  }

  /// Starts from given states, one for every layer.
  init(_ network: RecurrentNetwork<Scalar>, states: [State]) {
    self.network = network
    self.states = states
  }

  /// Advances by one step and returns the output, the last layer's hidden state, output-size values.
  ///
  /// - Precondition: `input` has input-size values.
  public mutating func step(_ input: [Scalar]) -> [Scalar] {
    var signal = input
    for (index, layer) in network.layers.enumerated() {
      states[index] = Self.next(layer, states[index], signal)
      signal = states[index].hidden
    }
    return signal
  }

  /// What the gates of the first layer will be in the next step, given its input: gates in the order of the
  /// cell's blocks, each with hidden-size values, after sigmoid or tanh.
  public func firstLayerGates(_ input: [Scalar]) -> [(gate: Gate, values: [Scalar])] {
    let layer = network.layers[0]
    return Array(zip(layer.cell.gates, Self.gates(layer, states[0], input))).map { (gate: $0, values: $1) }
  }

  /// LSTM: c' = f c + i g, h' = o tanh(c') (Gers et al. 2000).
  /// GRU: h' = z h + (1 - z) n, with n = tanh(W x + b + r (U h + b')), or tanh(W x + b + U (r h)) with the
  /// reset gate before the product (Cho et al. 2014).
  private static func next(_ layer: RecurrentLayer<Scalar>, _ state: State, _ input: [Scalar]) -> State {
    let gates = gates(layer, state, input)
    var next = state
    switch layer.cell {
    case .rnn:
      next.hidden = gates[0]
    case .esn:
      for unit in 0..<layer.hiddenSize {
        next.hidden[unit] = leaky(layer, old: state.hidden[unit], new: gates[0][unit])
      }
    case .lstm:
      for unit in 0..<layer.hiddenSize {
        let (i, f, g, o) = (gates[0][unit], gates[1][unit], gates[2][unit], gates[3][unit])
        next.cell[unit] = (i * g).addingProduct(f, state.cell[unit])
        next.hidden[unit] = o * tanh(next.cell[unit])
      }
    case .gru, .gruResetBefore:
      for unit in 0..<layer.hiddenSize {
        let (z, n) = (gates[0][unit], gates[2][unit])
        next.hidden[unit] = ((1 - z) * n).addingProduct(z, state.hidden[unit])
      }
    }
    return next
  }

  /// h' = (1 - a) h + a n (Jaeger et al. 2007); without a leak n itself, even where h is not finite.
  private static func leaky(_ layer: RecurrentLayer<Scalar>, old: Scalar, new: Scalar) -> Scalar {
    let rate = layer.leakRate
    return rate == 1 ? new : ((1 - rate) * old).addingProduct(rate, new)
  }

  /// The gates' activations, in the order of the blocks.
  static func gates(
    _ layer: RecurrentLayer<Scalar>, _ state: State, _ input: [Scalar]
  ) -> [[Scalar]] {
    func sums(_ gate: Int) -> [Scalar] {
      recurrent(layer, gate: gate, onto: projection(layer, gate: gate, input), state.hidden)
    }
    switch layer.cell {
    case .rnn:
      return [sums(0).map(tanh)]
    case .esn:
      return [layer.activation == .tanh ? sums(0).map(tanh) : sums(0)]
    case .lstm:
      return [sums(0).map(sigmoid), sums(1).map(sigmoid), sums(2).map(tanh), sums(3).map(sigmoid)]
    case .gru, .gruResetBefore:
      let (z, r) = (sums(0).map(sigmoid), sums(1).map(sigmoid))
      return [z, r, candidate(layer, projection(layer, gate: 2, input), reset: r, state.hidden)]
    }
  }

  private static func candidate(
    _ layer: RecurrentLayer<Scalar>, _ projection: [Scalar], reset: [Scalar], _ hidden: [Scalar]
  ) -> [Scalar] {
    if layer.cell == .gruResetBefore {
      let scaled = zip(reset, hidden).map { $0 * $1 }
      return recurrent(layer, gate: 2, onto: projection, scaled).map(tanh)
    }
    let bias = Array(layer.recurrentBias[2 * layer.hiddenSize..<3 * layer.hiddenSize])
    let product = recurrent(layer, gate: 2, onto: bias, hidden)
    return zip(projection, zip(reset, product)).map { tanh($0.addingProduct($1.0, $1.1)) }
  }

  /// Bias + W x for one gate. Where a recurrent bias acts as a plain sum (z and r of a GRU), it is added here.
  private static func projection(
    _ layer: RecurrentLayer<Scalar>, gate: Int, _ input: [Scalar]
  ) -> [Scalar] {
    let (size, columns) = (layer.hiddenSize, layer.cell.gateCount * layer.hiddenSize)
    return (gate * size..<(gate + 1) * size).map { column in
      var sum = layer.bias[column]
      if layer.cell == .gru, gate < 2 { sum += layer.recurrentBias[column] }
      for i in 0..<layer.inputSize { sum.addProduct(input[i], layer.inputKernel[i * columns + column]) }
      return sum
    }
  }

  /// `sums` + U h for one gate.
  private static func recurrent(
    _ layer: RecurrentLayer<Scalar>, gate: Int, onto sums: [Scalar], _ hidden: [Scalar]
  ) -> [Scalar] {
    let (size, columns) = (layer.hiddenSize, layer.cell.gateCount * layer.hiddenSize)
    return (0..<size).map { unit in
      var sum = Scalar(0)
      for k in 0..<size { sum.addProduct(hidden[k], layer.recurrentKernel[k * columns + gate * size + unit]) }
      return sums[unit] + sum
    }
  }

  static func tanh(_ x: Scalar) -> Scalar { Scalar(Foundation.tanh(Double(x))) }
  private static func sigmoid(_ x: Scalar) -> Scalar { Scalar(1 / (1 + Foundation.exp(-Double(x)))) }
}

/// The gates of a network's first layer, step by step, as the plain forward pass has them.
public struct GateWalk<Scalar: NetworkScalar>: Sendable {
  /// One step.
  public struct Step: Sendable {
    /// From 1.
    public let number: Int
    public let input: [Scalar]
    /// In the order of the cell's blocks, hidden-size values each, after sigmoid or tanh.
    public let gates: [(gate: Gate, values: [Scalar])]
    /// The hidden state after the step.
    public let hidden: [Scalar]
  }

  public let steps: [Step]

  /// Walks standard normal inputs.
  ///
  /// - Parameters:
  ///   - numbers: the steps to keep, ascending, from 1.
  ///   - stream: of which the inputs are a pure function.
  public init(_ network: RecurrentNetwork<Scalar>, keeping numbers: [Int], stream: RandomStream) {
    var pass = ReferenceForwardPass(network)
    var steps: [Step] = []
    let size = network.inputSize
    for number in 1...max(1, numbers.last ?? 1) {
      let input = (0..<size).map { Scalar(stream.normal(UInt64((number - 1) * size + $0))) }
      let gates = numbers.contains(number) ? pass.firstLayerGates(input) : []
      let hidden = pass.step(input)
      if numbers.contains(number) {
        steps.append(Step(number: number, input: input, gates: gates, hidden: hidden))
      }
    }
    self.steps = steps
  }
}
