import Experiments
import MemoryMeasures
import Text

/// How the runs of a divergence sweep ended, counted and read.
struct DivergenceOutcomes {
  private let shard: Shard
  private let missing: Int
  private let counts: [DivergenceOutcome: Int]
  private let failures: [String: Int]

  init<Plan: SweepPlan>(_ results: SweepResults<Plan>) where Plan.Value == DivergenceMeasurement {
    shard = results.shard
    missing = results.missing.count
    var counts: [DivergenceOutcome: Int] = [:]
    var failures: [String: Int] = [:]
    for record in results.records.values {
      switch record {
      case .measured(let measurement): counts[measurement.outcome, default: 0] += 1
      case .failed(let reason): failures[reason, default: 0] += 1
      }
    }
    self.counts = counts
    self.failures = failures
  }

  /// A line that counts, and a line each for what needs a word: the rounding floor, failed and missing runs.
  var text: String { lines.map { $0 + "\n" }.joined() }

  var lines: [String] {
    var lines = [
      """
      Outcomes: of \(NumberText.count(counts.values.reduce(0, +), "measured run")), \
      \(count(.merged)) merged, \(count(.roundingFloor)) ended at the rounding floor, \
      \(count(.diverged)) diverged.
      """
    ]
    if counts[.roundingFloor] != nil {
      lines.append(
        """
        Where runs end at the rounding floor, bit-identity measures float rounding; \
        the steps to within a threshold measure memory.
        """)
    }
    if shard != .whole {
      lines.append("These are the runs of part \(shard) only: 'memprobe merge' joins the parts.")
    }
    let failed = failures.values.reduce(0, +)
    if failed > 0 {
      lines.append("Failed, and left out of every mean: \(NumberText.count(failed, "run")).")
      for (reason, number) in failures.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(NumberText.whole(number)) × \(reason.printable)")
      }
    }
    if missing > 0 {
      lines.append("Not in these results (yet): \(NumberText.count(missing, "run")).")
    }
    return lines
  }

  private func count(_ outcome: DivergenceOutcome) -> String {
    NumberText.whole(counts[outcome, default: 0])
  }
}
