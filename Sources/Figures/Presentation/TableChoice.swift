import Experiments
import MemoryMeasures
import Text

/// What sums up the runs of a cell in a table.
package enum TableStatistic: String, CaseIterable, Sendable {
  case mean, median

  /// Of numbers.
  func of(_ numbers: [Double]) -> Double {
    self == .mean ? Sample(numbers).mean : Sample(numbers).median
  }
}

/// What tables show in place of what they would show by themselves.
package struct TableChoice: Sendable {
  /// The steps to within this; one of those that were counted.
  package var threshold: Double?
  package var statistic: TableStatistic?

  package init(threshold: Double? = nil, statistic: TableStatistic? = nil) {
    (self.threshold, self.statistic) = (threshold, statistic)
  }
}

/// What there is to choose from in the tables of some results.
package struct TableChoices: Equatable, Sendable {
  package var thresholds: [Double] = []
  package var statistics: [TableStatistic] = []
}

extension AnyResults {
  /// What there is to choose from.
  package var tableChoices: TableChoices { presentation.choices }
}

extension Results {
  /// How many repeats there are in cells that have any: 10 repeats; of unfinished results, of a part and where runs failed
  /// 1 to 3 of 10 repeats.
  ///
  /// - Parameters:
  ///   - noun: what a repeat is.
  ///   - factor: how many of them a repeat has.
  ///   - others: of the same cells, told together with these: in other precisions.
  func repeatWords(
    _ noun: String = "repeat", times factor: Int = 1, with others: [Results] = [],
    of isIncluded: (Subject) -> Bool = { _ in true }
  ) -> String {
    let all = NumberText.count(plan.repeats * factor, noun)
    let ranges = ([self] + others).compactMap { $0.measuredRepeats(of: isIncluded) }
    let held = (ranges.map(\.lowerBound).min() ?? 0)...(ranges.map(\.upperBound).max() ?? 0)
    guard held != plan.repeats...plan.repeats else { return all }
    let ends = held.count == 1 ? [held.lowerBound] : [held.lowerBound, held.upperBound]
    return "\(ends.map { NumberText.whole($0 * factor) }.joined(separator: " to ")) of \(all)"
  }
}
