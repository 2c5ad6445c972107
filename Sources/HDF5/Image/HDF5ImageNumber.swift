/// The floating-point formats that are read from an HDF5 file in memory.
public enum HDF5ImageNumber: String, CaseIterable, Sendable {
  case float16, bfloat16, float32, float64

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    }
  }

  var exponentBits: Int {
    switch self {
    case .float16: 5
    case .bfloat16, .float32: 8
    case .float64: 11
    }
  }

  var exponentBias: UInt64 { 1 << UInt64(exponentBits - 1) - 1 }
}
