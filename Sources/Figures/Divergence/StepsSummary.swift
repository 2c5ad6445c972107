import MemoryMeasures
import Text

/// A mean or median of steps, of how many, and which share of them was reached.
struct StepsSummary {
  let steps: Double
  let isLowerBound: Bool
  let count: Int
  let fraction: Double
  /// Whether rounding may decide it.
  let isMarked: Bool

  /// ≥74,479 where it is a lower bound; – of nothing.
  var text: String {
    guard count > 0 else { return "–" }
    return NumberText.steps(steps, isLowerBound: isLowerBound) + (isMarked ? ShownCount.mark : "")
  }

  /// The same with the share that was reached: ≥74,479 · 0.4.
  var textWithShare: String { count > 0 ? "\(text) · \(NumberText.fraction(fraction))" : text }

  /// The number behind the text, for its colour.
  var heat: Double? { count > 0 ? steps : nil }
}

extension StepsSummary {
  init(_ sample: CensoredSample, by statistic: TableStatistic, isMarked: Bool = false) {
    let median = sample.median
    self.init(
      steps: statistic == .mean ? sample.mean : median.steps,
      isLowerBound: statistic == .mean ? sample.fraction < 1 : median.isLowerBound, count: sample.count,
      fraction: sample.fraction, isMarked: isMarked)
  }
}

extension ShownCount {
  /// Of runs.
  func summary(_ measured: [DivergenceMeasurement], by statistic: TableStatistic = .median) -> StepsSummary {
    let mark = statistic == .mean ? mark(ofMean: measured) : mark(ofMedian: measured)
    return StepsSummary(statistics(measured), by: statistic, isMarked: !mark.isEmpty)
  }
}

extension TableStatistic {
  /// What the signs in a table of such summaries mean, as far as they are in it.
  ///
  /// - Parameters:
  ///   - unit: what is summed up: run.
  ///   - event: what a lower bound is of, that had not ...: got there.
  ///   - deadline: until when.
  func notes(_ summaries: [StepsSummary], unit: String, event: String, deadline: String) -> [String] {
    var notes: [String] = []
    if summaries.contains(where: \.isLowerBound) {
      let which = self == .mean ? "at least one \(unit)" : "the \(unit) in the middle"
      notes.append("≥ lower bound: \(which) had not \(event) \(deadline)")
    }
    if summaries.contains(where: \.isMarked) {
      let place = self == .mean ? "at least one \(unit)" : "half of the \(unit)s or more"
      notes.append("\(ShownCount.mark) \(ShownCount.markText), in \(place)")
    }
    if summaries.contains(where: { $0.count == 0 }) { notes.append("– no measured run") }
    return notes
  }
}
