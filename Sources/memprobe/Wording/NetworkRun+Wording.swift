import Experiments

extension NetworkRun: WordedRun {
  /// The run in a sentence: letters.keras, trained, pair 3; letters.keras, glorot, twin 3.
  var wording: String {
    "\(network), \(source.name), \(source == .trained ? "pair" : "twin") \(index)"
  }
}
