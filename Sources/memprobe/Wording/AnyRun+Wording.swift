import Experiments

/// A run that has words.
protocol WordedRun {
  /// The run in a sentence.
  var wording: String { get }
}

extension AnyRun {
  /// The run in a sentence.
  var wording: String { (run as? any WordedRun)?.wording ?? "\(run)" }
}
