import RecurrentNetworks

/// The pair of input sequences of a divergence run: different in the unique steps, the same after.
public struct DivergingInputs: Hashable, Sendable {
  /// Where the values come from.
  enum Source: Hashable, Sendable {
    /// Independent standard normals per step and input; the second sequence has draws of its own in the
    /// unique steps.
    case normals
    /// Two stretches of recorded data, as `RecordedInputs` says.
    case recorded(RecordedInputs)
  }

  /// Values per step.
  public let inputSize: Int
  let source: Source
  /// Draws of the first sequence.
  let first: RandomStream
  /// Draws of the second sequence in the unique steps.
  let second: RandomStream

  /// Standard normals.
  ///
  /// - Parameters:
  ///   - inputSize: values per step, at least 1.
  ///   - stream: of which both sequences are pure functions.
  public init(inputSize: Int, stream: RandomStream) {
    self.init(inputSize: inputSize, first: stream.child(0), second: stream.child(1))
  }

  /// Two stretches of recorded data.
  ///
  /// - Parameters:
  ///   - recorded: the data.
  ///   - inputSize: values per step: the data's first columns.
  ///   - stream: of which both stretches are pure functions.
  /// - Precondition: the data have as many columns.
  public init(recorded: RecordedInputs, inputSize: Int, stream: RandomStream) {
    self.init(
      inputSize: inputSize, source: .recorded(recorded), first: stream.child(0), second: stream.child(1))
  }

  init(inputSize: Int, source: Source = .normals, first: RandomStream, second: RandomStream) {
    if case .recorded(let recorded) = source { precondition(inputSize <= recorded.columns) }
    self.inputSize = inputSize
    self.source = source
    self.first = first
    self.second = second
  }

  // MARK: Reading

  /// Fills a stretch with the steps `steps` of the pair, all of them unique steps or all shared ones.
  ///
  /// - Parameter span: of the run.
  func read<Scalar: NetworkScalar>(steps: Range<Int>, of span: RunSpan, into stretch: InputPair<Scalar>) {
    let isUnique = steps.lowerBound < span.unique
    switch source {
    case .normals:
      stretch.draw(steps: steps, a: first, b: isUnique ? second : nil)
    case .recorded(let recorded):
      let starts = recorded.layout.starts(of: span, first: first, second: second)
      stretch.read(
        recorded.values, columns: recorded.columns, steps: steps.count,
        a: (starts.a + steps.lowerBound) % recorded.layout.rows,
        b: isUnique ? (starts.b + steps.lowerBound) % recorded.layout.rows : nil)
    }
  }

  /// The values of one of the two sequences in all steps of a range that begins with 0, row by row.
  ///
  /// - Parameters:
  ///   - isSecond: whether of the second sequence, in unique steps only.
  ///   - span: of the run.
  func values<Scalar: NetworkScalar>(
    steps: Int, isSecond: Bool, of span: RunSpan, in arithmetic: Arithmetic, as: Scalar.Type, path: SIMDPath
  ) -> [Scalar] {
    let stretch = InputPair<Scalar>(inputSize: inputSize, path: path, arithmetic: arithmetic)
    var values: [Scalar] = []
    values.reserveCapacity(steps * inputSize)
    var step = 0
    while step < steps {
      let limit = step < span.unique ? min(span.unique, steps) : steps
      let range = step..<min(step + stretch.capacity, limit)
      read(steps: range, of: span, into: stretch)
      for place in 0..<range.count {
        values += isSecond ? stretch.second(step: place) : stretch.first(step: place)
      }
      step = range.upperBound
    }
    return values
  }

  /// Whether the two sequences are the same, as numbers of this precision.
  func areEqual(in span: RunSpan, as precision: Precision) -> Bool {
    guard case .recorded(let recorded) = source else { return false }
    let starts = recorded.layout.starts(of: span, first: first, second: second)
    // After N steps both stretches repeat themselves.
    return (0..<min(span.unique, recorded.layout.rows)).allSatisfy { step in
      let a = (starts.a + step) % recorded.layout.rows * recorded.columns
      let b = (starts.b + step) % recorded.layout.rows * recorded.columns
      return (0..<inputSize).allSatisfy {
        precision.nearest(recorded.values[a + $0]) == precision.nearest(recorded.values[b + $0])
      }
    }
  }
}
