extension StoredNumber {
  /// Little-endian numbers of this type, each exactly; bytes that make no whole number are left out.
  ///
  /// - Throws: `notFinite` for NaN and infinity: no weight is either.
  func numbers(in bytes: ArraySlice<UInt8>) throws(NetworkFileProblem) -> [Double] {
    let count = bytes.count / size
    var numbers = [Double](repeating: 0, count: count)
    for index in 0..<count {
      let start = bytes.startIndex + index * size
      var bits: UInt64 = 0
      for byte in 0..<size { bits |= UInt64(bytes[start + byte]) << UInt64(8 * byte) }
      let number = number(bits)
      guard number.isFinite else { throw .notFinite(index: index) }
      numbers[index] = number
    }
    return numbers
  }

  /// The number with this bit pattern, which stands in the lowest bits.
  func number(_ bits: UInt64) -> Double {
    switch self {
    case .float16: Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .bfloat16: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    }
  }
}
