import Foundation

extension NumberText {
  /// A mean number of steps in at most four characters: 2.5, 99, 999, 2.5k, 13k, 1.3M. A lower bound is rounded
  /// down, so that it stays one, and has its sign in front.
  static func compact(_ steps: Double, isLowerBound: Bool = false) -> String {
    let rule = isLowerBound ? FloatingPointRoundingRule.down : .toNearestOrAwayFromZero
    // 999.6 is 1k already.
    guard steps.rounded(rule) >= 1_000 else { return self.steps(steps, isLowerBound: isLowerBound) }
    var (scaled, unit) = (steps / 1_000, "k")
    for larger in ["M", "G", "T"] where scaled.rounded(rule) >= 1_000 {
      (scaled, unit) = (scaled / 1_000, larger)
    }
    let tenths = (scaled * 10).rounded(rule)
    let number =
      tenths < 100
      ? shortest(tenths / 10) : whole(Int(scaled.rounded(rule)))
    return (isLowerBound ? "≥" : "") + number + unit
  }

  /// The number of a tick in at most three digits: 0.5, 1, 100, 10k; powers of ten below 0.01 as such.
  static func tick(_ value: Double) -> String {
    guard value.magnitude < 999.5 else { return (value < 0 ? "-" : "") + compact(value.magnitude) }
    guard value != 0 else { return "0" }
    let exponent = Int(log10(value.magnitude).rounded(.down))
    if exponent < -2 {
      let digits = value * pow(10, Double(-exponent))
      return "\(shortest((digits * 100).rounded() / 100))e\(exponent)"
    }
    let scale = pow(10, Double(2 - exponent))
    return shortest((value * scale).rounded() / scale)
  }
}
