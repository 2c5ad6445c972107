import ArgumentParser
import MemoryMeasures
import RecurrentNetworks

struct MemorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memorize",
    abstract: "Time the updates of a training on the memorization task, side by side with PyTorch.",
    discussion: """
      Per update of one network, 32 sequences of 10 to 15 steps: sequences drawn, gradients, descent, in one \
      thread. PyTorch trains one network at a time, and many at once in batched products. The programs take \
      turns; medians of processor time are shown, which on an idle machine is the time that passes. Takes a few \
      minutes.
      """)

  @Option(help: "Layers and units of a layer.")
  var sizes: [TrainingSize] = [(1, 5), (3, 10), (5, 20)]
    .map { TrainingSize(layers: $0.0, hidden: $0.1) }

  @Option(help: "Cells: rnn, lstm or gru.")
  var cells = [CellType.rnn, .lstm, .gru].map(\.rawValue)

  @Option(help: "Networks that PyTorch trains at once.")
  var networks = 50

  @Option(help: "Rounds, each with every program once.")
  var rounds = 2

  @Option(help: "Updates of a round in PyTorch.")
  var updates = 50

  @Option(help: "Python interpreter that has PyTorch.")
  var python = "python3"

  @Option(help: "Folder of the peer scripts.")
  var scripts = "Tests/Peers"

  @Flag(help: "Time memprobe alone.")
  var alone = false

  @Option(help: "Kernels: portable, avx2 or avx512. (default: the fastest here)")
  var simd: String?

  func validate() throws {
    guard rounds > 0, updates > 0, networks > 0 else {
      throw ValidationError("--rounds, --updates and --networks must be at least 1.")
    }
    let known = [CellType.rnn, .lstm, .gru].map(\.rawValue)
    for cell in cells where !known.contains(cell) {
      throw ValidationError("--cells: \(cell) is not one of \(known.joined(separator: ", ")).")
    }
  }

  func run() throws {
    let path = try simd.map { try SIMDPath(named: $0) } ?? .best
    let peers = alone ? [] : Peer.trainers(in: scripts, python: python, networks: networks)
    print("processor: \(Processor.name); kernels: \(path.rawValue), one thread")
    print("microseconds of processor time per update of one network, medians of \(rounds) rounds\n")
    let columns =
      ["cell", "layers", "units", "memprobe", "GFMA/s"] + peers.flatMap { [$0.name, "to memprobe"] }
    print(Format.row(columns))
    print(Format.rule(columns.count))
    var frameworks: Set<String> = []
    for cell in cells.compactMap(CellType.init) {
      for size in sizes {
        print(try row(TrainingBenchmark(cell: cell, size: size, path: path), peers, &frameworks))
      }
    }
    if !frameworks.isEmpty { print("\npeers: \(frameworks.sorted().joined(separator: ", "))") }
  }

  private func row(
    _ benchmark: TrainingBenchmark, _ peers: [Peer], _ frameworks: inout Set<String>
  ) throws -> String {
    var ours: [Double] = []
    var theirs: [[Double]] = peers.map { _ in [] }
    for _ in 0..<rounds {
      ours.append(try benchmark.secondsPerUpdate() * 1e6)
      for (index, peer) in peers.enumerated() {
        let timing = try peer.perUpdate(benchmark.cell, benchmark.size, updates: updates)
        theirs[index].append(timing.processor_microseconds_per_update)
        frameworks.insert(timing.framework)
      }
    }
    let speed = benchmark.multiplyAdds / ours.median / 1e3
    return Format.row(
      [
        benchmark.cell.rawValue, "\(benchmark.size.layers)", "\(benchmark.size.hidden)",
        Format.threeDigits(ours.median), Format.number(speed, 0),
      ]
        + theirs.flatMap { [Format.threeDigits($0.median), Format.number($0.median / ours.median, 0) + "x"] })
  }
}

/// Layers and units of every layer, written `3x10`.
struct TrainingSize: ExpressibleByArgument, Hashable {
  var layers: Int
  var hidden: Int

  init(layers: Int, hidden: Int) {
    self.layers = layers
    self.hidden = hidden
  }

  init?(argument: String) {
    guard let sizes = Format.pair(argument) else { return nil }
    self.init(layers: sizes.0, hidden: sizes.1)
  }

  var defaultValueDescription: String { "\(layers)x\(hidden)" }
}

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
