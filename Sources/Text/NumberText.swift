import Foundation

/// Numbers as the tables write them: the same in every locale. Every number has a text; what is not finite is called
/// nan, inf or -inf.
package enum NumberText {
  /// From here on numbers are told in powers of ten: beyond, not every whole number is one of float64.
  private static let mostDigits = 1e15

  /// The nearest whole number, by a rule.
  ///
  /// - Returns: nil for one of more than fifteen digits, or none.
  static func integer(
    _ value: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
  ) -> Int? {
    value.magnitude < mostDigits ? Int(saturating: value.rounded(rule)) : nil
  }

  /// A whole number with its thousands apart: 99,000.
  package static func whole(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return value < 0 ? "-" + grouped : grouped
  }

  /// A count and its noun: 1 run, 1,280 runs.
  package static func count(_ value: Int, _ noun: String) -> String {
    "\(whole(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// Whole numbers in their order: 1 · 64 · 1,024.
  package static func list(_ values: [Int]) -> String { values.map(whole).joined(separator: " · ") }

  /// A whole number too large for `Int`, perhaps: as above up to a quadrillion, then as 2.5e+18.
  package static func large(_ value: Double) -> String {
    integer(value).map(whole) ?? "\(value)"
  }

  /// A share from 0 to 1 in at most two decimals: 0.0, 0.4, 0.33, 1.0. Neither "0.0" nor "1.0" is said of a
  /// share that is only close to it.
  package static func fraction(_ share: Double) -> String {
    guard var hundredths = integer(share * 100) else { return "\(share)" }
    if share > 0 { hundredths = max(hundredths, 1) }
    if share < 1 { hundredths = min(hundredths, 99) }
    let decimals = hundredths % 100
    let padded = decimals < 10 ? "0\(decimals)" : "\(decimals)"
    return "\(hundredths / 100)." + (padded.hasSuffix("0") ? String(padded.dropLast()) : padded)
  }

  /// A number of at least 0 in hundredths, one decimal below ten of them: 0.0, 3.1, 15, 25.
  package static func hundredths(_ value: Double) -> String {
    guard let tenths = integer(value * 1000) else { return twoDigits(value * 100) }
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : large(value * 100)
  }

  /// A number from -1 to 1 with its sign and two decimals: +0.87, -1.00, 0.00.
  package static func signed(_ value: Double) -> String {
    guard let hundredths = integer(value * 100) else { return "\(value)" }
    let digits = "\(hundredths.magnitude % 100)"
    let sign = hundredths < 0 ? "-" : hundredths > 0 ? "+" : ""
    return "\(sign)\(hundredths.magnitude / 100).\(digits.count < 2 ? "0" : "")\(digits)"
  }

  /// A probability in two significant digits: 1, 0.32, 0.0046, 2.4e-9. What is rounded here is rounded up, so
  /// that none looks smaller than it is.
  package static func probability(_ value: Double) -> String {
    guard !value.isNaN else { return "\(value)" }
    guard value < 1 else { return "1" }
    guard value >= 1e-300 else { return "<1e-300" }
    var power = 0
    var scale = 1.0
    while value * scale < 1 {
      power += 1
      scale *= 10
    }
    // 10.0 ..< 100, up to the rounding of the product itself.
    var digits = Int(saturating: (value * scale * 10 - 1e-9).rounded(.up))
    if digits >= 100 { (digits, power) = (10, power - 1) }
    guard power > 0 else { return "1" }
    guard power > 3 else {
      let zeros = String(repeating: "0", count: power - 1)
      let text = "0.\(zeros)\(digits)"
      return text.hasSuffix("0") ? String(text.dropLast()) : text
    }
    return digits % 10 == 0 ? "\(digits / 10)e-\(power)" : "\(digits / 10).\(digits % 10)e-\(power)"
  }

  /// A number in the shortest form that reads back as the same: 1, 0.1, 2.5e-5, 1e-6.
  package static func shortest(_ value: Double) -> String {
    let parts = "\(value)".split(separator: "e")
    var text = String(parts[0])
    if text.hasSuffix(".0") { text.removeLast(2) }
    if parts.count == 2, let power = Int(parts[1]) { text += "e\(power)" }
    return text
  }

  /// A weight: powers of two as such from 2^11 on and below 2^-3, others in the shortest form.
  package static func weight(_ value: Double) -> String {
    let size = value.magnitude
    guard size.isNormal, size.significand == 1, size > 8_192 || size < 0.125 else { return shortest(value) }
    return "\(value < 0 ? "-" : "")2^\(size.exponent)"
  }

  /// An error in two digits: 0, 0.25, 1.2e-7, 3.4e+5.
  package static func twoDigits(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    let parts = String(format: "%.1e", value).split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1]) else { return "\(value)" }
    if (-2...1).contains(power) { return String(format: power == 1 ? "%.0f" : "%.\(1 - power)f", value) }
    return "\(parts[0])e\(power < 0 ? "" : "+")\(power)"
  }
}

extension Int {
  /// Without what follows the point; the first or the last of all where it lies beyond them, and 0 for what is not a
  /// number: for places and counts that are only drawn or told.
  package init(saturating value: Double) {
    self = Int(exactly: value.rounded(.towardZero)) ?? (value > 0 ? .max : value < 0 ? .min : 0)
  }
}
