/// How well a network returns its first input.
///
/// Indices run over magnitudes, test sequences and steps of the settings, in their order.
public struct RecallMeasurement: Equatable, Sendable {
  /// Input 0 of step 1, as the network saw it: [magnitude][sequence].
  public let firstInputs: [[Double]]
  /// What the readout makes of the outputs: [magnitude][sequence][step].
  public let answers: [[[Double]]]

  public init(firstInputs: [[Double]], answers: [[[Double]]]) {
    self.firstInputs = firstInputs
    self.answers = answers
  }

  /// |answer - first input|: [magnitude][sequence][step].
  public var absoluteErrors: [[[Double]]] {
    zip(firstInputs, answers).map { inputs, answers in
      zip(inputs, answers).map { input, answers in answers.map { abs($0 - input) } }
    }
  }

  /// The same over |first input|; 0 where both are 0.
  public var relativeErrors: [[[Double]]] {
    zip(firstInputs, absoluteErrors).map { inputs, errors in
      zip(inputs, errors).map { input, errors in errors.map { $0 == 0 ? 0 : $0 / abs(input) } }
    }
  }
}
