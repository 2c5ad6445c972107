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
}
