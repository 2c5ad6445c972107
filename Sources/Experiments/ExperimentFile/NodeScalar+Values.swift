import Yams

// What counts as a value of which type is said by the YAML 1.2 core schema, of which only the plain forms are
// taken: what YAML 1.1 read as octal, sexagesimal or yes and no is an error here rather than a surprise.

extension Node.Scalar {
  /// Written without quotes, which in YAML means that it may be something else than text.
  fileprivate var isPlain: Bool { style == .plain }

  /// Decimal digits without leading zeros, perhaps behind a minus.
  fileprivate var isPlainInteger: Bool {
    let digits = string.hasPrefix("-") ? string.dropFirst() : string[...]
    return isPlain && !digits.isEmpty && digits.utf8.allSatisfy(Self.digits.contains)
      && (digits == "0" || !digits.hasPrefix("0"))
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}

extension FixedWidthInteger {
  init?(plain scalar: Node.Scalar) {
    guard scalar.isPlainInteger else { return nil }
    self.init(scalar.string)
  }
}

extension NumberSpan {
  init?(plain scalar: Node.Scalar) {
    if let number = Int(plain: scalar) {
      self.init(first: number, last: number)
    } else {
      guard scalar.isPlain, scalar.string.contains("-") else { return nil }
      self.init(scalar.string)
    }
  }
}

extension Double {
  init?(plain scalar: Node.Scalar) {
    // Double(_:) also takes hexadecimal, infinities and NaN, whose names have other letters.
    guard scalar.isPlain, scalar.string.allSatisfy("0123456789+-.eE".contains) else { return nil }
    self.init(scalar.string)
  }
}

extension Bool {
  init?(plain scalar: Node.Scalar) {
    guard scalar.isPlain else { return nil }
    self.init(scalar.string)
  }
}

extension String {
  /// Anything but what YAML reads as a number, a truth value or nothing.
  init?(text scalar: Node.Scalar) {
    guard !scalar.string.isEmpty else { return nil }
    if scalar.isPlain {
      let nothing = ["~", "null"].contains(scalar.string)
      guard !nothing, Bool(scalar.string) == nil, Double(plain: scalar) == nil else { return nil }
    }
    self = scalar.string
  }
}
