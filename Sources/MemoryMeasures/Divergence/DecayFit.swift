import Foundation

/// A line fitted to the logarithm of a difference: how fast it falls, over a finite time.
///
/// Over more and more steps such rates tend to the largest conditional Lyapunov exponent of the network under its
/// inputs. Over the few steps of a fall they are off by some per cent to tens of per cent, more where two directions
/// of different rates take part.
public struct DecayFit: Codable, Equatable, Sendable {
  /// Slope of ln d per step, negative; its negative inverse is a time constant.
  public var rate: Double
  /// Standard error of the slope by least squares, residuals taken as independent: neighbouring ones are not quite,
  /// and the error is larger.
  public var standardError: Double
  /// First and last shared step of the window.
  public var firstStep: Double
  /// The last shared step that the line is fitted to.
  public var lastStep: Double

  /// Where there is no fit: everything NaN.
  public static let none = DecayFit(rate: .nan, standardError: .nan, firstStep: .nan, lastStep: .nan)

  /// A line, its error and where it is fitted to.
  public init(rate: Double, standardError: Double, firstStep: Double, lastStep: Double) {
    self.rate = rate
    self.standardError = standardError
    self.firstStep = firstStep
    self.lastStep = lastStep
  }
}

/// Gathers the steps of the fall by octaves of the difference, so that the fit can end above a floor that is known only
/// when the run is over.
///
/// The window begins after the difference last exceeded 1e-1, above which the outputs' own size bends the line (they
/// cannot differ by more than 2), and holds the steps at which it exceeds a lower end: 128 units of `ulpOfOne` (1.5e-5
/// in float32, 2.8e-14 in float64), or 8 where that leaves less than a factor of 8 (7.8e-3 in float16, 6.3e-2 in bfloat16),
/// or, if it is more, what is clear of the run's floor, rounded up to a power of two.
struct DecayWindow {
  static let upper = 1e-1
  static let lowerUnits = 128.0
  static let leastLowerUnits = 8.0
  /// Steps that a fit takes: they leave three degrees of freedom for its error. What falls through the window in fewer
  /// has no rate to speak of.
  static let leastSteps = 5

  private struct Sums {
    var count = 0.0
    var firstStep = Int.max
    var lastStep = 0
    var (x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)

    mutating func append(_ x: Double, _ y: Double, step: Int) {
      if count == 0 { firstStep = step }
      lastStep = step
      count += 1
      self.x += x
      self.y += y
      xx += x * x
      xy += x * y
      yy += y * y
    }

    mutating func pass(_ state: inout StateBytes) {
      state.pass(&firstStep)
      state.pass(&lastStep)
      for path in [\Sums.count, \.x, \.y, \.xx, \.xy, \.yy] { state.pass(&self[keyPath: path]) }
    }

    static func + (one: Sums, other: Sums) -> Sums {
      var sums = one
      sums.count += other.count
      sums.firstStep = min(one.firstStep, other.firstStep)
      sums.lastStep = max(one.lastStep, other.lastStep)
      sums.x += other.x
      sums.y += other.y
      sums.xx += other.xx
      sums.xy += other.xy
      sums.yy += other.yy
      return sums
    }
  }

  private let lower: Double
  /// By octaves, from that of `upper` down.
  private var octaves: [Sums]
  /// Of the window: steps are counted from it.
  private var firstStep = 0
  private var isEmpty = true

  /// - Parameter ulpOfOne: of the precision.
  init(ulpOfOne: Double) {
    lower = ulpOfOne * (8 * Self.lowerUnits * ulpOfOne <= Self.upper ? Self.lowerUnits : Self.leastLowerUnits)
    octaves = Array(repeating: Sums(), count: max(0, Int(Self.upper.exponent - lower.exponent) + 1))
  }

  mutating func append(step: Int, difference: Double) {
    if difference > Self.upper {
      guard !isEmpty else { return }
      for octave in octaves.indices { octaves[octave] = Sums() }
      isEmpty = true
    } else if difference > lower {
      if isEmpty { (isEmpty, firstStep) = (false, step) }
      octaves[Int(Self.upper.exponent - difference.exponent)].append(
        Double(step - firstStep), log(difference), step: step)
    }
  }

  mutating func pass(_ state: inout StateBytes) {
    for octave in octaves.indices { octaves[octave].pass(&state) }
    state.pass(&firstStep)
    state.pass(&isEmpty)
    state.check(firstStep >= 0)
  }

  /// The fit above a level; `DecayFit.none` for too few steps and for a slope that is not negative.
  func fit(above level: Double) -> DecayFit {
    let sums = zip(octaves.indices, octaves).reduce(Sums()) { sums, octave in
      Double.exp2(Int(Self.upper.exponent) - octave.0) < level ? sums : sums + octave.1
    }
    guard sums.count >= Double(Self.leastSteps) else { return .none }
    let xx = sums.xx - sums.x * sums.x / sums.count
    let xy = sums.xy - sums.x * sums.y / sums.count
    let yy = sums.yy - sums.y * sums.y / sums.count
    let slope = xy / xx
    guard slope < 0 else { return .none }
    let variance = max(0, yy - slope * xy) / (sums.count - 2)
    return DecayFit(
      rate: slope, standardError: (variance / xx).squareRoot(), firstStep: Double(sums.firstStep),
      lastStep: Double(sums.lastStep))
  }
}

extension Double {
  fileprivate static func exp2(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
