import Testing

@testable import RecurrentNetworks

/// Dense layers on a network.
@Suite struct NetworkHeadTests {
  private func layer(
    _ outputs: Int, _ activation: HeadActivation, seed: UInt64
  ) -> NetworkHead.Layer {
    let stream = RandomStream(seed: seed)
    return NetworkHead.Layer(
      inputSize: 3, outputSize: outputs, weights: (0..<UInt64(3 * outputs)).map { Double(stream.normal($0)) },
      bias: (0..<UInt64(outputs)).map { Double(stream.child(1).normal($0)) }, activation: activation)
  }

  /// Against central differences, of every activation, below another layer and by itself.
  @Test(arguments: Activation.tested.map(HeadActivation.curve) + [.softmax])
  func derivatives(activation: HeadActivation) {
    let (one, top) = (layer(3, activation, seed: 1), layer(4, .softmax, seed: 2))
    for head in [NetworkHead(name: "x", layers: [one]), NetworkHead(name: "x", layers: [one, top])] {
      for seed in 3..<8 {
        let stream = RandomStream(seed: UInt64(seed))
        let numbers = (0..<6).map { Double(stream.normal($0)) }
        let (hidden, direction) = (Array(numbers[..<3]), Array(numbers[3...]))
        let found = head.derivative(at: hidden, along: direction)
        let ends = [1e-6, -1e-6].map { step in
          head.outputs(of: zip(hidden, direction).map { $0 + step * $1 })
        }
        #expect(found.count == head.outputSize)
        for (slope, values) in zip(found, zip(ends[0], ends[1])) {
          #expect(abs(slope - (values.0 - values.1) / 2e-6) < 1e-7 * max(1, abs(slope)))
        }
      }
    }
  }

  /// Shares of a sum of 1 change by 0 in all: of two equal ones a quarter of the difference each.
  @Test func aSoftmaxByArithmetic() {
    let head = NetworkHead(
      name: "x",
      layers: [
        .init(inputSize: 2, outputSize: 2, weights: [1, 0, 0, 1], bias: [0, 0], activation: .softmax)
      ])
    #expect(head.derivative(at: [3, 3], along: [1, 0]) == [0.25, -0.25])
    #expect(head.derivative(at: [3, 3], along: [1, 1]) == [0, 0])
  }
}
