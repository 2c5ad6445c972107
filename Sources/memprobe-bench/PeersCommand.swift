import ArgumentParser
import RecurrentNetworks

struct PeersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "Time the steps of a probe run side by side with ONNX Runtime, PyTorch, JAX and Keras.",
    discussion: """
      Per step of a whole probe run in one thread: inputs drawn, both sequences advanced, outputs compared. The \
      programs take turns, several rounds; medians are shown, and the ratio to the fastest peer.
      """)

  @Option(help: "Hidden and input sizes.")
  var sizes: [SizePair] = [(16, 16), (64, 16), (128, 128), (256, 128), (512, 128)]
    .map(SizePair.init)

  @Option(help: "Rounds, each with every program once.")
  var rounds = 3

  @OptionGroup var options: PeerOptions

  func run() throws {
    let peers = options.peers
    var times = Timings()
    for _ in 0..<rounds {
      for size in sizes { try measure(size, peers, &times) }
    }
    print("processor: \(Processor.name); kernels: \(SIMDPath.best.rawValue)")
    print("peers: \(times.frameworks.sorted().joined(separator: ", "))")
    print("microseconds per step, one thread, medians of \(rounds) rounds\n")
    print(Format.head(["cell", "hidden", "input", "memprobe"] + peers.map(\.name) + ["fastest peer takes"]))
    for size in sizes {
      for cell in Self.cells { print(row(shape(cell, size), peers, times)) }
    }
  }

  private static let cells = [CellType.lstm, .gru]

  private func shape(_ cell: CellType, _ size: SizePair) -> NetworkShape {
    NetworkShape(cell: cell, inputSize: size.second, hiddenSize: size.first)
  }

  private func measure(_ size: SizePair, _ peers: [Peer], _ times: inout Timings) throws {
    for shape in Self.cells.map({ shape($0, size) }) {
      times.add("memprobe", shape, StepBenchmark(shape: shape, path: .best).secondsPerStep() * 1e6)
    }
    for peer in peers {
      for timing in try peer.perStep(size, steps: size.first > 128 ? 5_000 : 20_000) {
        guard let cell = CellType(rawValue: timing.cell) else { continue }
        times.add(peer.name, shape(cell, size), timing.microseconds_per_step, timing.framework)
      }
    }
  }

  private func row(_ shape: NetworkShape, _ peers: [Peer], _ times: Timings) -> String {
    let ours = times.median("memprobe", shape)
    let theirs = peers.map { times.median($0.name, shape) }
    return Format.row(
      [shape.cell.rawValue, "\(shape.hiddenSize)", "\(shape.inputSize)"]
        + ([ours] + theirs).map(Format.threeDigits)
        + [Format.number((theirs.min() ?? .nan) / ours, 1) + "x"])
  }
}
