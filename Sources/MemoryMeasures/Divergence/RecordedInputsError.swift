/// Recorded data that divergence runs cannot take their inputs from.
public enum RecordedInputsError: Error, Equatable {
  /// Allowed: at least 2, so that there are two stretches to compare.
  case tooFewRows(Int)
  /// Allowed: at least as many as the network has inputs.
  case tooFewColumns(Int, inputSize: Int)
  /// Not finite, or not in float32; row and column from 0.
  case notFinite(Double, row: Int, column: Int)
}
