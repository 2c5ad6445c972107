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

  @Option(help: "Pairs of sequences that every network is fed.")
  var pairs = 1

  @Option(help: "Threads that share them.")
  var threads = 1

  @Option(help: "Rounds, each with the multiply-add peak, on as many threads, and the steps once.")
  var rounds = 5

  @OptionGroup var kernels: KernelOptions

  func run() throws {
    let path = try kernels.path()
    let limits = MachineLimits(path: path)
    print(
      "processor: \(Processor.name); kernels: \(path.rawValue), threads: \(threads), pairs of sequences: \(pairs)"
    )
    print("multiply-add peak: \(Format.number(limits.operationsPerSecond / 1e9, 0)) GFLOP/s a core\n")
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
    let benchmark = StepBenchmark(
      shape: shape, path: path, networks: networks, pairs: pairs, threads: threads)
    let bytes = benchmark.kernelBytes
    let reading = Double(bytes) / limits.readBandwidth(bytes: bytes, threads: threads)
    let samples = benchmark.samples(rounds: rounds) { limits.operationsPerSecond(threads: threads) }
    let seconds = samples.map(\.seconds).median
    let shares = samples.map { max(benchmark.operations / $0.peak, reading) / $0.seconds }
    let arithmetic = benchmark.operations / samples.map(\.peak).median
    return Format.row([
      shape.cell.rawValue, "\(shape.hiddenSize)", "\(shape.inputSize)", Format.threeDigits(seconds * 1e6),
      Format.number(benchmark.operations / seconds / 1e9, 0),
      arithmetic >= reading ? "arithmetic" : "reading",
      Format.number(100 * shares.median, 0) + "%",
      Format.number(
        100 * benchmark.secondsPerDraw() * Double(pairs) / Double(networks * threads) / seconds, 0) + "%",
    ])
  }
}

/// Times the steps of a whole probe run: inputs drawn, both sequences of every pair advanced, outputs compared.
///
/// The sequences agree, as they do in 99 of 100 steps of a default run, and no merge ends the run.
struct StepBenchmark {
  let shape: NetworkShape
  let path: SIMDPath
  /// Independent networks that take their steps in turn.
  var networks = 1
  /// Of sequences, that every network is fed.
  var pairs = 1
  var threads = 1
  /// The network, if it is not to be a random one.
  var given: PackedNetwork<Float>?

  /// Steps of one stretch, as a divergence run has them.
  private var stretch: Int { InputPair<Float>.stretchSteps(inputSize: shape.inputSize) }

  /// Seconds per step of all pairs and network: the median of `rounds` rounds of about `seconds` seconds.
  func secondsPerStep(rounds: Int = 5, seconds: Double = 0.1) -> Double {
    samples(rounds: rounds, seconds: seconds) { 0 }.map(\.seconds).median
  }

  /// The same of every round, each with a measurement that precedes it.
  func samples(
    rounds: Int, seconds: Double = 0.1, _ measure: () -> Double
  ) -> [(peak: Double, seconds: Double)] {
    var run = Run(self)
    let trial = Stopwatch.seconds { run.advance(stretches: 2) } / 2
    let stretches = max(1, Int(seconds / trial))
    return (0..<rounds).map { _ in
      let peak = measure()
      let seconds = Stopwatch.seconds { run.advance(stretches: stretches) }
      return (peak, seconds / Double(stretches * stretch * networks))
    }
  }

  /// Seconds per step that drawing the inputs of a pair takes.
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

  /// Floating-point operations of a step: of every pair the shared input projection, and two recurrent products.
  var operations: Double {
    let gates = Double(shape.cell.gateCount)
    return 2 * gates * Double(shape.hiddenSize) * Double(shape.inputSize + 2 * shape.hiddenSize)
      * Double(pairs)
  }

  /// Bytes of the recurrent kernel, which every step reads.
  var kernelBytes: Int { shape.cell.gateCount * shape.hiddenSize * shape.hiddenSize * 4 }

  private struct Run {
    let engine: PairedNetworks<Float>
    let inputs: [InputPair<Float>]
    let runs: Int
    let stretch: Int
    let threads: Int
    var step = 0
    var largest = 0.0

    init(_ benchmark: StepBenchmark) {
      runs = benchmark.networks * benchmark.pairs
      stretch = benchmark.stretch
      threads = benchmark.threads
      let (shape, pairs) = (benchmark.shape, benchmark.pairs)
      engine = PairedNetworks(
        (0..<benchmark.networks).map {
          benchmark.given
            ?? PackedNetwork(
              RecurrentNetwork(
                shape: shape, initialization: Initialization(.glorot), stream: RandomStream(seed: UInt64($0)))
            )
        }, runs: (0..<runs).map { ($0 / pairs, $0 % pairs) }, capacity: stretch, threads: threads,
        path: benchmark.path)
      inputs = (0..<pairs).map { _ in
        InputPair(inputSize: shape.inputSize, capacity: benchmark.stretch, path: benchmark.path)
      }
      take(steps: 0..<1, isUnique: true)
    }

    /// As a divergence run takes them.
    private func take(steps: Range<Int>, isUnique: Bool = false) {
      let (engine, inputs) = (engine, inputs)
      Threads.together(threads) { member in
        for pair in member.places(of: inputs.count) {
          let stream = RandomStream(seed: UInt64(pair))
          inputs[pair].draw(steps: steps, a: stream, b: isUnique ? stream.child(1) : nil)
        }
        member.meet()
        engine.advance(inputs, as: member)
      }
    }

    mutating func advance(stretches: Int) {
      for _ in 0..<stretches {
        take(steps: step..<step + stretch)
        for run in 0..<runs {
          let trace = engine.trace(run)
          for place in 0..<trace.steps where trace.outputsDiffer(place) {
            largest = max(largest, trace.differences[place])
          }
        }
        step += stretch
      }
    }
  }
}
