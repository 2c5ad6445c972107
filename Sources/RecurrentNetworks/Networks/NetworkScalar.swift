/// The number types in which a network can compute: `Float` and `Double`.
public protocol NetworkScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  static var precision: Precision { get }
}

extension Float: NetworkScalar {
  public static var precision: Precision { .float32 }
}

extension Double: NetworkScalar {
  public static var precision: Precision { .float64 }
}
