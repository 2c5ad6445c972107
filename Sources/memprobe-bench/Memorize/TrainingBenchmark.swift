import MemoryMeasures
import RecurrentNetworks

/// Times the updates of one training on the random memorization task, in one thread: sequences drawn,
/// gradients, descent.
struct TrainingBenchmark {
  let cell: CellType
  let size: TrainingSize
  let path: SIMDPath

  /// Seconds of processor time per update: the least of `rounds` trainings of about `seconds` seconds.
  func secondsPerUpdate(rounds: Int = 3, seconds: Double = 0.2) throws -> Double {
    let trial = try time(updates: 100) / 100
    let updates = max(100, Int(seconds / trial))
    return try (0..<rounds).map { _ in try time(updates: updates) / Double(updates) }.min() ?? trial
  }

  /// Fused multiply-adds of an update: three products with every weight for each step of each sequence.
  var multiplyAdds: Double { 3 * Double(network.parameterCount) * 32 * 12.5 }

  private var network: RecurrentNetwork<Float> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: size.layers, inputSize: 1, hiddenSize: size.hidden),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: 1))
  }

  /// Of a training with the default settings, which is evaluated on a single sequence.
  private func time(updates: Int) throws -> Double {
    let settings = try MemorizationSettings(epochs: updates, evaluationSequences: 1)
    let network = network
    return try Stopwatch.processorSeconds {
      _ = try Memorization.train(
        network, position: 3, settings: settings, stream: RandomStream(seed: 2), path: path)
    }
  }
}
