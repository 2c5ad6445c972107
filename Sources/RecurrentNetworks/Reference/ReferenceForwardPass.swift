/// The plain forward pass: one step at a time, one unit at a time, as the equations read (`ReferenceCell`).
///
/// It is the twin against which the fast kernels are tested, and the place to look up what they compute. It
/// adds in the same order (the input projection, inputs ascending, plus the recurrent product, hidden units
/// ascending, each by fused multiply-adds) and takes exp and tanh from the C library, so the two differ by the
/// activations' last bits only.
package struct ReferenceForwardPass<Scalar: NetworkScalar> {
  private let network: RecurrentNetwork<Scalar>
  /// Of every layer, after the last step.
  private(set) var states: [ReferenceCell<Scalar>.State]

  /// Starts from zero state.
  package init(_ network: RecurrentNetwork<Scalar>) {
    self.network = network
    states = network.layers.map { layer in
      let zero = [Scalar](repeating: 0, count: layer.hiddenSize)
      return ReferenceCell.State(hidden: zero, cell: zero)
    }
  }

  /// Starts from given states, one for every layer.
  init(_ network: RecurrentNetwork<Scalar>, states: [ReferenceCell<Scalar>.State]) {
    self.network = network
    self.states = states
  }

  /// Advances by one step and returns the output, the last layer's hidden state, output-size values.
  ///
  /// - Precondition: `input` has input-size values.
  package mutating func step(_ input: [Scalar]) -> [Scalar] {
    var signal = input
    for (index, layer) in network.layers.enumerated() {
      states[index] = ReferenceCell.next(layer, states[index], signal)
      signal = states[index].hidden
    }
    return signal
  }

  /// What the gates of the first layer will be in the next step, given its input: gates in the order of the
  /// cell's definition, each with hidden-size values, after their activations.
  package func firstLayerGates(_ input: [Scalar]) -> [(gate: Gate, values: [Scalar])] {
    let layer = network.layers[0]
    return zip(layer.cell.gates, ReferenceCell.gates(layer, states[0], input)).map { (gate: $0, values: $1) }
  }
}

/// The gates of a network's first layer, step by step, as the plain forward pass has them.
package struct GateWalk<Scalar: NetworkScalar>: Sendable {
  /// One step.
  package struct Step: Sendable {
    /// From 1.
    package let number: Int
    package let input: [Scalar]
    /// In the order of the cell's definition, hidden-size values each, after their activations.
    package let gates: [(gate: Gate, values: [Scalar])]
    /// The hidden state after the step.
    package let hidden: [Scalar]
  }

  package let steps: [Step]

  /// Walks standard normal inputs.
  ///
  /// - Parameters:
  ///   - numbers: the steps to keep, ascending, from 1.
  ///   - stream: of which the inputs are a pure function.
  package init(_ network: RecurrentNetwork<Scalar>, keeping numbers: [Int], stream: RandomStream) {
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
