import MemoryMeasures

/// A plan whose runs are divergence runs.
protocol DivergenceRunsPlan: SweepPlan where Value == DivergenceMeasurement, Failure == DivergenceError {
  var settings: DivergenceSettings { get }
}

extension DivergencePlan: DivergenceRunsPlan {}
