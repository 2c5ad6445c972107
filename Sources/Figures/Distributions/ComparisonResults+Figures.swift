import Experiments

extension ComparisonResults {
  /// Every figure that there is of these results, finished or not; the first tells most.
  ///
  /// - Parameter program: name and version of what measured them, for the captions; nil where they are not known.
  package func figures(program: String? = nil) -> [any Figure] {
    [ComparisonStrips(self, program: program).figure]
  }

  /// The counts that tables and figures show: settled steps, and the steps to within 1e-3 and 1e-6 or, if there are
  /// neither, to the smallest threshold.
  var tabulatedMeasures: [StepsMeasure] {
    let settings = plan.settings
    var places = [1e-3, 1e-6].compactMap { settings.thresholds.firstIndex(of: $0) }
    if places.isEmpty, let smallest = settings.tabulatedThreshold { places = [smallest.index] }
    return [.settled] + places.map { .threshold($0) }
  }
}
