import ArgumentParser
import Foundation

struct ScaleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Time sweeps of many tiny runs, by their number, and watch the memory that they take.",
    discussion: """
      Runs of 20 steps, of which 5 differ, of LSTMs of 1 and 2 units with 1 to 5 inputs. Of every sweep: elapsed seconds, \
      from the start of the process to the results file; the most that is resident at any time, and how much of it comes \
      with every run, beyond a sweep of 10; journal and results file; seconds and memory of going on, to the end, after it \
      was killed with nine tenths of the runs in the journal; seconds of joining its parts. On Linux, whose /proc says \
      what is resident.
      """)

  @Option(parsing: .upToNextOption, help: "Runs, each a multiple of 10.")
  var runs = [1_000, 10_000, 100_000, 1_000_000]

  @Option(help: "Parts that are joined.")
  var parts = 10

  @Option(help: "Jobs.")
  var jobs = 2

  @Option(help: "The built memprobe.")
  var memprobe = ".build/release/memprobe"

  func validate() throws {
    guard runs.allSatisfy({ $0 > 0 && $0 % 10 == 0 }), parts > 0, jobs > 0 else {
      throw ValidationError("--runs must be multiples of 10, --parts and --jobs at least 1.")
    }
  }

  func run() throws {
    print("processor: \(Processor.name); \(jobs) jobs; \(parts) parts\n")
    print(
      Format.head([
        "runs", "seconds", "runs/s", "resident, MB", "bytes a run", "journal, MB", "results, MB",
        "to go on, s", "resident, MB", "to join, s",
      ]))
    let least = try TinySweep(runs: 10, self).measure().megabytes
    for count in runs {
      let sweep = try TinySweep(runs: count, self)
      let whole = try sweep.measure()
      let results = sweep.bytes(sweep.output)
      let journal = try sweep.interrupt()
      let resumed = try sweep.measure()
      let joining = try sweep.join()
      let perRun = (whole.megabytes - least) * 1_048_576 / Double(count)
      print(
        Format.row([
          "\(count)", Format.threeDigits(whole.seconds),
          Format.number(Double(count) / whole.seconds, 0), Format.number(whole.megabytes, 0),
          Format.number(perRun, 0), journal.map { Format.threeDigits($0) } ?? "-",
          Format.threeDigits(results), journal.map { _ in Format.threeDigits(resumed.seconds) } ?? "-",
          journal.map { _ in Format.number(resumed.megabytes, 0) } ?? "-", Format.threeDigits(joining),
        ]))
      fflush(nil)
    }
  }
}

/// A sweep of tiny runs in a folder of its own, which goes with it.
private final class TinySweep {
  private let runs: Int
  private let options: ScaleCommand
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  init(runs: Int, _ options: ScaleCommand) throws {
    self.runs = runs
    self.options = options
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var output: String { folder.appendingPathComponent("tiny.h5").path }

  private func command(_ output: String) -> [String] {
    [
      options.memprobe, "divergence", "--cells", "lstm", "--layers", "1", "--hidden-sizes", "1,2",
      "--input-sizes",
      "1-5", "--repeats", "\(runs / 10)", "--total-steps", "20", "--unique-steps", "5", "--jobs",
      "\(options.jobs)", "--quiet", "--output", output,
    ]
  }

  /// Seconds that it takes to the end, and the most that is resident.
  func measure() throws -> (seconds: Double, megabytes: Double) {
    var memory = ResidentMemory(most: .nan, usual: .nan)
    let seconds = try Stopwatch.seconds { memory = try Subprocess(command(output)).finishWatched() }
    return (seconds, memory.most)
  }

  /// Begins it anew and kills it once nine tenths of the runs are in the journal.
  ///
  /// - Returns: what the journal of all runs takes, in MB; nil if the sweep ended before.
  func interrupt() throws -> Double? {
    try FileManager.default.removeItem(atPath: output)
    let journal = output + ".journal"
    var perRun: Double?
    let wasKilled = try Subprocess(command(output)).kill {
      perRun = perRun ?? self.bytesOfLine(journal)
      return perRun.map { self.bytes(journal) > 0.9 * $0 * Double(self.runs) } ?? false
    }
    return wasKilled ? perRun.map { $0 * Double(runs) } : nil
  }

  /// Seconds that it takes to join as many parts.
  func join() throws -> Double {
    let parts = (1...options.parts).map { folder.appendingPathComponent("part\($0).h5").path }
    for (index, part) in parts.enumerated() {
      try Subprocess(command(part) + ["--shard", "\(index + 1)/\(options.parts)"]).finish()
    }
    let whole = folder.appendingPathComponent("whole.h5").path
    return try Stopwatch.seconds {
      try Subprocess([options.memprobe, "merge"] + parts + ["--output", whole]).finish()
    }
  }

  /// Of a file, in MB; 0 if there is none.
  func bytes(_ path: String) -> Double {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return Double((attributes?[.size] as? Int) ?? 0) / 1_048_576
  }

  /// Of a run's line of a journal, in MB: all are of one length, behind those of the plan and of the process; nil as long
  /// as there is none.
  private func bytesOfLine(_ journal: String) -> Double? {
    guard let file = FileHandle(forReadingAtPath: journal),
      let lines = try? file.read(upToCount: 65_536)?.split(separator: UInt8(ascii: "\n")), lines.count > 3
    else { return nil }
    return Double(lines[2].count + 1) / 1_048_576
  }
}
