import Experiments
import Text

/// What is said of runs that are not in the picture.
struct GapNotes {
  /// Empty where none is missing.
  let text: String

  init<Plan: SweepPlan>(_ results: SweepResults<Plan>) {
    var notes: [String] = []
    let done = results.records.count
    let total = results.plan.runCount
    if done < total {
      notes.append("Not finished: \(NumberText.whole(done)) of \(NumberText.count(total, "run")).")
    }
    let failed = results.failed.count
    if failed > 0 { notes.append("Left out: \(NumberText.count(failed, "failed run")).") }
    text = notes.joined(separator: " ")
  }
}
