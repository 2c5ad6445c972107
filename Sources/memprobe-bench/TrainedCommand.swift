import ArgumentParser
import Foundation
import NetworkFiles
import RecurrentNetworks

struct TrainedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trained",
    abstract: "Time the steps of one network from a file side by side with PyTorch, ONNX Runtime and JAX.",
    discussion: """
      Per step of all pairs of sequences, set-up not counted: inputs drawn, both sequences of every pair advanced, \
      outputs compared. The peers take all sequences as one batch; export, compilation and warm-up are not counted. The \
      programs take turns, several rounds; medians are shown, with what the multiply-adds take at the peak of the \
      same round and, for one pair, what reading the recurrent kernel takes. Takes half an hour or so.
      """)

  @Option(parsing: .upToNextOption, help: "Hidden sizes.")
  var sizes = [64, 128, 256, 512, 1_024, 2_048]

  @Option(help: "Input size.")
  var inputs = 128

  @Option(parsing: .upToNextOption, help: "Cells: lstm or gru.")
  var cells = [CellType.lstm, .gru].map(\.rawValue)

  @Option(parsing: .upToNextOption, help: "Pairs of sequences that the network is fed.")
  var pairs = [1, 10]

  @Option(parsing: .upToNextOption, help: "Threads.")
  var threads = [1, 2]

  @Option(help: "Rounds, each with every program once.")
  var rounds = 3

  @Option(parsing: .upToNextOption, help: "Peers to run.")
  var peers = ["pytorch", "onnxruntime", "jax"]

  @OptionGroup var options: PeerOptions

  @Flag(help: "Time memprobe alone.")
  var alone = false

  @OptionGroup var kernels: KernelOptions

  func validate() throws {
    guard (sizes + pairs + threads + [inputs, rounds]).allSatisfy({ $0 > 0 }) else {
      throw ValidationError("Sizes, --pairs, --threads and --rounds must be at least 1.")
    }
    let known = [CellType.lstm, .gru].map(\.rawValue)
    for cell in cells where !known.contains(cell) {
      throw ValidationError("--cells: \(cell) is not one of \(known.joined(separator: ", ")).")
    }
  }

  func run() throws {
    let path = try kernels.path()
    let limits = MachineLimits(path: path)
    print("processor: \(Processor.name); kernels: \(path.rawValue)")
    print("microseconds per step of all pairs, \(inputs) inputs, medians of \(rounds) rounds")
    var frameworks: Set<String> = []
    for threads in threads {
      for pairs in pairs {
        print("\nthreads: \(threads), pairs of sequences: \(pairs)\n")
        let peers = alone ? [] : options.peers(named: peers, threads: threads, pairs: pairs)
        print(
          Format.head(
            ["cell", "units", "memprobe"] + peers.map(\.name) + ["fastest peer takes"]
              + ["multiply-adds", "share"] + (pairs == 1 ? ["reading", "share"] : [])))
        for cell in cells.compactMap(CellType.init) {
          for size in sizes {
            let shape = NetworkShape(cell: cell, inputSize: inputs, hiddenSize: size)
            var row = TrainedRow(
              StepBenchmark(
                shape: shape, path: path, pairs: pairs, threads: threads,
                given: try TemporaryNetwork(shape).packed()), limits)
            for _ in 0..<rounds { try row.measure(beside: peers) }
            print(row.text(peers))
            fflush(nil)
            frameworks.formUnion(row.times.frameworks)
          }
        }
      }
    }
    if !frameworks.isEmpty { print("\npeers: \(frameworks.sorted().joined(separator: ", "))") }
  }
}

/// One size, timed in turn with the peers and with what the machine can do.
private struct TrainedRow {
  private let benchmark: StepBenchmark
  private let limits: MachineLimits
  private(set) var times = Timings()

  init(_ benchmark: StepBenchmark, _ limits: MachineLimits) {
    self.benchmark = benchmark
    self.limits = limits
  }

  mutating func measure(beside peers: [Peer]) throws {
    let (shape, threads, bytes) = (benchmark.shape, benchmark.threads, benchmark.kernelBytes)
    for sample in benchmark.samples(rounds: 3, { limits.operationsPerSecond(threads: threads) }) {
      add(Self.ours, sample.seconds)
      add(Self.arithmetic, benchmark.operations / sample.peak)
    }
    if benchmark.pairs == 1 {
      add(Self.reading, Double(bytes) / limits.readBandwidth(bytes: bytes, threads: threads))
    }
    for peer in peers {
      // About a second of steps, if the peer is half as fast as the machine can be.
      let steps = Double(threads) * limits.operationsPerSecond / benchmark.operations / 2
      let timings = try peer.perStep(
        SizePair(first: shape.hiddenSize, second: shape.inputSize), cells: [shape.cell],
        steps: min(max(Int(steps), 100), 20_000), repeats: 1)
      for timing in timings {
        times.add(peer.name, shape, timing.microseconds_per_step, timing.framework)
      }
    }
  }

  func text(_ peers: [Peer]) -> String {
    let (shape, ours) = (benchmark.shape, times.median(Self.ours, benchmark.shape))
    let theirs = peers.map { times.median($0.name, shape) }
    let limits = benchmark.pairs == 1 ? [Self.arithmetic, Self.reading] : [Self.arithmetic]
    return Format.row(
      [shape.cell.rawValue, "\(shape.hiddenSize)"] + ([ours] + theirs).map(Format.threeDigits)
        + [theirs.min().map { Format.number($0 / ours, 2) + "x" } ?? ""]
        + limits.map { times.median($0, shape) }
        .flatMap { [Format.threeDigits($0), Format.number(100 * $0 / ours, 0) + "%"] })
  }

  private mutating func add(_ name: String, _ seconds: Double) {
    times.add(name, benchmark.shape, seconds * 1e6)
  }

  private static let ours = "memprobe"
  private static let arithmetic = "multiply-adds"
  private static let reading = "reading"
}
