import Experiments

extension MemorizationResults {
  /// Every figure that there is of these results, finished or not; the first tells most.
  ///
  /// - Parameter program: name and version of what measured them, for the captions; nil where they are not known.
  package func figures(program: String? = nil) -> [any Figure] {
    let measures: [MemorizationMap.Measure] =
      plan.grid.repeats > 1 ? [.meanLoss, .standardDeviation] : [.meanLoss]
    let maps = measures.map { MemorizationMap(results: self, measure: $0, program: program).figure }
    let curves = LossCurves(results: self, program: program).figure.map { [$0] } ?? []
    return maps + curves
  }
}
