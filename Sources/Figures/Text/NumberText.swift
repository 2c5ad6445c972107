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
