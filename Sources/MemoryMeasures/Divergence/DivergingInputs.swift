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
  /// Draws of the second sequence in the unique steps, and of a second state.
  let second: RandomStream
  /// What of these steps, or of the state, the second takes, and how much of the way.
  let change: InputChange

  /// Standard normals.
  ///
  /// - Parameters:
  ///   - inputSize: values per step, at least 1.
  ///   - stream: of which both sequences are pure functions.
  public init(inputSize: Int, stream: RandomStream) {
    self.init(inputSize: inputSize, stream: stream, change: .whole)
  }

  init(inputSize: Int, stream: RandomStream, change: InputChange) {
    self.init(inputSize: inputSize, first: stream.child(0), second: stream.child(1), change: change)
  }

  /// Two stretches of recorded data.
  ///
  /// - Parameters:
  ///   - recorded: the data.
  ///   - inputSize: values per step: the data's first columns.
  ///   - stream: of which both stretches are pure functions.
  /// - Precondition: the data have as many columns.
  public init(recorded: RecordedInputs, inputSize: Int, stream: RandomStream) {
    self.init(recorded: recorded, inputSize: inputSize, stream: stream, change: .whole)
  }

  init(recorded: RecordedInputs, inputSize: Int, stream: RandomStream, change: InputChange) {
    self.init(
      inputSize: inputSize, source: .recorded(recorded), first: stream.child(0), second: stream.child(1),
      change: change)
  }

  init(
    inputSize: Int, source: Source = .normals, first: RandomStream, second: RandomStream,
    change: InputChange = .whole
  ) {
    if case .recorded(let recorded) = source { precondition(inputSize <= recorded.columns) }
    self.inputSize = inputSize
    self.source = source
    self.first = first
    self.second = second
    self.change = change
  }

  // MARK: Reading

  /// Fills a stretch with the steps `steps` of the pair, all of which differ or none.
  ///
  /// - Parameter span: of the run.
  func read<Scalar: NetworkScalar>(steps: Range<Int>, of span: RunSpan, into stretch: InputPair<Scalar>) {
    let isUnique = span.differing.contains(steps.lowerBound)
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
    if isUnique, change != .whole { change.apply(to: stretch) }
  }

  /// The values of one of the two sequences in all steps of a range that begins with 0, row by row.
  ///
  /// - Parameters:
  ///   - isSecond: whether of the second sequence.
  ///   - span: of the run.
  func values<Scalar: NetworkScalar>(
    steps: Int, isSecond: Bool, of span: RunSpan, in arithmetic: Arithmetic, as: Scalar.Type, path: SIMDPath
  ) -> [Scalar] {
    let stretch = InputPair<Scalar>(inputSize: inputSize, path: path, arithmetic: arithmetic)
    var values: [Scalar] = []
    values.reserveCapacity(steps * inputSize)
    var step = 0
    while step < steps {
      let range = step..<min(step + stretch.capacity, span.stretch(from: step).upperBound, steps)
      read(steps: range, of: span, into: stretch)
      for place in 0..<range.count {
        values += isSecond ? stretch.second(step: place) : stretch.first(step: place)
      }
      step = range.upperBound
    }
    return values
  }

  /// What the second sequence has more than the first in the steps that differ, row by row, as numbers of this precision.
  func changes<Scalar: NetworkScalar>(
    in span: RunSpan, _ arithmetic: Arithmetic, as: Scalar.Type, path: SIMDPath
  ) -> [[Double]] {
    let stretch = InputPair<Scalar>(inputSize: inputSize, path: path, arithmetic: arithmetic)
    return stride(from: span.differing.lowerBound, to: span.firstShared, by: stretch.capacity).flatMap {
      start in
      read(steps: start..<min(start + stretch.capacity, span.firstShared), of: span, into: stretch)
      return (0..<stretch.steps).map { step in
        zip(stretch.first(step: step), stretch.second(step: step)).map { Double($1) - Double($0) }
      }
    }
  }

  /// Whether the two sequences are the same, as numbers of this precision.
  func areEqual<Scalar: NetworkScalar>(
    in span: RunSpan, _ arithmetic: Arithmetic, as: Scalar.Type, path: SIMDPath = .best
  ) -> Bool {
    guard change == .whole else {
      return !span.differing.isEmpty
        && changes(in: span, arithmetic, as: Scalar.self, path: path).joined().allSatisfy { $0 == 0 }
    }
    guard case .recorded(let recorded) = source else { return false }
    let starts = recorded.layout.starts(of: span, first: first, second: second)
    // After N steps both stretches repeat themselves.
    let steps = span.differing.prefix(recorded.layout.rows)
    return !steps.isEmpty
      && steps.allSatisfy { step in
        let a = (starts.a + step) % recorded.layout.rows * recorded.columns
        let b = (starts.b + step) % recorded.layout.rows * recorded.columns
        return (0..<inputSize).allSatisfy {
          arithmetic.precision.nearest(recorded.values[a + $0])
            == arithmetic.precision.nearest(recorded.values[b + $0])
        }
      }
  }
}

/// What becomes of a second row of inputs, or of a second state, drawn by itself: how much of it is taken.
struct InputChange: Hashable {
  /// The one input that is taken; nil for all.
  var input: Int?
  /// The share of the way from the first to the second.
  var share = 1.0

  /// The second is taken as it is.
  static let whole = InputChange()

  /// Makes the second rows of a stretch what they are to be.
  func apply<Scalar: NetworkScalar>(to stretch: InputPair<Scalar>) {
    let (size, rows) = (stretch.inputSize, 0..<stretch.steps)
    let (first, drawn) = (rows.flatMap(stretch.first), rows.flatMap(stretch.second))
    let second = first.indices.map { place in
      input.map { $0 == place % size } ?? true ? between(first[place], drawn[place]) : first[place]
    }
    stretch.set(first, second: second)
  }

  /// What is taken in the place of a first value.
  func between<Scalar: NetworkScalar>(_ first: Scalar, _ drawn: Scalar) -> Scalar {
    share == 1 ? drawn : first + Scalar(share) * (drawn - first)
  }
}
