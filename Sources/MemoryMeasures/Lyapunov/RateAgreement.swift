/// The rates at which differences of some runs decayed, beside the largest Lyapunov exponents of the same networks, driven
/// by inputs of the same law: in the end both are one number, as long as the outputs show the direction that fades last.
///
/// A run's decay rate is that of one finite fall, in which directions that fade faster still take part, and its error by
/// least squares takes residuals for independent: too small. So it is runs that are compared, pair by pair. The deviation
/// is the mean of their differences, rate less λ_1, as a share of the mean |λ_1|; its error is the larger of what the
/// spread of these differences gives and what the errors of each do. The interval around it holds the deviation with 99%,
/// by Student's distribution.
package struct RateAgreement: Equatable, Sendable {
  /// Why a run has no decay rate that could be compared.
  package enum Gap: Int, CaseIterable, Comparable, Sendable {
    /// One of the two runs failed, or is not there.
    case notMeasured
    /// The states were bit-identical before as many steps as a fit takes.
    case mergedTooSoon
    /// The difference stayed above where fits begin.
    case notFallen
    /// Too few steps between there and what is clear of the rounding floor.
    case nearFloor
    /// The difference did not decay: it grew again, or is kept.
    case notDecaying
    /// λ_1 is minus infinity: no rate is as fast.
    case lost

    package static func < (one: Gap, other: Gap) -> Bool { one.rawValue < other.rawValue }
  }

  package enum Verdict: Sendable {
    /// All of the interval is within a tenth of λ_1.
    case agree
    /// None of it is.
    case differ
    /// The errors are too large to tell.
    case open
    /// Fewer runs than `leastRuns` have a rate, so that their spread says little.
    case tooFew
  }

  /// Means over the runs that are compared; NaN without any.
  package let rate: Double
  package let exponent: Double
  /// Standard error of `exponent`, from those of the runs.
  package let exponentError: Double
  /// Runs that are compared, with a rate each.
  package let count: Int
  /// How many others there are, by reason.
  package let gaps: [Gap: Int]
  /// (rate - λ_1) / |λ_1|, of means, and half the width of the interval around it.
  package let deviation: Double
  package let margin: Double

  /// Share of λ_1 by which rates may differ from it and still be said to agree: what finite falls are usually off by.
  package static let tolerance = 0.1
  /// With fewer, Student's interval is several times as wide as the spread.
  package static let leastRuns = 5

  /// - Parameter runs: what the two measures found of every run; nil for what failed or is missing.
  package init(_ runs: [(DivergenceMeasurement?, LyapunovMeasurement?)]) {
    var (gaps, compared): ([Gap: Int], [(decay: DecayFit, found: LyapunovMeasurement)]) = ([:], [])
    for (divergence, lyapunov) in runs {
      guard let divergence, let lyapunov else {
        gaps[.notMeasured, default: 0] += 1
        continue
      }
      if let gap = lyapunov.largest == -.infinity ? .lost : divergence.rateGap {
        gaps[gap, default: 0] += 1
      } else {
        compared.append((divergence.decay, lyapunov))
      }
    }
    func root(_ squares: [Double]) -> Double { squares.reduce(0, +).squareRoot() / Double(squares.count) }
    let differences = Sample(compared.map { $0.decay.rate - $0.found.largest })
    count = compared.count
    self.gaps = gaps
    rate = Sample(compared.map(\.decay.rate)).mean
    exponent = Sample(compared.map(\.found.largest)).mean
    exponentError = root(compared.map { $0.found.largestError * $0.found.largestError })
    deviation = differences.mean / abs(exponent)
    let errors = compared.map {
      $0.decay.standardError * $0.decay.standardError + $0.found.largestError * $0.found.largestError
    }
    let (spread, measured) = (differences.standardDeviation / Double(count).squareRoot(), root(errors))
    margin = Self.student(count - 1) * (spread > measured ? spread : measured) / abs(exponent)
  }

  package var verdict: Verdict {
    if count < Self.leastRuns { return .tooFew }
    if abs(deviation) + margin <= Self.tolerance { return .agree }
    return abs(deviation) - margin > Self.tolerance ? .differ : .open
  }

  /// Of Student's distribution, what a number is beyond with a chance of 1%: by its expansion about the normal one
  /// (Abramowitz & Stegun 26.7.5), from 4 degrees of freedom on to 1.3%.
  static func student(_ freedom: Int) -> Double {
    let (z, n) = (2.5758293035489, Double(freedom))
    let powers = stride(from: 1, through: 7, by: 2).map { power in (0..<power).reduce(1) { one, _ in one * z }
    }
    let terms = [
      (powers[1] + powers[0]) / 4, (5 * powers[2] + 16 * powers[1] + 3 * powers[0]) / 96,
      (3 * powers[3] + 19 * powers[2] + 17 * powers[1] - 15 * powers[0]) / 384,
    ]
    return terms.reversed().reduce(0) { ($0 + $1) / n } + z
  }
}

extension DivergenceMeasurement {
  /// Why the decay rate, if there is one, is none of forgetting; nil where it is.
  var rateGap: RateAgreement.Gap? {
    switch outcome {
    case .diverged, .kept: .notDecaying
    case _ where !decay.rate.isNaN: nil
    case .merged: .mergedTooSoon
    case .roundingFloor: .nearFloor
    case .fading: .notFallen
    }
  }
}
