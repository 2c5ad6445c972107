import Foundation

/// The least-squares line through ln(difference) against the step, over the steps after the difference last
/// exceeded 1e-1 in which it exceeds 1e-5.
///
/// The stretch lies between what the outputs' own size bends (they cannot differ by more than 2) and what
/// float32 rounding bends (1e-5 is about 100 units in the last place of 1). Float64 runs use the same stretch,
/// so that rates compare across precisions.
struct ForgettingStretch {
  static let upper = 1e-1
  static let lower = 1e-5

  private var count = 0.0
  private var firstStep = 0
  private var sumX = 0.0
  private var sumY = 0.0
  private var sumXX = 0.0
  private var sumXY = 0.0

  mutating func append(step: Int, difference: Double) {
    if difference > Self.upper {
      self = ForgettingStretch()
    } else if difference > Self.lower {
      if count == 0 { firstStep = step }
      let x = Double(step - firstStep)
      let y = log(difference)
      count += 1
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
    }
  }

  /// Slope per step; NaN if the stretch has fewer than two steps.
  var rate: Double {
    guard count >= 2 else { return .nan }
    return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX)
  }
}
