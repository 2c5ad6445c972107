import RecurrentNetworks

/// An array of what a run reads, in the precision in which it reads it, for other programs to read the same.
public struct RunInput<Scalar: NetworkScalar> {
  /// Tells it from the run's others: "training".
  public let name: String
  /// The last axis runs fastest.
  public let shape: [Int]
  /// Makes the values, as many as the shape says, anew at every call.
  public let values: () -> [Scalar]

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

/// A whole number that is known of every run that reads recorded inputs: a variable of results.
public struct RecordedPlace<Settings: Sendable>: Sendable {
  public let name: String
  public let longName: String
  /// Given how the recording is laid out and the stream of the run's inputs.
  public let place: @Sendable (_ layout: RecordedLayout, _ inputs: RandomStream, _ settings: Settings) -> Int

  public init(
    _ name: String, _ longName: String,
    place: @escaping @Sendable (_ layout: RecordedLayout, _ inputs: RandomStream, _ settings: Settings) -> Int
  ) {
    self.name = name
    self.longName = longName
    self.place = place
  }
}
