/// The leading Lyapunov exponents of a driven network, in nats per step, and what follows from them.
public struct LyapunovMeasurement: Codable, Equatable, Sendable {
  /// λ_1 ... λ_n, falling. Minus infinity for what is lost within a step, or within a few, without a trace; NaN for those
  /// that the network does not have, because its state has fewer numbers.
  public var exponents: [Double]
  /// Standard errors of the exponents, from the means of blocks of steps; NaN for exponents that are not finite.
  public var standardErrors: [Double]
  /// Numbers of the complete state, h and c of every layer: as many exponents there are.
  public var stateSize: Int

  /// Exponents with their errors, falling.
  public init(exponents: [Double], standardErrors: [Double], stateSize: Int) {
    self.exponents = exponents
    self.standardErrors = standardErrors
    self.stateSize = stateSize
  }

  /// Those that there are.
  public var found: [Double] { Array(exponents.prefix(stateSize)) }
  /// Whether these are all.
  public var isComplete: Bool { exponents.count >= stateSize }

  /// λ_1: the rate at which nearby states part or, below 0, come together.
  public var largest: Double { exponents.first ?? .nan }
  /// Its standard error, NaN if there is none.
  public var largestError: Double { standardErrors.first ?? .nan }

  /// -1/λ_1, in steps, in which differences fall to 1/e in the long run; infinite at 0, NaN where they grow.
  public var timeConstant: Double { largest > 0 ? .nan : 1 / largest.magnitude }

  /// Exponents above -1/τ: in how many directions differences outlive τ steps. NaN where the exponents that were asked
  /// for are all above, and there are more.
  public func slowExponents(than timeScale: Double) -> Double {
    let count = found.count { $0 > -1 / timeScale }
    return count == found.count && !isComplete ? .nan : Double(count)
  }

  /// How many are minus infinity.
  public var minusInfiniteCount: Int { found.count { $0 == -.infinity } }

  /// k + (λ_1 + ... + λ_k) / |λ_k+1| with the largest k for which the sum is not negative: of the attractor, as Kaplan
  /// and Yorke (1979) conjecture. 0 where all exponents are negative, the state's size where even their sum is not; NaN
  /// where the exponents that were asked for do not tell.
  public var kaplanYorkeDimension: Double {
    var sum = 0.0
    for (index, exponent) in found.enumerated() {
      guard sum + exponent >= 0 else { return Double(index) + sum / exponent.magnitude }
      sum += exponent
    }
    return isComplete ? Double(stateSize) : .nan
  }

  /// The sum of the positive exponents, in nats per step: what the rate at which the network makes information is bounded
  /// by (Ruelle 1978). NaN where all that were asked for are positive, and there are more.
  public var entropyBound: Double {
    guard isComplete || (found.last ?? 0) <= 0 else { return .nan }
    return found.prefix { $0 > 0 }.reduce(0, +)
  }

  /// What can be said of the largest exponent, given its standard error.
  public var verdict: Verdict {
    let margin = Self.clearErrors * largestError
    if largest == -.infinity || largest + margin < 0 { return .contracting }
    return largest - margin > 0 ? .expanding : .open
  }

  /// What the largest exponent says, as far as its error allows.
  public enum Verdict: Sendable {
    /// λ_1 is below 0: what differed at the beginning is forgotten.
    case contracting
    /// λ_1 is above 0: the slightest differences grow.
    case expanding
    /// 0 is within three standard errors.
    case open
  }

  /// Of a normal number fewer than 3 in 1,000 are as far off.
  public static let clearErrors = 3.0
}

/// What the repeats of one network, or of one kind of networks, have in common. NaN where nothing was measured.
public struct LyapunovStatistics: Equatable, Sendable {
  /// Repeats that were measured.
  public let count: Int
  /// Mean of the largest exponents.
  public let meanLargest: Double
  /// With ddof = 1; NaN for fewer than two.
  public let stdLargest: Double
  /// Root mean square of the standard errors of λ_1.
  public let largestError: Double

  /// - Parameter found: of the repeats, in their order.
  public init(_ found: [LyapunovMeasurement]) {
    let largest = Sample(found.map(\.largest))
    count = found.count
    meanLargest = largest.mean
    stdLargest = largest.standardDeviation
    largestError = Sample(found.map { $0.largestError * $0.largestError }).mean.squareRoot()
  }
}

/// Why there are no exponents.
public enum LyapunovError: CancellableFailure {
  /// A number of the state is a NaN or an infinity; the first such step, counted from 1.
  case stateNotFinite(step: Int)
  /// A direction is, though the state is not: weights so large that their products overflow.
  case directionsNotFinite(step: Int)
  /// It was not to go on.
  case cancelled

  public var reason: String {
    switch self {
    case .stateNotFinite(let step): "state not finite at step \(step)"
    case .directionsNotFinite(let step): "derivatives not finite at step \(step)"
    case .cancelled: "cancelled"
    }
  }
}
