import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct ConstructionTextTests {
  @Test func aLatch() throws {
    let latch = try ConstructedNetwork<Float>(.latch, cell: .lstm, hiddenSize: 4)
    #expect(
      ConstructionText(latch).summary == """
        latch: lstm, hidden size 4, input size 1, float32; 96 weights and biases
        Returns input 0 of step 1 after any number of steps, whatever comes after it.

        Readout       answer = 2^76 · h[0]   (--readout-unit 0 --readout-scale 7.555786372591432e22)
        Answers       from step 1 on
        Error         none, not one bit, for 2^-50 ≤ |x| ≤ 2^20 (8.9e-16 to 1,048,576); at most 2^-50 for smaller x
        Later inputs  of any size up to 3.4e+38 change nothing

        Units
          0  store    holds 2^-76 times input 0 of step 1
          1  flag     0 before the first step, tanh(1) after it: closes the store's input gate
          2  display  shows tanh(tanh(the answer)), at the scale of other networks' outputs
          3  unused: all weights are 0

        """)
  }

  /// Every gate with its formula, and the values of the plain forward pass.
  @Test func theExplanationOfAnRNN() throws {
    let latch = try ConstructedNetwork<Float>(.latch, cell: .rnn, hiddenSize: 6)
    let lines = ConstructionText(latch).explanation(seed: 0).split(separator: "\n").map(String.init)
    #expect(lines.first { $0.contains("1 gate") }?.contains("tanh(2^-76 x[0] + 2^100 h[2])") == true)
    let shut = lines.first { $0.contains("3 shut") }
    #expect(shut?.hasSuffix("  0  1  1  1   1      1") == true || shut?.contains("tanh(1024 h[2])") == true)
    #expect(lines.contains { $0.contains("tanh(h[1] - h[3])") })
    let first = lines.first { $0.hasPrefix("Answers") }?.split(separator: " ").last
    #expect(lines.last == "  step 1,000: \(first ?? "?")")
  }

  @Test(arguments: [(0.5, "24"), (0.9, "158")]) func aForgettingNetwork(rate: Double, step: String) throws {
    let network = try ConstructedNetwork<Float>(.forgetting, cell: .gru, hiddenSize: 2, rate: rate)
    #expect(
      ConstructionText(network).summary == """
        forgetting: gru, hidden size 2, input size 1, float32; 30 weights and biases
        Forgets at a constant rate: after each step \(rate) of the past is left. A difference is lost in the last \
        bit near step \(step).

        """)
  }
}
