/// The number formats that are read from an HDF5 file in memory.
public enum HDF5ImageNumber: String, CaseIterable, Sendable {
  case float16, bfloat16, float32, float64
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  public var isInteger: Bool { exponentBits == nil }

  /// Nil for integers.
  var exponentBits: Int? {
    switch self {
    case .float16: 5
    case .bfloat16, .float32: 8
    case .float64: 11
    default: nil
    }
  }

  /// Numbers with the lowest byte of each first.
  func littleEndian(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
    guard isBigEndian else { return bytes }
    var bytes = bytes
    for start in stride(from: 0, to: bytes.count, by: size) { bytes[start..<start + size].reverse() }
    return bytes
  }
}
