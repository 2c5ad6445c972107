import Experiments
import Text

/// One way of reading memory off the same runs.
struct Reading {
  /// Bit-identity
  var name: String
  /// settled steps
  var count: String
  var definition: String
  var statistics: SourceStatistics
  /// The runs that these are of, in words.
  var subject: String
  var horizon: Int
  var meaning: String

  /// Runs that got there.
  var reachedCount: Int {
    statistics.count == 0 ? 0 : Int((statistics.fraction * Double(statistics.count)).rounded())
  }

  /// Median 104 steps; reached by 1,264 of 1,280 runs.
  var numbers: String {
    guard statistics.count > 0 else { return "No measured run." }
    let median = NumberText.steps(statistics.median.steps, isLowerBound: statistics.median.isLowerBound)
    return """
      Median \(median) steps over \(subject); reached by \(NumberText.whole(reachedCount)) of \
      \(NumberText.count(statistics.count, "run")) within \(NumberText.whole(horizon)) steps.
      """
  }
}
