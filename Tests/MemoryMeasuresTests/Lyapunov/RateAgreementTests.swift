import Foundation
import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Decay rates beside exponents of networks in which both are known, and of which nothing is to be said.
@Suite struct RateAgreementTests {
  private func agreement(
    _ network: RecurrentNetwork<Double>, runs: Int = 6, steps: Int = 2_000
  ) throws -> RateAgreement {
    try RateAgreement(
      (0..<runs).map { index in
        let stream = RandomStream(seed: 9).child(UInt64(index))
        let divergence = try Divergence.measure(
          network, inputs: DivergingInputs(inputSize: network.inputSize, stream: stream),
          settings: DivergenceSettings(totalSteps: 100 + steps, uniqueSteps: 100))
        let lyapunov = try Lyapunov.measure(
          network,
          settings: LyapunovSettings(washoutSteps: 100, alignmentSteps: 100, steps: 1_000, blocks: 10),
          stream: stream)
        return (divergence, lyapunov)
      })
  }

  private func linear(_ rates: [Double], fed: [Double]) -> RecurrentNetwork<Double> {
    let size = rates.count
    return RecurrentNetwork(layers: [
      RecurrentLayer(
        cell: .esn, inputSize: 1, hiddenSize: size, inputKernel: fed,
        recurrentKernel: (0..<size * size).map { $0 % (size + 1) == 0 ? rates[$0 / size] : 0 },
        bias: Array(repeating: 0, count: size), activation: .identity)
    ])
  }

  private func constructed(_ construction: Construction, _ cell: CellType, rate: Double? = nil) throws
    -> RecurrentNetwork<Double>
  {
    try ConstructedNetwork<Double>(construction, cell: cell, hiddenSize: 8, rate: rate).network
  }

  // MARK: Known rates

  @Test func aLinearNetworkForgetsAtItsLargestExponent() throws {
    let found = try agreement(linear([0.5, 0.9], fed: [1, 1]))
    #expect(found.verdict == .agree && found.count == 6 && found.gaps.isEmpty)
    #expect(abs(found.exponent - log(0.9)) < 1e-9 && abs(found.rate - log(0.9)) < 0.01 && found.margin < 0.1)
  }

  /// The unit that forgets last is fed nothing, so that no difference is in it.
  @Test func whatIsNotFedDoesNotDecay() throws {
    let found = try agreement(linear([0.5, 0.9], fed: [1, 0]))
    #expect(found.verdict == .differ && found.count == 6)
    #expect(abs(found.exponent - log(0.9)) < 1e-9 && abs(found.rate - log(0.5)) < 1e-3)
    #expect(abs(found.deviation - (log(0.5) - log(0.9)) / abs(log(0.9))) < 1e-2)
  }

  @Test(arguments: [CellType.lstm, .gru]) func forgettingAtAKnownRate(cell: CellType) throws {
    let found = try agreement(constructed(.forgetting, cell, rate: 0.8))
    #expect(found.verdict == .agree && abs(found.rate - log(0.8)) < 0.02, "\(found)")
  }

  // MARK: No rates

  @Test func whatCannotBeCompared() throws {
    let latch = try agreement(constructed(.latch, .lstm))
    #expect(latch.verdict == .tooFew && latch.count == 0 && latch.gaps == [.notDecaying: 6])
    #expect(latch.rate.isNaN && latch.deviation.isNaN)
    let memoryless = try agreement(constructed(.memoryless, .gru))
    #expect(memoryless.verdict == .tooFew && memoryless.gaps == [.lost: 6])
    #expect(try agreement(linear([1e-8], fed: [1])).gaps == [.mergedTooSoon: 6])
    #expect(try agreement(linear([0.999], fed: [1]), steps: 200).gaps == [.notFallen: 6])
    // Chaos, as both see it.
    var initialization = Initialization(.glorot)
    initialization.gain = 4
    let chaotic = RecurrentNetwork<Double>(
      shape: NetworkShape(cell: .rnn, inputSize: 1, hiddenSize: 64), initialization: initialization,
      stream: RandomStream(seed: 1))
    #expect(try agreement(chaotic).gaps == [.notDecaying: 6])
  }

  /// Four rates are too few to judge by, however alike.
  @Test func tooFewRuns() throws {
    let found = try agreement(linear([0.7], fed: [1]), runs: 4)
    #expect(found.count == 4 && found.verdict == .tooFew && abs(found.deviation) < 1e-3)
  }

  // MARK: Errors

  /// Rates of -0.1, and exponents that lie around this, by this much.
  private func made(_ exponent: Double, spread: Double, error: Double = 1e-4) -> RateAgreement {
    RateAgreement(
      (0..<10).map { index in
        var divergence = DivergenceMeasurement(
          firstEqual: .init(steps: 9, reached: true), settled: .init(steps: 9, reached: true),
          merged: .init(steps: 9, reached: true), thresholds: [], outcome: .merged, finalDifference: 0)
        divergence.decay = DecayFit(rate: -0.1, standardError: 1e-4, firstStep: 1, lastStep: 9)
        let sign: Double = index.isMultiple(of: 2) ? 1 : -1
        return (
          divergence,
          LyapunovMeasurement(exponents: [exponent + sign * spread], standardErrors: [error], stateSize: 1)
        )
      })
  }

  @Test func verdictsFollowTheErrors() {
    #expect(made(-0.1, spread: 0.001).verdict == .agree)
    // 99% of 10 repeats: 3.25 times the spread of 0.0105, over √10, of 0.1.
    let wide = made(-0.1, spread: 0.01)
    #expect(wide.verdict == .open && abs(wide.margin - 3.25 * 0.01054 / 3.1623 / 0.1) < 1e-3)
    // Errors of each count where there is no spread.
    #expect(made(-0.1, spread: 0, error: 0.02).verdict == .open)
    #expect(made(-0.08, spread: 0.001).verdict == .differ && made(0.08, spread: 0.001).verdict == .differ)
    #expect(made(-0.08, spread: 0.02).verdict == .open)
    #expect(made(-0.1, spread: 0, error: .nan).verdict == .open)
  }

  /// Tables of Student's distribution.
  @Test(arguments: [(4, 4.604), (9, 3.250), (29, 2.756), (1_000, 2.581)])
  func student(freedom: Int, expected: Double) {
    #expect(abs(RateAgreement.student(freedom) / expected - 1) < (freedom == 4 ? 0.013 : 1e-3))
  }
}
