import Foundation
import MemoryMeasures

/// The rank-sum test of Mann & Whitney (1947) for two samples of counts that share one horizon: whether counts of
/// one tend to be larger than counts of the other.
///
/// A count that was not reached is known to exceed every count that was, and nothing is known about two such
/// counts. Gehan's ordering for censored samples (Biometrika 52, 1965) makes these a tie above all others; with
/// one common horizon no other pair is undecided, so that ranking with ties is exact for it. A censored sample
/// is treated as is: nothing is estimated.
struct MannWhitney {
  /// Pairs of a count of the first sample and one of the second in which the first is larger, ties counted half.
  let u: Double
  /// Two-sided: twice the smaller of the two tails, at most 1. NaN if a sample is empty.
  let pValue: Double
  /// Cliff's delta (Psychological Bulletin 114, 1993): the share of pairs in which the first is larger less that
  /// in which it is smaller, -1 ... 1; (2 u - m n) / (m n). NaN if a sample is empty.
  let delta: Double
  /// Whether the p-value is of the permutation distribution itself, or of its normal approximation.
  let isExact: Bool

  /// Additions of the exact distribution that are worth a tenth of a second: reached by 40 counts against 80, or
  /// 60 against 60.
  static let mostAdditions = 3e7

  init(_ first: [CensoredSteps], _ second: [CensoredSteps]) {
    let ranks = Self.doubledMidranks(first + second)
    let (m, n) = (first.count, second.count)
    let doubledSum = ranks.prefix(m).reduce(0, +)
    u = Double(doubledSum - m * (m + 1)) / 2
    delta = m * n > 0 ? (2 * u - Double(m * n)) / Double(m * n) : .nan
    // The distribution of the smaller sample's rank sum tells as much and takes less.
    let smaller =
      m <= n ? (count: m, sum: doubledSum) : (count: n, sum: ranks.dropFirst(m).reduce(0, +))
    isExact = Self.additions(of: ranks, choosing: smaller.count) <= Self.mostAdditions
    if m * n == 0 {
      pValue = .nan
    } else if isExact {
      pValue = Self.exactP(ranks, choosing: smaller.count, doubledSum: smaller.sum)
    } else {
      pValue = Self.approximateP(ranks, u: u, m: m, n: n)
    }
  }

  /// Twice the midrank of every count among all: whole numbers. Equal counts share the mean of their ranks.
  static func doubledMidranks(_ counts: [CensoredSteps]) -> [Int] {
    let order = counts.indices.sorted { counts[$0].rankingSteps < counts[$1].rankingSteps }
    var ranks = [Int](repeating: 0, count: counts.count)
    var start = 0
    while start < order.count {
      let end = order[start...].firstIndex { counts[$0].rankingSteps != counts[order[start]].rankingSteps }
      let tied = start..<(end ?? order.count)
      for place in tied { ranks[order[place]] = tied.lowerBound + tied.upperBound + 1 }
      start = tied.upperBound
    }
    return ranks
  }

  private static func additions(of ranks: [Int], choosing count: Int) -> Double {
    Double(ranks.count) * Double(count) * Double(ranks.sorted().suffix(count).reduce(0, +))
  }

  /// The two-sided p-value of a rank sum among all ways to choose as many of the ranks, ties as they are: the
  /// ways are counted by their sum, adding one rank after the other.
  static func exactP(_ ranks: [Int], choosing count: Int, doubledSum: Int) -> Double {
    let largest = ranks.sorted().suffix(count).reduce(0, +)
    // ways[k][s]: subsets of k ranks whose doubled sum is s. Exact up to 2^53, and to rounding beyond.
    var ways = [[Double]](repeating: [Double](repeating: 0, count: largest + 1), count: count + 1)
    ways[0][0] = 1
    for (place, rank) in ranks.enumerated() {
      for chosen in stride(from: min(count, place + 1), to: 0, by: -1) {
        // Two arrays by themselves: indices into both at once are checked and looked up for every sum.
        var row: [Double] = []
        swap(&row, &ways[chosen])
        let fewer = ways[chosen - 1]
        for sum in rank..<row.count { row[sum] += fewer[sum - rank] }
        swap(&row, &ways[chosen])
      }
    }
    let distribution = ways[count]
    let all = distribution.reduce(0, +)
    let atMost = distribution[...doubledSum].reduce(0, +)
    let atLeast = distribution[doubledSum...].reduce(0, +)
    return min(1, 2 * min(atMost, atLeast) / all)
  }

  /// The normal approximation with the variance corrected for ties and half a unit for continuity.
  static func approximateP(_ ranks: [Int], u: Double, m: Int, n: Int) -> Double {
    let total = Double(m + n)
    let ties = Dictionary(grouping: ranks) { $0 }.values.reduce(0.0) { sum, tied in
      let count = Double(tied.count)
      return sum + count * (count * count - 1)
    }
    let product = Double(m) * Double(n)
    let variance = product / 12 * (total + 1 - ties / (total * (total - 1)))
    // All counts are equal.
    guard variance > 0 else { return 1 }
    let distance = max(0, abs(u - product / 2) - 0.5)
    return erfc(distance / (2 * variance).squareRoot())
  }
}
