/// Why a divergence run has no result.
public enum DivergenceError: Error, Equatable {
  /// The network put out a NaN or an infinity at this shared step (0: within the unique steps), so that
  /// differences mean nothing.
  case outputNotFinite(sharedStep: Int)
  /// Both sequences read equal values of the recorded data in every unique step.
  case equalInputs
}
