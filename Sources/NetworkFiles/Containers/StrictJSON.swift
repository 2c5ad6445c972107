/// A JSON value, read so that nothing of the text is lost or guessed: keys are unique, whole numbers are
/// exact and apart from those with a fraction or an exponent, text is valid UTF-8, and nothing follows the
/// value. Foundation's parser keeps the last of equal keys and turns 1.5 into an integer where one is asked
/// for, which lets two programs see different things in the same file.
enum StrictJSON: Equatable, Sendable {
  case null
  case bool(Bool)
  /// Written without fraction and exponent, and within 64 bits.
  case integer(Int)
  /// Every other number, to the nearest float64.
  case decimal(Double)
  case string(String)
  case array([StrictJSON])
  /// No two keys are equal, canonically equivalent ones included.
  case object([String: StrictJSON])

  /// How much of a text is read.
  struct Limits: Sendable {
    /// Arrays and objects within one another. No format read here needs more than a few dozen.
    var depth = 128
    /// Values of any kind in all. A value takes up to some hundred bytes of memory however short its text is,
    /// so this, not the length of the text, bounds the memory.
    var values = 1 << 22
  }

  /// - Throws: `malformed` with the place of what is wrong, counted in bytes from 0; `duplicate`; `tooLarge`.
  static func parse(
    _ text: ArraySlice<UInt8>, limits: Limits = Limits()
  ) throws(NetworkFileProblem) -> StrictJSON {
    var parser = StrictJSONParser(text, limits: limits)
    return try parser.document()
  }
}

extension StrictJSON {
  var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  var array: [StrictJSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  var object: [String: StrictJSON]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// A number of either kind.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): value
    default: nil
    }
  }
}
