import ArgumentParser
import Foundation
import MemoryMeasures
import RecurrentNetworks

struct LyapunovCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lyapunov",
    abstract: "Time the steps of Lyapunov exponents side by side with NumPy and JAX.",
    discussion: """
      Per step of one network with one input, in one thread: state and directions advanced, and made orthonormal. The \
      limit is what the products of the recurrent kernel with the directions take at half of the float64 multiply-add \
      peak, measured in the same round. The programs take turns, several rounds; ratios are medians of those of the \
      rounds. Processor time is shown, which on an idle machine is the time that passes. Takes a few minutes.
      """)

  @Option(help: "Units and exponents.")
  var sizes: [SizePair] = [(64, 128), (512, 8)].map(SizePair.init)

  @Option(parsing: .upToNextOption, help: "Cells: lstm or gru.")
  var cells = [CellType.lstm, .gru].map(\.rawValue)

  @Option(help: "Rounds, each with every program once.")
  var rounds = 5

  @Option(help: "Steps of a round; a tenth of them in the peers.")
  var steps = 4_000

  @OptionGroup var options: PeerOptions

  @Flag(help: "Time memprobe alone.")
  var alone = false

  func validate() throws {
    guard rounds > 0, steps >= 20 else {
      throw ValidationError("--rounds must be at least 1, --steps at least 20.")
    }
    let known = [CellType.lstm, .gru].map(\.rawValue)
    for cell in cells where !known.contains(cell) {
      throw ValidationError("--cells: \(cell) is not one of \(known.joined(separator: ", ")).")
    }
  }

  func run() throws {
    let (limits, peers) = (MachineLimits(path: .best), alone ? [] : options.lyapunovPeers)
    print("processor: \(Processor.name), one thread")
    print("microseconds of processor time per step, medians of \(rounds) rounds; in brackets to memprobe\n")
    print(
      Format.head(
        ["cell", "units", "exponents", "memprobe"] + peers.map(\.name) + ["limit", "memprobe to limit"]))
    var frameworks: Set<String> = []
    for cell in cells.compactMap(CellType.init) {
      for size in sizes {
        let benchmark = try LyapunovBenchmark(
          shape: NetworkShape(cell: cell, inputSize: 1, hiddenSize: size.first), exponents: size.second,
          steps: steps)
        var ours: [Double] = []
        var limit: [Double] = []
        var theirs = peers.map { _ in [Double]() }
        for _ in 0..<rounds {
          ours.append(try benchmark.secondsPerStep() * 1e6)
          limit.append(2e6 * benchmark.operations / limits.wideOperationsPerSecond())
          for (place, peer) in peers.enumerated() {
            let timing = try peer.perExponentStep(benchmark.shape, exponents: size.second, steps: steps / 10)
            theirs[place].append(timing.processor_microseconds_per_step)
            frameworks.insert(timing.framework)
          }
        }
        func ratio(_ times: [Double]) -> Double { zip(times, ours).map { $0 / $1 }.median }
        print(
          Format.row(
            [cell.rawValue, "\(size.first)", "\(size.second)", Format.threeDigits(ours.median)]
              + theirs.map { "\(Format.threeDigits($0.median)) (\(Format.number(ratio($0), 1))x)" }
              + [Format.threeDigits(limit.median), Format.number(1 / ratio(limit), 2) + "x"]))
        fflush(nil)
      }
    }
    if !frameworks.isEmpty { print("\npeers: \(frameworks.sorted().joined(separator: ", "))") }
  }
}

/// Times the exponents of a random network, in one thread.
struct LyapunovBenchmark {
  let shape: NetworkShape
  private let settings: LyapunovSettings
  private let network: RecurrentNetwork<Float>

  init(shape: NetworkShape, exponents: Int, steps: Int) throws {
    self.shape = shape
    settings = try LyapunovSettings(
      exponents: exponents, washoutSteps: 0, alignmentSteps: 0, steps: steps, blocks: 2)
    network = RecurrentNetwork(
      shape: shape, initialization: Initialization(.glorot), stream: RandomStream(seed: 1))
  }

  /// Of a step's product of the recurrent kernel with the directions, two per multiply-add.
  var operations: Double {
    let units = Double(shape.hiddenSize)
    let directions = min(Double(settings.exponents), units * (shape.cell.hasCellState ? 2 : 1))
    return 2 * Double(shape.cell.gateCount) * units * units * directions
  }

  func secondsPerStep() throws -> Double {
    try Stopwatch.processorSeconds {
      _ = try Lyapunov.measure(network, settings: settings, stream: RandomStream(seed: 2))
    } / Double(settings.steps)
  }
}
