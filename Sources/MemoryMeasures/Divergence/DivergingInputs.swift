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
  /// - Precondition: the data have as many columns (see `RecordedInputs.check`).
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
  /// - Parameter uniqueSteps: D.
  func read<Scalar: NetworkScalar>(steps: Range<Int>, uniqueSteps: Int, into stretch: InputPair<Scalar>) {
    let isUnique = steps.lowerBound < uniqueSteps
    switch source {
    case .normals:
      stretch.draw(steps: steps, a: first, b: isUnique ? second : nil)
    case .recorded(let recorded):
      let starts = recorded.starts(uniqueSteps: uniqueSteps, first: first, second: second)
      let step = steps.lowerBound % recorded.rows
      stretch.read(
        recorded.values, columns: recorded.columns, steps: steps.count,
        a: (starts.a + step) % recorded.rows, b: isUnique ? (starts.b + step) % recorded.rows : nil)
    }
  }

  /// The values of one of the two sequences in all steps of a range that begins with 0, row by row.
  ///
  /// - Parameters:
  ///   - isSecond: whether of the second sequence, in unique steps only.
  ///   - uniqueSteps: D.
  func values<Scalar: NetworkScalar>(
    steps: Int, isSecond: Bool, uniqueSteps: Int, in: Scalar.Type, path: SIMDPath
  ) -> [Scalar] {
    let stretch = InputPair<Scalar>(inputSize: inputSize, path: path)
    var values: [Scalar] = []
    values.reserveCapacity(steps * inputSize)
    var step = 0
    while step < steps {
      let limit = step < uniqueSteps ? min(uniqueSteps, steps) : steps
      let range = step..<min(step + stretch.capacity, limit)
      read(steps: range, uniqueSteps: uniqueSteps, into: stretch)
      for place in 0..<range.count {
        values += isSecond ? stretch.second(step: place) : stretch.first(step: place)
      }
      step = range.upperBound
    }
    return values
  }

  /// Whether the two sequences are the same, as numbers of this precision.
  func areEqual<Scalar: NetworkScalar>(uniqueSteps: Int, in: Scalar.Type) -> Bool {
    guard case .recorded(let recorded) = source else { return false }
    let starts = recorded.starts(uniqueSteps: uniqueSteps, first: first, second: second)
    // After N steps both stretches repeat themselves.
    return (0..<min(uniqueSteps, recorded.rows)).allSatisfy { step in
      let a = (starts.a + step) % recorded.rows * recorded.columns
      let b = (starts.b + step) % recorded.rows * recorded.columns
      return (0..<inputSize).allSatisfy { Scalar(recorded.values[a + $0]) == Scalar(recorded.values[b + $0]) }
    }
  }
}

/// A recorded sequence from which the inputs of divergence runs are taken: N rows, one per step, of as many
/// columns as the networks have inputs, or more, of which the first are read.
///
/// A run reads rows in order, from a start of its own, and after row N - 1 goes on with row 0: data longer than
/// the run are cut, shorter ones laid end to end. With T total steps and D unique ones,
/// - sequence A reads row (o + t) mod N at step t, o being drawn uniformly from all N rows;
/// - sequence B reads row (b + t) mod N in the unique steps, t < D, and A's rows after. b is drawn uniformly
///   from the starts whose D rows have none in common with the D rows of A, if there are such (N >= 2D), and
///   else from all rows but o.
///
/// A run whose two sequences read equal values in every unique step (of constant data, or of periodic data
/// by chance) compares nothing, and fails with `DivergenceError.equalInputs`.
///
/// The values are shared by all copies.
public struct RecordedInputs: Hashable, Sendable {
  /// N.
  public let rows: Int
  public let columns: Int
  /// Row by row.
  public let values: [Double]

  /// - Throws: `RecordedInputsError`: `tooFewRows` for fewer than 2; `notFinite` for what is not, or would not
  ///   be in float32, so that both precisions can read the same data.
  /// - Precondition: `values` fills the table, of at least one column.
  public init(rows: Int, columns: Int, values: [Double]) throws(RecordedInputsError) {
    precondition(columns >= 1 && values.count == rows * columns)
    guard rows >= 2 else { throw .tooFewRows(rows) }
    if let place = values.firstIndex(where: { !Float($0).isFinite }) {
      throw .notFinite(values[place], row: place / columns, column: place % columns)
    }
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// - Throws: `RecordedInputsError.tooFewColumns` if networks of this input size cannot read these data.
  public func check(inputSize: Int) throws(RecordedInputsError) {
    guard columns >= inputSize else { throw .tooFewColumns(columns, inputSize: inputSize) }
  }

  func starts(uniqueSteps: Int, first: RandomStream, second: RandomStream) -> (a: Int, b: Int) {
    Self.starts(rows: rows, uniqueSteps: uniqueSteps, first: first, second: second)
  }

  /// The rows at which the two sequences of a run begin: o and b.
  ///
  /// - Parameters:
  ///   - rows: N.
  ///   - first: of which o is a pure function.
  ///   - second: of which b is one, given o.
  static func starts(
    rows: Int, uniqueSteps: Int, first: RandomStream, second: RandomStream
  ) -> (a: Int, b: Int) {
    let a = first.integer(below: rows)
    let apart = rows / 2 >= uniqueSteps ? uniqueSteps : 1
    let b = a + apart + second.integer(below: rows - 2 * apart + 1)
    return (a, b % rows)
  }
}

/// Recorded data that divergence runs cannot take their inputs from.
public enum RecordedInputsError: Error, Equatable {
  /// Allowed: at least 2, so that there are two stretches to compare.
  case tooFewRows(Int)
  /// Allowed: at least as many as the network has inputs.
  case tooFewColumns(Int, inputSize: Int)
  /// Not finite, or not in float32; row and column from 0.
  case notFinite(Double, row: Int, column: Int)
}
