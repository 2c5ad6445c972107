import Experiments
import MemoryMeasures

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
  var text: String {
    var text = """
      Outcomes: of \(NumberText.count(counts.values.reduce(0, +), "measured run")), \
      \(count(.merged)) merged, \(count(.roundingFloor)) ended at the rounding floor, \
      \(count(.diverged)) diverged.\n
      """
    if counts[.roundingFloor] != nil {
      text += """
        Where runs end at the rounding floor, bit-identity measures float rounding; \
        the steps to within a threshold measure memory.\n
        """
    }
    if shard != .whole {
      text += "These are the runs of part \(shard) only: 'memprobe merge' joins the parts.\n"
    }
    let failed = failures.values.reduce(0, +)
    if failed > 0 {
      text += "Failed, and left out of every mean: \(NumberText.count(failed, "run")).\n"
      for (reason, number) in failures.sorted(by: { $0.key < $1.key }) {
        text += "  \(NumberText.whole(number)) × \(reason)\n"
      }
    }
    if missing > 0 {
      text += "Not in these results (yet): \(NumberText.count(missing, "run")).\n"
    }
    return text
  }

  private func count(_ outcome: DivergenceOutcome) -> String {
    NumberText.whole(counts[outcome, default: 0])
  }
}
