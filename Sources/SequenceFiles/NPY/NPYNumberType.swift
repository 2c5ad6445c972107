/// The numbers of an array, as its `descr` names them: `<f8`, `>i2`, `|u1`.
struct NPYNumberType: Equatable {
  let number: SequenceNumber
  let isBigEndian: Bool
  /// Bytes of one number.
  let size: Int

  private static let numbers: [String: SequenceNumber] = [
    "f2": .float16, "f4": .float32, "f8": .float64,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
    "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
  ]

  /// Nil for whatever is not a number of one of those kinds. A byte order is asked for where there is one.
  init?(descriptor: String) {
    guard let order = descriptor.first, let number = Self.numbers[String(descriptor.dropFirst())],
      let size = descriptor.last?.wholeNumberValue
    else { return nil }
    switch order {
    case "<": isBigEndian = false
    case ">": isBigEndian = true
    case "|" where size == 1: isBigEndian = false
    default: return nil
    }
    self.number = number
    self.size = size
  }
}
