/// How well one network returns first inputs of one magnitude.
public struct RecallRun: Equatable, Sendable {
  /// Input 0 of step 1, as the network saw it, of every test sequence.
  public var firstInputs: [Double]
  /// What the readout makes of the outputs: sequences x steps, the steps fastest.
  public var answers: [Double]
  /// The largest error that the network's construction allows, of every sequence; NaN where it promises nothing.
  public var errorBounds: [Double]

  public init(firstInputs: [Double], answers: [Double], errorBounds: [Double]) {
    self.firstInputs = firstInputs
    self.answers = answers
    self.errorBounds = errorBounds
  }

  /// Median and largest error over the sequences.
  public struct Spread: Equatable, Sendable {
    public let median: Double
    public let largest: Double
  }

  /// |answer - first input|: [sequence][step].
  public var absoluteErrors: [[Double]] {
    guard !firstInputs.isEmpty else { return [] }
    let steps = answers.count / firstInputs.count
    return firstInputs.enumerated().map { sequence, input in
      answers[sequence * steps..<(sequence + 1) * steps].map { abs($0 - input) }
    }
  }

  /// The same over |first input|; 0 where both are 0.
  public var relativeErrors: [[Double]] {
    zip(firstInputs, absoluteErrors).map { input, errors in errors.map { $0 == 0 ? 0 : $0 / abs(input) } }
  }

  /// Of |answer - first input|, by step.
  public var absolute: [Spread] { Self.spreads(absoluteErrors) }

  /// Of the same over |first input|, by step.
  public var relative: [Spread] { Self.spreads(relativeErrors) }

  /// Median |first input|: about the error of a network that remembers nothing.
  public var medianFirstInput: Double { Sample(firstInputs.map(abs)).median }

  /// Whether every answer lies within its promised bound, from the first step for which it is promised on; first inputs
  /// beyond the promised range do not count.
  ///
  /// - Parameters:
  ///   - steps: those at which answers were read.
  ///   - firstStep: from which on bounds hold.
  public func isWithinBounds(steps: [Int], from firstStep: Int) -> Bool {
    let places = steps.indices.filter { steps[$0] >= firstStep }
    return zip(absoluteErrors, errorBounds).allSatisfy { errors, bound in
      bound.isNaN || places.allSatisfy { errors[$0] <= bound }
    }
  }

  private static func spreads(_ errors: [[Double]]) -> [Spread] {
    (errors.first ?? []).indices.map { step in
      let errors = errors.map { $0[step] }
      return Spread(median: Sample(errors).median, largest: errors.reduce(0, max))
    }
  }
}
