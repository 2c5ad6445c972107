import RecurrentNetworks

/// An array of what a run reads, in the precision in which it reads it, for other programs to read the same.
public struct RunInput<Scalar: NetworkScalar> {
  /// Tells it from the run's others: "training".
  public let name: String
  /// The last axis runs fastest.
  public let shape: [Int]
  /// Makes the values, as many as the shape says, anew at every call.
  public let values: () -> [Scalar]

  /// A name, the lengths of its axes, and the values, row-major, when they are asked for.
  public init(_ name: String, shape: [Int], values: @escaping () -> [Scalar]) {
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// A floating-point number so that absurd sizes cannot overflow.
  public var bytes: Double {
    shape.reduce(Double(MemoryLayout<Scalar>.size)) { $0 * Double($1) }
  }
}
