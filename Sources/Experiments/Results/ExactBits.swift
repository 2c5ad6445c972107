/// Equality of numbers as stored results have it.
enum ExactBits {
  /// The same bits, but for numbers that are not numbers, which are all the same.
  static func same<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Bool {
    (left == right && left.sign == right.sign) || (left.isNaN && right.isNaN)
  }
}
