import ArgumentParser
import Foundation
import RecurrentNetworks

/// Measurements of the program itself; none of them is part of a probe.
@main
struct MemprobeBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memprobe-bench",
    abstract: "Measure how fast the probe is on this machine, and against what it could be.",
    subcommands: [
      MachineCommand.self, StepsCommand.self, TrainedCommand.self, PeersCommand.self, ExperimentCommand.self,
      MemorizeCommand.self, LyapunovCommand.self, MemoryCommand.self, ScaleCommand.self,
      ActivationsCommand.self,
    ],
    defaultSubcommand: StepsCommand.self)
}

/// Elapsed times, and those of the processor.
enum Stopwatch {
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let time = try ContinuousClock().measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  }

  /// Processor time of this thread.
  static func processorSeconds(_ work: () throws -> Void) rethrows -> Double {
    let start = threadSeconds
    try work()
    return threadSeconds - start
  }

  private static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The median of `runs` runs, after one that is not counted.
  static func median(of runs: Int, _ work: () throws -> Void) rethrows -> Double {
    try work()
    return try (0..<runs).map { _ in try seconds(work) }.median
  }
}

extension [Double] {
  /// The middle value, or the mean of the two middle ones; NaN if there is none.
  var median: Double {
    guard !isEmpty else { return .nan }
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}

/// Two sizes of at least 1, written `64x16`.
struct SizePair: ExpressibleByArgument {
  let first: Int
  let second: Int

  var defaultValueDescription: String { "\(first)x\(second)" }
}

extension SizePair {
  init?(argument: String) {
    let numbers = argument.split(separator: "x").map { Int($0) }
    guard numbers.count == 2, let first = numbers[0], let second = numbers[1], first > 0, second > 0 else {
      return nil
    }
    self.init(first: first, second: second)
  }
}

/// The kernels that a measurement takes.
struct KernelOptions: ParsableArguments {
  @Option(help: "Kernels: portable, avx2 or avx512. (default: the fastest here)")
  var simd: String?

  func path() throws -> SIMDPath { try simd.map { try SIMDPath(named: $0) } ?? .best }
}

/// Numbers and table rows for Markdown.
enum Format {
  static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  /// Three significant digits, no exponent.
  static func threeDigits(_ value: Double) -> String {
    number(value, value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0)
  }

  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// The head of a table.
  static func head(_ columns: [String]) -> String { row(columns) + "\n" + row(columns.map { _ in "---" }) }
}

/// The processor that this runs on.
enum Processor {
  /// Its name as the system gives it, and how many cores there are.
  static var name: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    let name = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    return "\(name), \(ProcessInfo.processInfo.activeProcessorCount) cores"
  }
}
