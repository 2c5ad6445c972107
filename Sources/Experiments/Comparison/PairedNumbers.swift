import MemoryMeasures

/// A network's numbers, run by run: pair of sequences by pair, or repeat by repeat. The network is the unit of comparisons,
/// and its median its number: right under censoring as long as fewer than half of the runs are censored.
struct PairedNumbers {
  /// By run; nil for one that failed. Counts that were not reached are moved beyond all others.
  let numbers: [Double?]
  /// From the smallest, each with its run.
  private let sorted: [(place: Int, number: Double)]

  /// - Parameter numbers: nil for a run that failed, NaN for one that found none. Nil if no run found one.
  init?(_ numbers: [Double?]) {
    self.numbers = numbers.map { $0.flatMap { $0.isNaN ? nil : $0 } }
    sorted = self.numbers.enumerated().compactMap { run, number in number.map { (run, $0) } }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    if sorted.isEmpty { return nil }
  }

  /// Of counts that may be censored.
  init?(counts: [CensoredSteps?]) {
    self.init(counts.map { $0.map { Double($0.steps) + ($0.reached ? 0 : Self.beyond) } })
  }

  /// More than any count of steps, so that numbers stay exact to a fraction of a step.
  private static let beyond = 0x1p40

  /// For the order of networks: those whose median was not reached are equal, and above all others.
  var rankingMedian: Double { Self.ranked(median(weights: nil)) }

  /// What was not reached is equal, and above all others.
  fileprivate static func ranked(_ number: Double) -> Double { number < beyond ? number : .infinity }

  /// The median with every run so many times; NaN if all are left out.
  ///
  /// - Parameter weights: by run; nil for once each.
  func median(weights: [Int]?) -> Double { Self.median(of: sorted, weights: weights) }

  /// The middle number, or the mean of the two in the middle, with every number so many times; beyond all others if the
  /// upper one of them is.
  ///
  /// - Parameters:
  ///   - ascending: from the smallest, each with its place among the weights.
  ///   - weights: nil for once each.
  static func median(of ascending: [(place: Int, number: Double)], weights: [Int]?) -> Double {
    var total = 0
    for (place, _) in ascending { total += weights?[place] ?? 1 }
    guard total > 0 else { return .nan }
    var lower: Double?
    var passed = 0
    for (place, number) in ascending {
      passed += weights?[place] ?? 1
      if lower == nil, passed > (total - 1) / 2 { lower = number }
      if let lower, passed > total / 2 {
        return number < beyond ? (lower + number) / 2 : beyond + (steps(lower) + steps(number)) / 2
      }
    }
    return .nan
  }

  private static func steps(_ number: Double) -> Double { number < beyond ? number : number - beyond }

  /// What is known of the ratio of two medians of which either may be a lower bound: between 0 and infinity if nothing is.
  static func ratio(_ one: Double, to other: Double) -> Bounds {
    let ratio = steps(one) / steps(other)
    return Bounds(low: other < beyond ? ratio : 0, high: one < beyond ? ratio : .infinity)
  }
}

/// How the median of networks is set against that of their twins.
package enum Effect: String, Sendable {
  /// The one divided by the other.
  case ratio
  /// The one less the other.
  case difference

  /// Of two medians of `PairedNumbers`.
  func of(_ one: Double, _ other: Double) -> Bounds {
    switch self {
    case .ratio: PairedNumbers.ratio(one, to: other)
    case .difference: Bounds(low: one - other, high: one - other)
    }
  }
}

/// A number that is known exactly, or between bounds; of a ratio 0 and infinity are none.
package struct Bounds: Hashable, Sendable {
  package let low: Double
  package let high: Double

  package static let unknown = Bounds(low: .nan, high: .nan)
}

/// The share of the variance of runs that the networks account for: 1 if all pairs say the same of a network, so that
/// more pairs say nothing new; 0 if they are as different as those of other networks.
///
/// ICC(1,1) of Shrout & Fleiss (Psychological Bulletin 86, 1979) on the ranks of the runs, because counts are skewed and
/// may be censored. Below 0 by chance. NaN for fewer than two networks or pairs, and where all runs are equal.
enum IntraclassCorrelation {
  /// - Parameter networks: those without failed runs count.
  static func of(_ networks: [PairedNumbers]) -> Double {
    let whole = networks.map { $0.numbers.compactMap(\.self) }
      .filter { $0.count == networks[0].numbers.count }
    guard whole.count > 1, let pairs = whole.first?.count, pairs > 1 else { return .nan }
    let ranks = RankTest.doubledMidranks(whole.joined().map(PairedNumbers.ranked))
    let center = Double(ranks.count + 1)
    var (between, within) = (0.0, 0.0)
    for network in whole.indices {
      let own = ranks[network * pairs..<(network + 1) * pairs].map(Double.init)
      let mean = own.reduce(0, +) / Double(pairs)
      between += Double(pairs) * (mean - center) * (mean - center)
      within += own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    between /= Double(whole.count - 1)
    within /= Double(whole.count * (pairs - 1))
    return (between - within) / (between + Double(pairs - 1) * within)
  }
}
