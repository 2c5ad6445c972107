import Foundation

extension NumberText {
  /// An error in two digits: 0, 0.25, 1.2e-7, 3.4e+5.
  static func twoDigits(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    let parts = String(format: "%.1e", value).split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1]) else { return "\(value)" }
    if (-2...1).contains(power) { return String(format: power == 1 ? "%.0f" : "%.\(1 - power)f", value) }
    return "\(parts[0])e\(power < 0 ? "" : "+")\(power)"
  }

  /// A weight: powers of two as such from 2^11 on and below 2^-3, others in the shortest form.
  static func weight(_ value: Double) -> String {
    let size = value.magnitude
    guard size.isNormal, size.significand == 1, size > 8_192 || size < 0.125 else { return shortest(value) }
    return "\(value < 0 ? "-" : "")2^\(size.exponent)"
  }
}
