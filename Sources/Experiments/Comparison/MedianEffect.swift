import RecurrentNetworks

/// How far networks are from their twins: the median over the networks in ratio to that over all twins, or less it, each
/// of a network's median over its runs.
struct MedianEffect {
  /// A network, and its twins.
  typealias Stratum = (own: PairedNumbers, twins: [PairedNumbers])

  let estimate: Bounds
  /// 95%: the percentile interval of a bootstrap (Efron & Tibshirani 1993, chapter 13).
  let interval: Bounds

  /// - Parameter resamples: of as many networks, twins and pairs; nil for no interval.
  init(_ effect: Effect, _ strata: [Stratum], _ resamples: Resamples?) {
    estimate = Self.bounds(effect, strata, twins: nil, pairs: nil)
    guard let resamples else {
      interval = .unknown
      return
    }
    let found = resamples.draws.map { draw in
      Self.bounds(effect, draw.networks.map { strata[$0] }, twins: draw.twins, pairs: draw.pairs)
    }.filter { !$0.low.isNaN && !$0.high.isNaN }
    guard found.count == Resamples.count else {
      interval = .unknown
      return
    }
    interval = Bounds(
      low: found.map(\.low).sorted()[Resamples.tail - 1],
      high: found.map(\.high).sorted()[Resamples.count - Resamples.tail])
  }

  /// - Parameter weights: of all twins, network by network, and of the pairs; nil for once each.
  private static func bounds(
    _ effect: Effect, _ strata: [Stratum], twins weights: [Int]?, pairs: [Int]?
  ) -> Bounds {
    var (own, twins): ([(place: Int, number: Double)], [(place: Int, number: Double)]) = ([], [])
    var place = 0
    for stratum in strata {
      own.append((own.count, stratum.own.median(weights: pairs)))
      for numbers in stratum.twins {
        if weights?[place] != 0 { twins.append((place, numbers.median(weights: pairs))) }
        place += 1
      }
    }
    func median(_ numbers: [(place: Int, number: Double)], _ weights: [Int]?) -> Double {
      PairedNumbers.median(
        of: numbers.filter { !$0.number.isNaN }.sorted { $0.number < $1.number }, weights: weights)
    }
    return effect.of(median(own, nil), median(twins, weights))
  }
}

/// Samples drawn with replacement, for a bootstrap of networks, their twins and their pairs of sequences, or repeats: how
/// often each is in it. Pairs are drawn once for all networks, which read the same. A single network is the one that is asked about,
/// and is always itself; of a group, networks are drawn, too.
struct Resamples {
  struct Draw {
    let pairs: [Int]
    /// Places of networks.
    let networks: [Int]
    /// Of all networks that were drawn, one after the other.
    let twins: [Int]
  }

  let draws: [Draw]

  /// The ends of an interval of 95% are then samples themselves.
  static let count = 999
  /// Samples at or beyond each end.
  static let tail = 25

  /// - Parameters:
  ///   - twins: of every network.
  ///   - stream: of which the samples are a pure function.
  init(twins: [Int], pairs: Int, stream: RandomStream) {
    draws = (0..<Self.count).map { sample in
      let stream = stream.child(UInt64(sample))
      var index: UInt64 = 0
      func drawn(_ count: Int) -> [Int] {
        (0..<count).map { _ in
          defer { index += 1 }
          return stream.integer(below: count, at: index)
        }
      }
      func weights(_ count: Int) -> [Int] {
        drawn(count).reduce(into: Array(repeating: 0, count: count)) { $0[$1] += 1 }
      }
      let pairs = weights(pairs)
      let networks = twins.count > 1 ? drawn(twins.count) : [0]
      return Draw(pairs: pairs, networks: networks, twins: networks.flatMap { weights(twins[$0]) })
    }
  }
}
