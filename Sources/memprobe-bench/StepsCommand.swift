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
  var sizes: [SizePair] =
    [
      (1, 1), (2, 2), (4, 4), (8, 8), (16, 16), (32, 16), (64, 16), (64, 64), (128, 128), (256, 128),
      (512, 128),
    ]
    .map(SizePair.init)

  @Option(help: "Networks that take their steps in turn in one thread.")
  var networks = 1

  @OptionGroup var kernels: KernelOptions

  func run() throws {
    let path = try kernels.path()
    let limits = MachineLimits(path: path)
    print("processor: \(Processor.name); kernels: \(path.rawValue), one thread")
    print("multiply-add peak: \(Format.number(limits.operationsPerSecond / 1e9, 0)) GFLOP/s\n")
    let columns = [
      "cell", "hidden", "input", "us/step", "GFLOP/s", "limit", "share of limit", "drawing inputs",
    ]
    print(Format.head(columns))
    for size in sizes {
      for cell in [CellType.lstm, .gru, .rnn] {
        let shape = NetworkShape(cell: cell, inputSize: size.second, hiddenSize: size.first)
        print(row(shape, path, limits))
      }
    }
  }

  private func row(_ shape: NetworkShape, _ path: SIMDPath, _ limits: MachineLimits) -> String {
    let benchmark = StepBenchmark(shape: shape, path: path, networks: networks)
    let seconds = benchmark.secondsPerStep()
    let arithmetic = benchmark.operations / limits.operationsPerSecond
    let reading = Double(benchmark.kernelBytes) / limits.readBandwidth(bytes: benchmark.kernelBytes)
    return Format.row([
      shape.cell.rawValue, "\(shape.hiddenSize)", "\(shape.inputSize)", Format.threeDigits(seconds * 1e6),
      Format.number(benchmark.operations / seconds / 1e9, 0),
      arithmetic >= reading ? "arithmetic" : "reading",
      Format.number(100 * max(arithmetic, reading) / seconds, 0) + "%",
      Format.number(100 * benchmark.secondsPerDraw() / Double(networks) / seconds, 0) + "%",
    ])
  }
}

/// Times the steps of a whole probe run in one thread: inputs drawn, both sequences advanced, outputs compared.
///
/// The sequences agree, as they do in 99 of 100 steps of a default run, and no merge ends the run.
struct StepBenchmark {
  let shape: NetworkShape
  let path: SIMDPath
  /// Independent networks that take their steps in turn.
  var networks = 1

  /// Steps of one stretch, as a divergence run has them.
  private var stretch: Int { InputPair<Float>.stretchSteps(inputSize: shape.inputSize) }

  /// Seconds per step and network: the median of `rounds` rounds of about `seconds` seconds.
  func secondsPerStep(rounds: Int = 5, seconds: Double = 0.1) -> Double {
    var run = Run(self)
    let trial = Stopwatch.seconds { run.advance(stretches: 2) } / 2
    let stretches = max(1, Int(seconds / trial))
    let times = (0..<rounds).map { _ in Stopwatch.seconds { run.advance(stretches: stretches) } }
    return times.median / Double(stretches * stretch * networks)
  }

  /// Seconds per step that drawing the inputs takes.
  func secondsPerDraw() -> Double {
    let inputs = InputPair<Float>(inputSize: shape.inputSize, capacity: stretch, path: path)
    let stream = RandomStream(seed: 1)
    let rounds = max(1, 4_000_000 / (stretch * shape.inputSize))
    let seconds = Stopwatch.median(of: 5) {
      for round in 0..<rounds {
        inputs.draw(steps: round * stretch..<(round + 1) * stretch, a: stream, b: nil)
      }
    }
    return seconds / Double(rounds * stretch)
  }

  /// Floating-point operations of a step: the shared input projection, and two recurrent products.
  var operations: Double {
    let gates = Double(shape.cell.gateCount)
    return 2 * gates * Double(shape.hiddenSize) * Double(shape.inputSize + 2 * shape.hiddenSize)
  }

  /// Bytes of the recurrent kernel, which every step reads.
  var kernelBytes: Int { shape.cell.gateCount * shape.hiddenSize * shape.hiddenSize * 4 }

  private struct Run {
    let engine: PairedNetworks<Float>
    let inputs: InputPair<Float>
    let stream = RandomStream(seed: 1)
    let networks: Int
    let stretch: Int
    var step = 0
    var largest = 0.0

    init(_ benchmark: StepBenchmark) {
      networks = benchmark.networks
      stretch = benchmark.stretch
      let shape = benchmark.shape
      engine = PairedNetworks(
        (0..<networks).map {
          RecurrentNetwork(
            shape: shape, initialization: Initialization(.glorot), stream: RandomStream(seed: UInt64($0)))
        }, capacity: stretch, path: benchmark.path)
      inputs = InputPair(inputSize: shape.inputSize, capacity: stretch, path: benchmark.path)
      inputs.draw(steps: 0..<1, a: stream, b: stream.child(1))
      engine.advance(inputs)
    }

    mutating func advance(stretches: Int) {
      for _ in 0..<stretches {
        inputs.draw(steps: step..<step + stretch, a: stream, b: nil)
        engine.advance(inputs)
        for network in 0..<networks {
          let trace = engine.trace(network)
          for place in 0..<trace.steps where trace.outputsDiffer(place) {
            largest = max(largest, trace.differences[place])
          }
        }
        step += stretch
      }
    }
  }
}
