/// The types of the values in an experiment file.
public enum ExperimentValueType: Equatable, Sendable {
  /// Digits, with a sign if need be.
  case wholeNumber
  /// A whole number, or two with a dash between, like 1-5.
  case wholeNumbers
  /// A whole number from 0 to 2^64 - 1.
  case seed
  case number
  /// true or false.
  case truth
  case text
  /// Two whole numbers with a slash between, like 2/4.
  case shard
  /// Two names with two dots between, like lstm..lstm_2.
  case layerSpan
}
