/// A setting of a recall measurement that is out of range.
public enum RecallSettingsError: Error, Equatable, Sendable {
  case totalSteps(Int)
  case sequences(Int)
  case trainingSequences(Int)
  case noMagnitude
  case magnitude(Double)
  case repeatedMagnitude(Double)
}
