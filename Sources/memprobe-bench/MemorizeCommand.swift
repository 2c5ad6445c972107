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
  var sizes: [SizePair] = [(1, 5), (3, 10), (5, 20)]
    .map(SizePair.init)

  @Option(help: "Cells: rnn, lstm or gru.")
  var cells = [CellType.rnn, .lstm, .gru].map(\.rawValue)

  @Option(help: "Networks that PyTorch trains at once.")
  var networks = 50

  @Option(help: "Rounds, each with every program once.")
  var rounds = 2

  @Option(help: "Updates of a round in PyTorch.")
  var updates = 50

  @OptionGroup var options: PeerOptions

  @Flag(help: "Time memprobe alone.")
  var alone = false

  @OptionGroup var kernels: KernelOptions

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
    let path = try kernels.path()
    let peers = alone ? [] : options.trainers(networks: networks)
    print("processor: \(Processor.name); kernels: \(path.rawValue), one thread")
    print("microseconds of processor time per update of one network, medians of \(rounds) rounds\n")
    let columns =
      ["cell", "layers", "units", "memprobe", "GFMA/s"] + peers.flatMap { [$0.name, "to memprobe"] }
    print(Format.head(columns))
    var times = Timings()
    for cell in cells.compactMap(CellType.init) {
      for size in sizes {
        let shape = NetworkShape(cell: cell, layers: size.first, inputSize: 1, hiddenSize: size.second)
        print(try row(TrainingBenchmark(shape: shape, path: path), peers, &times))
      }
    }
    if !times.frameworks.isEmpty { print("\npeers: \(times.frameworks.sorted().joined(separator: ", "))") }
  }

  private func row(_ benchmark: TrainingBenchmark, _ peers: [Peer], _ times: inout Timings) throws -> String {
    let shape = benchmark.shape
    for _ in 0..<rounds {
      times.add("memprobe", shape, try benchmark.secondsPerUpdate() * 1e6)
      for peer in peers {
        let timing = try peer.perUpdate(shape, updates: updates)
        times.add(peer.name, shape, timing.processor_microseconds_per_update, timing.framework)
      }
    }
    let ours = times.median("memprobe", shape)
    return Format.row(
      [
        shape.cell.rawValue, "\(shape.layers)", "\(shape.hiddenSize)", Format.threeDigits(ours),
        Format.number(benchmark.multiplyAdds / ours / 1e3, 0),
      ]
        + peers.map { times.median($0.name, shape) }
        .flatMap { [Format.threeDigits($0), Format.number($0 / ours, 0) + "x"] })
  }
}

/// Times the updates of one training on the random memorization task, in one thread: sequences drawn,
/// gradients, descent.
struct TrainingBenchmark {
  let shape: NetworkShape
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
      shape: shape, initialization: Initialization(.pytorch), stream: RandomStream(seed: 1))
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
