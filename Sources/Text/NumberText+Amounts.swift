import Foundation

/// Amounts: steps, ticks of an axis, memory, time.
extension NumberText {
  /// A mean number of steps, at least 0: one decimal below 10, whole from there on (no mean over ten repeats
  /// is known better than that). A lower bound is rounded down, so that it stays one.
  package static func steps(_ mean: Double, isLowerBound: Bool) -> String {
    let rule = isLowerBound ? FloatingPointRoundingRule.down : .toNearestOrAwayFromZero
    let sign = isLowerBound ? "≥" : ""
    guard let tenths = integer(mean * 10, rule), let steps = integer(mean, rule) else {
      return sign + twoDigits(mean)
    }
    return sign + (tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : whole(steps))
  }

  /// A mean number of steps in at most four characters: 2.5, 99, 999, 2.5k, 13k, 1.3M. A lower bound is rounded
  /// down, so that it stays one, and has its sign in front.
  package static func compact(_ steps: Double, isLowerBound: Bool = false) -> String {
    let rule = isLowerBound ? FloatingPointRoundingRule.down : .toNearestOrAwayFromZero
    // 999.6 is 1k already.
    guard steps.rounded(rule) >= 1_000 else { return self.steps(steps, isLowerBound: isLowerBound) }
    var (scaled, unit) = (steps / 1_000, "k")
    for larger in ["M", "G", "T"] where scaled.rounded(rule) >= 1_000 {
      (scaled, unit) = (scaled / 1_000, larger)
    }
    guard scaled < 10_000, let rounded = integer(scaled, rule) else {
      return (isLowerBound ? "≥" : "") + twoDigits(steps)
    }
    let tenths = (scaled * 10).rounded(rule)
    return (isLowerBound ? "≥" : "") + (tenths < 100 ? shortest(tenths / 10) : whole(rounded)) + unit
  }

  /// The number of a tick in at most three digits: 0.5, 1, 100, 10k; powers of ten below 0.01 as such.
  package static func tick(_ value: Double) -> String {
    guard value.magnitude < 999.5 else { return (value < 0 ? "-" : "") + compact(value.magnitude) }
    guard value != 0, !value.isNaN else { return value == 0 ? "0" : "\(value)" }
    let exponent = Int(saturating: log10(value.magnitude).rounded(.down))
    // Beyond, powers of ten are no longer exact to three digits.
    guard exponent > -300 else { return twoDigits(value) }
    if exponent < -2 {
      let digits = value * pow(10, Double(-exponent))
      return "\(shortest((digits * 100).rounded() / 100))e\(exponent)"
    }
    let scale = pow(10, Double(2 - exponent))
    return shortest((value * scale).rounded() / scale)
  }

  /// An amount of memory: 512 MB, 1.5 GB, 2.0e+09 TB.
  package static func bytes(_ count: Double) -> String {
    let units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6)]
    let (unit, size) = units.first { count >= $0.1 } ?? ("MB", 1e6)
    let tenths = (count / size * 10).rounded()
    return tenths < 1e4 ? "\(tenths / 10) \(unit)" : "\(large(tenths / 10)) \(unit)"
  }

  /// A time, rounded up: 8 s, 1 min 20 s, 2 h 5 min, 3 d 4 h.
  package static func duration(_ seconds: Double) -> String {
    let seconds = Int(saturating: min(max(seconds, 0), 1e9).rounded(.up))
    return switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    default: "\(whole(seconds / 86_400)) d \(seconds % 86_400 / 3600) h"
    }
  }
}
