/// Whether networks are like their twins: the exact permutation test of their ranks among them.
///
/// If a network is like its twins, and all are fed the same inputs, it could as well have been any of them: of the n + 1
/// numbers each is equally likely to be its own. So the tail probability of its number is the share of the n + 1 that
/// are at least (or at most) as large, itself included: (r + 1) / (n + 1), r being the twins in that tail.
///
/// Of several networks, each with twins of its own, the ranks are added. The distribution of the sum is that of
/// independent ranks, each drawn from those of its own n + 1 numbers: their convolution. This is van Elteren's
/// stratified rank test (Bulletin de l'Institut International de Statistique 37, 1960) with strata of one against n; of
/// one network it is the above.
///
/// Ties share the mean of their ranks, and the distribution is taken over the ranks as they are. For any a, at most
/// a (n + 1) of the n + 1 numbers, each taken for the network's own in turn, have a tail probability of a or less,
/// whether or not some are equal: the p-value is valid under ties, and conservative.
struct RankTest {
  /// Twins whose number is smaller than that of their network, and larger.
  let below: Int
  let above: Int
  /// Two-sided: twice the smaller tail probability, at most 1. NaN if there is nothing to compare.
  let pValue: Double
  /// Whether the networks' numbers tend to be the larger ones.
  let isAbove: Bool
  /// The smallest p-value that so many twins allow: 2 / (n + 1), for several networks over the product.
  let smallestP: Double

  /// A network's number, and those of its twins.
  typealias Stratum = (own: Double, twins: [Double])

  init(_ strata: [Stratum]) {
    let strata = strata.filter { !$0.twins.isEmpty }
    below = strata.reduce(0) { sum, stratum in sum + stratum.twins.count { $0 < stratum.own } }
    above = strata.reduce(0) { sum, stratum in sum + stratum.twins.count { $0 > stratum.own } }
    guard !strata.isEmpty else {
      (pValue, isAbove, smallestP) = (.nan, false, .nan)
      return
    }
    var observed = 0
    // ways[s]: ways to choose a number of every stratum whose doubled ranks add up to s. Whole numbers up to 2^53.
    var ways: [Double] = [1]
    var all = 1.0
    for (own, twins) in strata {
      let ranks = Self.doubledMidranks([own] + twins)
      observed += ranks[0]
      var sums = [Double](repeating: 0, count: ways.count + (ranks.max() ?? 0))
      for (rank, count) in Dictionary(ranks.map { ($0, 1.0) }, uniquingKeysWith: +) {
        for sum in ways.indices { sums[sum + rank] += ways[sum] * count }
      }
      (ways, all) = (sums, all * Double(ranks.count))
      // Far from the largest number there is.
      if all > 1e200 { (ways, all) = (ways.map { $0 / all }, 1) }
    }
    let atMost = ways[...observed].reduce(0, +) / all
    let atLeast = ways[observed...].reduce(0, +) / all
    pValue = min(1, 2 * min(atMost, atLeast))
    isAbove = atLeast < atMost
    smallestP = 2 / strata.reduce(1) { $0 * Double($1.twins.count + 1) }
  }

  /// Twice the midrank of every number: whole numbers. Equal numbers share the mean of their ranks.
  static func doubledMidranks(_ numbers: [Double]) -> [Int] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Int](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = start + end + 1 }
      start = end
    }
    return ranks
  }
}

/// Holm's correction of p-values for the number of comparisons (Scandinavian Journal of Statistics 6, 1979): if all
/// that are at most 5% are believed, the chance to believe any falsely is at most 5%.
enum Holm {
  /// The adjusted p-values, in the same order. The smallest of m is multiplied by m, the next by m - 1, and so
  /// on; none is above 1 or below one that was smaller. A NaN, of a comparison still to come, stays one and counts
  /// among the m.
  static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }
      .sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = pValues
    var largest = 0.0
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, Double(pValues.count - place) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }
}
