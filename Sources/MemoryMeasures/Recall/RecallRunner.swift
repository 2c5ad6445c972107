import RecurrentNetworks

/// Runs many sequences through one network, in pairs, several pairs at a time.
struct RecallRunner<Scalar: NetworkScalar> {
  typealias Sequence = RecallSession<Scalar>.Sequence

  /// What sequences are for: a word of the path of their streams.
  enum Role: UInt64 {
    case test, training
  }

  let session: RecallSession<Scalar>
  let stream: RandomStream
  let jobs: Int
  let isCancelled: @Sendable () -> Bool

  /// What `transform` makes of each of `count` sequences of a magnitude. Sequence number s is a pure function of
  /// the role, the index of the magnitude, and s.
  ///
  /// - Throws: the first sequence's error, if any has one.
  func run<Value: Sendable>(
    _ count: Int, _ role: Role, _ index: Int, magnitude: Double,
    transform: @Sendable (Sequence) -> Value
  ) throws(RecallError) -> [Value] {
    let stream = stream.child(UInt64(index), role.rawValue)
    let results = ParallelMap.map(count: (count + 1) / 2, jobs: jobs) { pair in
      Result { () throws(RecallError) in
        if isCancelled() { throw .cancelled }
        return try session.run(
          stream.child(UInt64(2 * pair)), stream.child(UInt64(2 * pair + 1)), magnitude: magnitude
        ).map(transform)
      }
    }
    var values: [Value] = []
    for result in results { values += try result.get() }
    return Array(values.prefix(count))
  }
}
