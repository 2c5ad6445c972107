/// The number types in which files store weights.
public enum StoredNumber: String, Sendable {
  case float16
  case bfloat16
  case float32
  case float64

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    }
  }
}
