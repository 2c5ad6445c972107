import ArgumentParser
import RecurrentNetworks

struct StepsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps",
    abstract: "Time the steps of a probe run by cell and size, against what one core can do at most.",
    discussion: """
      The limit of a size is the lower of two: the multiply-add peak, and the bandwidth at which the recurrent \
      kernel can be read from the cache that holds it. Reading it to and fro reuses what is still in the nearer \
      cache, so a share may exceed 100%.
      """)

  @Option(help: "Hidden and input sizes.")
  var sizes: [StepSize] =
    [
      (1, 1), (2, 2), (4, 4), (8, 8), (16, 16), (32, 16), (64, 16), (64, 64), (128, 128), (256, 128),
      (512, 128),
    ]
    .map { StepSize(hidden: $0.0, input: $0.1) }

  @Option(help: "Networks that take their steps in turn in one thread.")
  var networks = 1

  @Option(help: "Kernels: portable, avx2 or avx512. (default: the fastest here)")
  var simd: String?

  func run() throws {
    let path = try simd.map { try SIMDPath(named: $0) } ?? .best
    let limits = MachineLimits(path: path)
    print("processor: \(Processor.name); kernels: \(path.rawValue), one thread")
    print("multiply-add peak: \(Format.number(limits.operationsPerSecond / 1e9, 0)) GFLOP/s\n")
    let columns = [
      "cell", "hidden", "input", "us/step", "GFLOP/s", "limit", "share of limit", "drawing inputs",
    ]
    print(Format.row(columns))
    print(Format.rule(columns.count))
    for size in sizes {
      for cell in [CellType.lstm, .gru, .rnn] { print(row(cell, size, path, limits)) }
    }
  }

  private func row(_ cell: CellType, _ size: StepSize, _ path: SIMDPath, _ limits: MachineLimits) -> String {
    let shape = NetworkShape(cell: cell, inputSize: size.input, hiddenSize: size.hidden)
    let benchmark = StepBenchmark(shape: shape, path: path, networks: networks)
    let seconds = benchmark.secondsPerStep()
    let arithmetic = benchmark.operations / limits.operationsPerSecond
    let reading = Double(benchmark.kernelBytes) / limits.readBandwidth(bytes: benchmark.kernelBytes)
    return Format.row([
      cell.rawValue, "\(size.hidden)", "\(size.input)", Format.threeDigits(seconds * 1e6),
      Format.number(benchmark.operations / seconds / 1e9, 0),
      arithmetic >= reading ? "arithmetic" : "reading",
      Format.number(100 * max(arithmetic, reading) / seconds, 0) + "%",
      Format.number(100 * benchmark.secondsPerDraw() / Double(networks) / seconds, 0) + "%",
    ])
  }
}
