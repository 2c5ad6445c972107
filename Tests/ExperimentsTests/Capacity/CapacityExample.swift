import Experiments
import MemoryMeasures
import RecurrentNetworks

/// Small plans of memory capacities.
enum CapacityExample {
  static func settings(maximumDelay: Int = 12) throws -> CapacitySettings {
    try CapacitySettings(
      washoutSteps: 50, trainingSteps: 200, testSteps: 150, maximumDelay: maximumDelay, surrogates: 2)
  }

  static func plan(
    repeats: Int = 2, seed: UInt64 = 3, leakRate: Double = 0.5, maximumDelay: Int = 12
  ) throws -> CapacityPlan {
    var initialization = Initialization(.glorot)
    initialization.reservoir = try Reservoir(leakRate: leakRate)
    return try CapacityPlan(
      subjects: .grid(
        CapacityGrid(cells: [.esn, .gru], layers: [1, 2], hiddenSizes: [3, 5]), initialization),
      repeats: repeats, settings: settings(maximumDelay: maximumDelay), seed: seed)
  }

  /// Two networks of different depth and input size.
  static func networks() -> [RecurrentNetwork<Double>] {
    [(CellType.lstm, 2, 1), (.rnn, 1, 2)].map { cell, layers, inputs in
      RecurrentNetwork(
        shape: NetworkShape(cell: cell, layers: layers, inputSize: inputs, hiddenSize: 4),
        initialization: Initialization(.pytorch), stream: RandomStream(seed: 5))
    }
  }

  static func networksPlan() throws -> CapacityPlan {
    let given = zip(["a", "b"], networks()).map { GivenNetwork(name: $0, path: "\($0).h5", network: $1) }
    return try CapacityPlan(subjects: .networks(given), repeats: 3, settings: settings())
  }
}
