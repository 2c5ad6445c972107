/// The protocol of a recall measurement: how many sequences, of which first inputs, and when the answer is read.
public struct RecallSettings: Codable, Hashable, Sendable {
  /// Steps of every sequence. 100,000 by default, as in the divergence protocol.
  public var totalSteps: Int
  /// Test sequences per magnitude. 64 by default: an even number, since sequences run in pairs.
  public var sequences: Int
  /// Sequences per magnitude to which a readout is fitted where the network brings none; not among the test
  /// sequences. 256 by default.
  public var trainingSequences: Int
  /// The first input is a standard normal times this; all other inputs are standard normals.
  public var magnitudes: [Double]

  public static let standard = RecallSettings()

  private init() {
    totalSteps = 100_000
    sequences = 64
    trainingSequences = 256
    magnitudes = [1]
  }

  /// - Throws: `RecallSettingsError` naming the value that is out of range.
  public init(
    totalSteps: Int = standard.totalSteps, sequences: Int = standard.sequences,
    trainingSequences: Int = standard.trainingSequences, magnitudes: [Double] = standard.magnitudes
  ) throws(RecallSettingsError) {
    self.totalSteps = totalSteps
    self.sequences = sequences
    self.trainingSequences = trainingSequences
    self.magnitudes = magnitudes
    try validate()
  }

  /// Steps after which the answer is read: 1, 2, 5, 10, 20, 50, ... and the last.
  public var steps: [Int] {
    var steps: [Int] = []
    var decade = 1
    while decade <= totalSteps {
      steps += [1, 2, 5].map { $0 * decade }.filter { $0 <= totalSteps }
      decade *= 10
    }
    if let last = steps.last, last < totalSteps { steps.append(totalSteps) }
    return steps
  }

  /// Pairs of sequences that one measurement runs.
  ///
  /// - Parameter isFitted: whether its readouts are fitted.
  public func pairs(isFitted: Bool) -> Int {
    magnitudes.count * ((sequences + 1) / 2 + (isFitted ? (trainingSequences + 1) / 2 : 0))
  }

  /// - Throws: `RecallSettingsError` naming the value that is out of range.
  public func validate() throws(RecallSettingsError) {
    guard (1...Self.mostSteps).contains(totalSteps) else { throw .totalSteps(totalSteps) }
    guard (1...Self.mostSequences).contains(sequences) else { throw .sequences(sequences) }
    guard (1...Self.mostSequences).contains(trainingSequences) else {
      throw .trainingSequences(trainingSequences)
    }
    guard !magnitudes.isEmpty else { throw .noMagnitude }
    var seen: Set<Double> = []
    for magnitude in magnitudes {
      guard magnitude > 0, magnitude.isFinite else { throw .magnitude(magnitude) }
      guard seen.insert(magnitude).inserted else { throw .repeatedMagnitude(magnitude) }
    }
  }

  public static let mostSteps = 1_000_000_000
  public static let mostSequences = 100_000
}
