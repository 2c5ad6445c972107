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
