/// How well a network returns its first input, of one magnitude.
///
/// Indices run over test sequences and steps of the settings, in their order.
public struct RecallMeasurement: Equatable, Sendable {
  /// Input 0 of step 1, as the network saw it: [sequence].
  public var firstInputs: [Double]
  /// What the readout makes of the outputs: [sequence][step].
  public var answers: [[Double]]
  /// The largest |answer - first input| that is known to be possible: [sequence]. Nil where nothing is known.
  public var errorBounds: [Double?]

  /// Median and largest error over the sequences.
  public struct Spread: Equatable, Sendable {
    /// The one in the middle.
    public let median: Double
    /// The largest.
    public let largest: Double

    /// - Parameter errors: at least one.
    init(_ errors: [Double]) {
      median = Sample(errors).median
      largest = errors.reduce(0, max)
    }
  }

  /// First inputs, the answers of every sequence at every step, and what was promised of them.
  public init(firstInputs: [Double], answers: [[Double]], errorBounds: [Double?]) {
    self.firstInputs = firstInputs
    self.answers = answers
    self.errorBounds = errorBounds
  }

  /// |answer - first input|: [sequence][step].
  public var absoluteErrors: [[Double]] {
    zip(firstInputs, answers).map { input, answers in answers.map { abs($0 - input) } }
  }

  /// The same over |first input|; 0 where both are 0: [sequence][step].
  public var relativeErrors: [[Double]] {
    zip(firstInputs, absoluteErrors).map { input, errors in
      errors.map { $0 == 0 ? 0 : $0 / abs(input) }
    }
  }

  /// Of |answer - first input|: [step].
  public var absolute: [Spread] { Self.spreads(absoluteErrors) }

  /// Of the same over |first input|: [step].
  public var relative: [Spread] { Self.spreads(relativeErrors) }

  /// Median |first input|: about the error of a network that remembers nothing.
  public var medianFirstInput: Double { Sample(firstInputs.map(abs)).median }

  /// Whether every answer lies within its bound, from this step on; sequences without a bound do not count.
  ///
  /// - Parameters:
  ///   - steps: of the settings.
  ///   - firstStep: from which on the bounds hold: `RecallPromise.firstStep`.
  public func isWithinBounds(steps: [Int], from firstStep: Int) -> Bool {
    let places = steps.indices.filter { steps[$0] >= firstStep }
    return zip(errorBounds, absoluteErrors).allSatisfy { bound, errors in
      guard let bound else { return true }
      return places.allSatisfy { errors[$0] <= bound }
    }
  }

  /// [sequence][step] to [step].
  private static func spreads(_ errors: [[Double]]) -> [Spread] {
    (errors.first ?? []).indices.map { step in Spread(errors.map { $0[step] }) }
  }
}
