import Experiments

extension ResultsDocument {
  /// Every figure that there is of these results, finished or not; the first tells most.
  package var figures: [any Figure] {
    let program = provenance?.program
    return switch results {
    case .divergence(let results): results.figures(program: program)
    case .comparison(let results): results.figures(program: program)
    case .recall(let results): results.figures(program: program)
    case .memorization(let results): results.figures(program: program)
    case .capacity(let results): results.figures(program: program)
    }
  }
}
