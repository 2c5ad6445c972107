import Foundation
import Testing

@testable import RecurrentNetworks

@Suite struct ConstructedNetworkTests {
  @Test(arguments: Construction.allCases) func hasTheSizesAskedFor(construction: Construction) throws {
    for cell in construction.cells {
      let network = try ConstructedNetwork<Float>(
        construction, cell: cell, hiddenSize: 7, inputSize: 3, rate: construction == .forgetting ? 0.5 : nil)
      #expect(network.cell == cell)
      #expect(network.network.inputSize == 3 && network.network.outputSize == 7)
      #expect((network.recall == nil) == (construction != .latch))
    }
  }

  @Test func refusesCellsWithoutTheGate() {
    #expect(throws: ConstructionError.noSuchCell(.perfect, .gru, allowed: [.lstm])) {
      try ConstructedNetwork<Float>(.perfect, cell: .gru)
    }
    #expect(
      throws: ConstructionError.noSuchCell(.forgetting, .rnn, allowed: [.lstm, .gru, .gruResetBefore])
    ) {
      try ConstructedNetwork<Float>(.forgetting, cell: .rnn, rate: 0.5)
    }
  }

  @Test(arguments: Construction.latch.cells) func refusesTooFewUnits(cell: CellType) throws {
    let least = Latch.leastHiddenSize(cell)
    _ = try ConstructedNetwork<Float>(.latch, cell: cell, hiddenSize: least)
    for size in [least - 1, 0, -1, 4_097] {
      #expect(throws: ConstructionError.hiddenSize(size, .latch, cell, least: least)) {
        try ConstructedNetwork<Float>(.latch, cell: cell, hiddenSize: size)
      }
    }
    #expect(throws: ConstructionError.inputSize(0)) {
      try ConstructedNetwork<Float>(.latch, cell: cell, inputSize: 0)
    }
  }

  @Test(arguments: [0, 1, -0.5, 1e-7, 0.9999999, 2, .infinity, .nan] as [Double])
  func refusesRatesThatNoGateHas(rate: Double) {
    #expect {
      try ConstructedNetwork<Float>(.forgetting, cell: .lstm, rate: rate)
    } throws: { error in
      guard case ConstructionError.rate(let found?) = error else { return false }
      return found.bitPattern == rate.bitPattern
    }
  }

  @Test func ratesAreForForgettingOnly() {
    #expect(throws: ConstructionError.rate(nil)) { try ConstructedNetwork<Float>(.forgetting, cell: .lstm) }
    #expect(throws: ConstructionError.rateNotUsed(.latch)) {
      try ConstructedNetwork<Float>(.latch, cell: .lstm, rate: 0.5)
    }
  }

  /// The gate is the rate asked for, to the precision's rounding of its bias.
  @Test(arguments: [1e-6, 0.1, 0.5, 0.9, 0.999, 0.999999]) func gatesHaveTheRate(rate: Double) throws {
    let network = try ConstructedNetwork<Double>(.forgetting, cell: .gru, hiddenSize: 2, rate: rate)
    let gates = GateWalk(network.network, keeping: [1], stream: RandomStream(seed: 1)).steps[0].gates
    #expect(gates.map(\.gate) == [.update, .reset, .candidate])
    #expect(gates[0].values.allSatisfy { abs($0 - rate) <= 4e-15 * rate })
    let float = try ConstructedNetwork<Float>(.forgetting, cell: .lstm, hiddenSize: 2, rate: rate)
    let walk = GateWalk(float.network, keeping: [1, 3], stream: RandomStream(seed: 1))
    #expect(walk.steps.map(\.number) == [1, 3])
    #expect(walk.steps[1].gates[1].values.allSatisfy { $0 > 0 && $0 < 1 && abs(Double($0) - rate) < 1e-6 })
  }

  /// Unit j holds input 0 of j steps ago, in float32 to the last bit.
  @Test func aDelayLineHoldsTheLastInputs() throws {
    let network = try ConstructedNetwork<Float>(.delayLine, cell: .rnn, hiddenSize: 5, inputSize: 2).network
    let stream = RandomStream(seed: 2)
    let inputs = (0..<60).map { Double(stream.normal($0)) }
    let outputs = Trajectory(of: network, inputs: inputs).outputs
    for step in 0..<30 {
      for unit in 0..<5 {
        let held = step < unit ? 0 : Float(inputs[2 * (step - unit)]) * 0x1p-16
        #expect(outputs[step * 5 + unit] == held)
      }
    }
    #expect(throws: ConstructionError.noSuchCell(.delayLine, .lstm, allowed: [.rnn])) {
      try ConstructedNetwork<Float>(.delayLine, cell: .lstm)
    }
  }

  /// An integrator: c is 2^-13 times the sum of its input.
  @Test func perfectAddsUp() throws {
    let network = try ConstructedNetwork<Double>(.perfect, cell: .lstm, hiddenSize: 2).network
    var pass = ReferenceForwardPass(network)
    var output: [Double] = []
    for step in 1...1_000 { output = pass.step([Double(step % 10) - 2]) }
    let sum = 1_000 * 2.5
    // tanh(c), from which c is off by the candidates' own curvature.
    let cell = 0.5 * log((1 + output[0]) / (1 - output[0]))
    #expect(abs(cell / 0x1p-13 - sum) < 1e-3)
    #expect(output[1] == -output[0])
  }
}
