import Foundation
import MemoryMeasures

/// How a sweep is carried out, and where its results go: nothing of it decides what is found.
package struct Running: SettingGroup {
  /// Path of the results file; nil for the command's default.
  package var output: String?
  package var jobs: Int
  package var shard: String
  /// As it was written; nil for no limit.
  package var stopAfter: String?
  /// Path of results whose missing runs are all that is run; nil to run all.
  package var missingFrom: String?
  package var force: Bool
  package var failFast: Bool
  package var quiet: Bool
  /// The directory that the networks of runs are kept in; nil for none.
  package var saveNetworks: String?
  /// The directory that what runs read is kept in; nil for none.
  package var saveInputs: String?
  /// Whether the same runs are made in float64, too, and the two held against each other.
  package var checkPrecision: Bool

  package static let standard = Running()

  private init() {
    jobs = Allocation.current.processors
    shard = Shard.whole.description
    force = false
    failFast = false
    quiet = false
    checkPrecision = false
  }

  /// Takes what is said; keys that nobody gives keep their defaults.
  ///
  /// - Throws: `SettingError` for a value out of range.
  package init(given: [String: SettingValue]) throws(SettingError) {
    self.init()
    for setting in Self.settings {
      if let value = given[setting.key] { try setting.set(value, of: &self) }
    }
  }

  /// More threads than any machine has.
  package static let mostJobs = 1024

  package static let settings: [Setting<Running>] = [
    .text(
      "output", \.output, .text, placeholder: "file.h5",
      """
      Results file (HDF5). Finished runs are kept in FILE.journal until it is complete. {shard} and {shards} in it stand \
      for the i and n of --shard.
      """),
    .whole("jobs", \.jobs, in: 1...mostJobs, "Runs at a time; the results do not depend on it.")
      .byDefault("one per processor that the process may use"),
    Setting(
      "shard", .shard, placeholder: "i/n", allowed: "parts such as 2/4",
      help: """
        Run only the i-th of n parts of about equal cost; join them with 'memprobe merge'. auto/n takes i from \
        SLURM_ARRAY_TASK_ID, from 1 to n.
        """,
      read: { .text($0.shard) },
      isAllowed: { if case .text(let text) = $0 { (try? Shard(text)) != nil } else { false } },
      write: { owner, value in
        guard case .text(let text) = value else { return false }
        owner.shard = text
        return true
      }),
    Setting(
      "stop-after", .time, placeholder: "time", allowed: "lengths of time such as 55m, 1h30m, 90s and 90",
      help: """
        Stop in time to have ended so long after the start, keep what was measured and exit with 75, if that is not all: \
        the same command then goes on. Nothing is begun that would have to be begun again.
        """,
      read: { $0.stopAfter.map(SettingValue.text) },
      isAllowed: { if case .text(let text) = $0 { TimeLimit(text) != nil } else { false } },
      write: { owner, value in
        guard case .text(let text) = value else { return false }
        owner.stopAfter = text
        return true
      }),
    .text(
      "missing-from", \.missingFrom, .text, placeholder: "file.h5",
      """
      Run only what these results of the same settings lack, and deal only that out to the parts of --shard; 'memprobe \
      merge' joins it with them.
      """),
    .flag(
      "fail-fast", \.failFast, "Stop at the first run that fails, instead of recording why and going on."),
    .text(
      "save-networks", \.saveNetworks, .text, placeholder: "directory",
      """
      Also write the network of every run (.safetensors), named by cell, layers x units, input size, where it makes a \
      difference, and repeat: gru-1x8-i4-0.
      """),
    .text(
      "save-inputs", \.saveInputs, .text, placeholder: "directory",
      """
      Also write what every run reads (.npy), once where several read the same.
      """),
    .flag(
      "force", \.force,
      """
      Replace the output file, a journal that is damaged or of other settings, and saved files that hold something else.
      """),
    .flag("quiet", \.quiet, "Show no progress."),
    .flag(
      "check-precision", \.checkPrecision,
      """
      Also make the same runs in float64, in a file beside the output (NAME-float64.h5), and say which medians of steps \
      the two precisions disagree on.
      """),
  ]
}

/// How long something may take: 55m, 1h30m, 90s, or seconds alone.
package struct TimeLimit: Equatable, Sendable {
  package let duration: Duration

  /// Nil for any other text, and for no time at all.
  package init?(_ text: String) {
    guard let found = text.wholeMatch(of: /(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?/) else { return nil }
    let parts = [(found.output.1, 3600.0), (found.output.2, 60), (found.output.3, 1)]
    let seconds = parts.reduce(0) { $0 + ($1.0.map { Double($0) ?? .nan } ?? 0) * $1.1 }
    guard seconds >= 1, seconds <= Self.mostSeconds else { return nil }
    duration = .seconds(seconds)
  }

  /// Thirty years.
  private static let mostSeconds = 1e9

  /// When to stop, so as to have ended in time: a tenth before, ten seconds at most.
  package func deadline(from start: ContinuousClock.Instant) -> ContinuousClock.Instant {
    start + duration - min(.seconds(10), duration / 10)
  }
}
