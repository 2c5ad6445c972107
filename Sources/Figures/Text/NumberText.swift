/// Numbers as the tables write them: the same in every locale.
public enum NumberText {
  /// A whole number with its thousands apart: 99,000.
  public static func whole(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return value < 0 ? "-" + grouped : grouped
  }

  /// Whole numbers in their order: 1 · 64 · 1,024.
  static func list(_ values: [Int]) -> String { values.map(whole).joined(separator: " · ") }

  /// A whole number too large for `Int`, perhaps: as above up to a quadrillion, then as 2.5e+18.
  public static func large(_ value: Double) -> String {
    value.magnitude < 1e15 ? whole(Int(value.rounded())) : "\(value)"
  }

  /// A mean number of steps, at least 0: one decimal below 10, whole from there on (no mean over ten repeats
  /// is known better than that). A lower bound is rounded down, so that it stays one.
  static func steps(_ mean: Double, isLowerBound: Bool) -> String {
    let rule = isLowerBound ? FloatingPointRoundingRule.down : .toNearestOrAwayFromZero
    let tenths = Int((mean * 10).rounded(rule))
    let number = tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : whole(Int(mean.rounded(rule)))
    return isLowerBound ? "≥" + number : number
  }

  /// A share from 0 to 1 in at most two decimals: 0.0, 0.4, 0.33, 1.0. Neither "0.0" nor "1.0" is said of a
  /// share that is only close to it.
  static func fraction(_ share: Double) -> String {
    var hundredths = Int((share * 100).rounded())
    if share > 0 { hundredths = max(hundredths, 1) }
    if share < 1 { hundredths = min(hundredths, 99) }
    let decimals = hundredths % 100
    let padded = decimals < 10 ? "0\(decimals)" : "\(decimals)"
    return "\(hundredths / 100)." + (padded.hasSuffix("0") ? String(padded.dropLast()) : padded)
  }

  /// A number from -1 to 1 with its sign and two decimals: +0.87, -1.00, 0.00.
  static func signed(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let digits = "\(hundredths.magnitude % 100)"
    let sign = hundredths < 0 ? "-" : hundredths > 0 ? "+" : ""
    return "\(sign)\(hundredths.magnitude / 100).\(digits.count < 2 ? "0" : "")\(digits)"
  }

  /// A probability in two significant digits: 1, 0.32, 0.0046, 2.4e-9. What is rounded here is rounded up, so
  /// that none looks smaller than it is.
  static func probability(_ value: Double) -> String {
    guard value < 1 else { return "1" }
    guard value >= 1e-300 else { return "<1e-300" }
    var power = 0
    var scale = 1.0
    while value * scale < 1 {
      power += 1
      scale *= 10
    }
    // 10.0 ..< 100, up to the rounding of the product itself.
    let digits = Int((value * scale * 10 - 1e-9).rounded(.up))
    guard digits < 100 else { return probability(1 / (scale / 10)) }
    guard power > 3 else {
      let zeros = String(repeating: "0", count: power - 1)
      let text = "0.\(zeros)\(digits)"
      return text.hasSuffix("0") ? String(text.dropLast()) : text
    }
    return digits % 10 == 0 ? "\(digits / 10)e-\(power)" : "\(digits / 10).\(digits % 10)e-\(power)"
  }

  /// A number in the shortest form that reads back as the same: 1, 0.1, 2.5e-5, 1e-6.
  public static func shortest(_ value: Double) -> String {
    let parts = "\(value)".split(separator: "e")
    var text = String(parts[0])
    if text.hasSuffix(".0") { text.removeLast(2) }
    if parts.count == 2, let power = Int(parts[1]) { text += "e\(power)" }
    return text
  }

  /// A count and its noun: 1 run, 1,280 runs.
  public static func count(_ value: Int, _ noun: String) -> String {
    "\(whole(value)) \(noun)\(value == 1 ? "" : "s")"
  }
}
