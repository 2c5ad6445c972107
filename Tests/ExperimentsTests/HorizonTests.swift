import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Experiments

/// No count that grows with the horizon passes for memory: in a longer run every count that is reached and clear of the
/// rounding floor is the same again.
@Suite struct HorizonTests {
  private func measured<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, totalSteps: Int, seed: UInt64 = 4
  ) throws -> DivergenceMeasurement {
    try Divergence.measure(
      network,
      inputs: DivergingInputs(inputSize: network.inputSize, stream: RandomStream(seed: seed)),
      settings: DivergenceSettings(
        totalSteps: totalSteps, thresholds: [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]))
  }

  private func expectTheSameInALongerRun(_ network: RecurrentNetwork<Float>, seed: UInt64) throws {
    let short = try measured(network, totalSteps: 20_000, seed: seed)
    let long = try measured(network, totalSteps: 60_000, seed: seed)
    let thresholds = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
    for (place, threshold) in thresholds.enumerated() {
      let count = short.thresholds[place]
      guard count.reached, short.floor.isClear(of: threshold) else { continue }
      #expect(long.thresholds[place] == count && long.floor.isClear(of: threshold), "\(threshold)")
    }
    // What is told of the longer run is a matter of memory, or is marked.
    for (place, threshold) in thresholds.enumerated() where long.thresholds[place] != short.thresholds[place]
    {
      #expect(!long.thresholds[place].reached || !long.floor.isClear(of: threshold), "\(threshold)")
    }
  }

  /// The steps to 1e-6 of this network are 1,335 in 30,000 steps, 15,638 in 100,000 and 332,647 in 400,000 in float32, and
  /// 1,112 in float64 at any length (medians of ten pairs).
  @Test(arguments: 0..<2 as Range<UInt64>) func aTrainedNetworkInItsRounding(seed: UInt64) throws {
    let network = try committedNetwork("results/networks/adding-keras-gru32.keras")
    let single = RecurrentNetwork<Float>(rounding: network)
    try expectTheSameInALongerRun(single, seed: seed)
    let float32 = try measured(single, totalSteps: 20_000, seed: seed)
    #expect(!float32.floor.isClear(of: 1e-6) && float32.floor.isClear(of: 1e-4))
    let double = RecurrentNetwork<Double>(rounding: network)
    let float64 = try [20_000, 40_000].map { try measured(double, totalSteps: $0, seed: seed) }
    #expect(float64[0].thresholds[5].reached && float64[0].thresholds == float64[1].thresholds)
    #expect(float64.allSatisfy { $0.floor.isClear(of: 1e-7) })
  }

  /// Of one input LSTM and GRU as drawn have a floor far enough below 1e-6, and a plain RNN has not.
  @Test(arguments: [CellType.lstm, .gru, .rnn]) func drawnNetworksInTheirRounding(cell: CellType) throws {
    let network = RecurrentNetwork<Float>(
      shape: NetworkShape(cell: cell, layers: 1, inputSize: 1, hiddenSize: 64),
      initialization: Initialization(.glorot), stream: RandomStream(seed: 6))
    try expectTheSameInALongerRun(network, seed: 1)
    let floor = try measured(network, totalSteps: 20_000, seed: 1).floor
    #expect(floor.isClear(of: 1e-6) == (cell != .rnn), "\(floor)")
  }
}
