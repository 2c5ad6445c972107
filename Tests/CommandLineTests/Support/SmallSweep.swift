import Experiments
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

/// Command lines of sweeps small enough to run again and again, and what they measured.
enum SmallSweep {
  /// A grid of 16 runs that takes a moment.
  static let options = [
    "divergence", "--cells", "lstm,gru", "--hidden-sizes", "1,2", "--input-sizes", "1,2",
    "--repeats", "2", "--total-steps", "2000", "--unique-steps", "200",
  ]

  /// A grid of 96 runs that takes long enough to be interrupted.
  static let longOptions = [
    "divergence", "--cells", "lstm,gru-reset-before", "--hidden-sizes", "1,3,48", "--input-sizes", "1,2",
    "--repeats", "8", "--total-steps", "30000", "--unique-steps", "500", "--curves", "--seed", "7",
  ]

  /// Runs the sweep to its end and reads what it wrote.
  static func results<M: Measure>(
    of options: [String], output: String, in folder: TemporaryFolder, as measure: M.Type = Divergence.self,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Results<M> {
    let outcome = try Tool.run(options + ["--output", output, "--quiet"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    return try read(folder.path(output), as: measure, sourceLocation: sourceLocation)
  }

  static func read<M: Measure>(
    _ path: String, as measure: M.Type = Divergence.self, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Results<M> {
    try #require(Document(reading: path).results(of: measure), sourceLocation: sourceLocation)
  }
}

extension Results {
  /// Whether both are of the same runs with the same values, bit for bit.
  func isIdentical(to other: Results) -> Bool {
    Set(records.keys) == Set(other.records.keys)
      && records.allSatisfy { run, record in other.records[run].map { plan.areEqual($0, record) } ?? false }
  }
}

/// Expects the same runs with the same values, bit for bit (as records compare).
func expectIdentical<M>(
  _ results: Results<M>, _ expected: Results<M>, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(Set(results.records.keys) == Set(expected.records.keys), sourceLocation: sourceLocation)
  for (run, record) in expected.records {
    guard let other = results.records[run] else { continue }
    #expect(expected.plan.areEqual(other, record), "\(run)", sourceLocation: sourceLocation)
  }
}

/// Network files as training would leave them, but drawn.
enum TrainedNetworks {
  /// Writes a single LSTM layer.
  ///
  /// - Parameters:
  ///   - gain: factor on every kernel entry; beyond 1e38 only float64 holds it.
  ///   - scalar: the number type of the file.
  static func write<Scalar: NetworkScalar>(
    _ name: String, hiddenSize: Int, inputSize: Int = 2, gain: Double = 1, seed: UInt64 = 1,
    as scalar: Scalar.Type = Float.self, in folder: TemporaryFolder
  ) throws {
    let layer: RecurrentLayer<Scalar> = layer(.lstm, inputSize, hiddenSize, gain: gain, seed: seed)
    try RecurrentNetwork(layers: [layer]).write(to: folder.path(name), overwrites: false)
  }

  /// Writes an LSTM layer of 3 units and a GRU layer of 2 on top, with 2 inputs.
  static func writeStack(_ name: String, in folder: TemporaryFolder) throws {
    let layers: [RecurrentLayer<Float>] = [
      layer(.lstm, 2, 3, gain: 1, seed: 1), layer(.gru, 3, 2, gain: 1, seed: 2),
    ]
    try RecurrentNetwork(layers: layers).write(to: folder.path(name), overwrites: false)
  }

  private static func layer<Scalar: NetworkScalar>(
    _ cell: CellType, _ inputSize: Int, _ hiddenSize: Int, gain: Double, seed: UInt64
  ) -> RecurrentLayer<Scalar> {
    var initialization = Initialization(.keras)
    initialization.gain = gain
    return RecurrentNetwork(
      shape: NetworkShape(cell: cell, inputSize: inputSize, hiddenSize: hiddenSize),
      initialization: initialization, stream: RandomStream(seed: seed)
    ).layers[0]
  }
}
