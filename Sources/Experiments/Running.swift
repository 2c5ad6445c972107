import Foundation
import MemoryMeasures

/// How a sweep is carried out, and where its results go: nothing of it decides what is found.
package struct Running: SettingGroup {
  /// Path of the results file; nil for the command's default.
  package var output: String?
  package var jobs: Int
  package var shard: String
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
