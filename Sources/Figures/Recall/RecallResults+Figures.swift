import Experiments

extension RecallResults {
  /// Every figure that there is of these results; the first tells most.
  ///
  /// - Parameter program: name and version of what measured them, for the captions; nil where they are not known.
  package func figures(program: String? = nil) -> [any Figure] {
    [false, true].map { RecallCurves(results: self, isRelative: $0, program: program).figure }
  }
}
