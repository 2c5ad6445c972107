import Experiments

extension CapacityResults {
  /// Every figure that there is of these results, finished or not; the first tells most.
  ///
  /// - Parameter program: name and version of what measured them, for the captions; nil where they are not known.
  package func figures(program: String? = nil) -> [any Figure] {
    [
      CapacityTotals(results: self, program: program).figure,
      MemoryFunctions(results: self, program: program).figure,
    ]
  }
}
