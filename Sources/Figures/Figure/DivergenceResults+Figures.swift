import Experiments

extension DivergenceResults {
  /// Every figure that there is of these results, finished or not; the first tells most.
  ///
  /// - Parameter program: name and version of what measured them, for the captions; nil where they are not known.
  package func figures(program: String? = nil) -> [any Figure] {
    let threshold = plan.settings.tabulatedThreshold.map { StepsMeasure.threshold($0.index) }
    let maps = [.settled, threshold].compactMap(\.self)
      .map { StepsMap(results: self, measure: $0, program: program).figure }
    let curves = DifferenceCurves(results: self, program: program).figure.map { [$0] } ?? []
    return [MemoryFigure(self, program: program)] + maps + curves
  }
}
