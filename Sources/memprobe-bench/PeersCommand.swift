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
  var sizes: [StepSize] = [(16, 16), (64, 16), (128, 128), (256, 128), (512, 128)]
    .map { StepSize(hidden: $0.0, input: $0.1) }

  @Option(help: "Rounds, each with every program once.")
  var rounds = 3

  @Option(help: "Python interpreter that has the peers' packages.")
  var python = "python3"

  @Option(help: "Folder of the peer scripts.")
  var scripts = "Tests/Peers"

  func run() throws {
    let peers = Peer.all(in: scripts, python: python)
    var rows: [[String]] = []
    var frameworks: [String: String] = [:]
    for size in sizes {
      let measured = try measure(size, peers)
      frameworks.merge(measured.frameworks) { first, _ in first }
      for cell in [CellType.lstm, .gru] { rows.append(row(cell, size, measured.times, peers)) }
    }
    print("processor: \(Processor.name); kernels: \(SIMDPath.best.rawValue)")
    print("peers: \(peers.map { frameworks[$0.name] ?? $0.name }.joined(separator: ", "))")
    print("microseconds per step, one thread, medians of \(rounds) rounds\n")
    let columns = ["cell", "hidden", "input", "memprobe"] + peers.map(\.name) + ["fastest peer takes"]
    print(Format.row(columns))
    print(Format.rule(columns.count))
    for row in rows { print(Format.row(row)) }
  }

  /// Seconds per step by program and cell, a value per round.
  private func measure(
    _ size: StepSize, _ peers: [Peer]
  ) throws -> (times: [String: [Double]], frameworks: [String: String]) {
    var times: [String: [Double]] = [:]
    var frameworks: [String: String] = [:]
    for _ in 0..<rounds {
      for cell in [CellType.lstm, .gru] {
        let shape = NetworkShape(cell: cell, inputSize: size.input, hiddenSize: size.hidden)
        let seconds = StepBenchmark(shape: shape, path: .best).secondsPerStep()
        times[key("memprobe", cell.rawValue), default: []].append(seconds * 1e6)
      }
      for peer in peers {
        for timing in try peer.perStep(size, steps: size.hidden > 128 ? 5_000 : 20_000) {
          times[key(peer.name, timing.cell), default: []].append(timing.microseconds_per_step)
          frameworks[peer.name] = timing.framework
        }
      }
    }
    return (times, frameworks)
  }

  private func row(_ cell: CellType, _ size: StepSize, _ times: [String: [Double]], _ peers: [Peer])
    -> [String]
  {
    func median(_ name: String) -> Double { times[key(name, cell.rawValue), default: []].median }
    let fastest = peers.map { median($0.name) }.min() ?? .nan
    return [cell.rawValue, "\(size.hidden)", "\(size.input)", Format.threeDigits(median("memprobe"))]
      + peers.map { Format.threeDigits(median($0.name)) }
      + [Format.number(fastest / median("memprobe"), 1) + "x"]
  }

  private func key(_ program: String, _ cell: String) -> String { program + " " + cell }
}
