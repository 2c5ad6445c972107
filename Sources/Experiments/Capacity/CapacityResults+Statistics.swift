import MemoryMeasures

extension SweepResults<CapacityPlan> {
  /// What was measured of a subject, by repeat.
  public func measurements(of subject: CapacitySubject) -> [CapacityMeasurement] {
    (0..<plan.repeats).compactMap { index in
      guard case .measured(let value) = records[CapacityRun(subject: subject, repeatIndex: index)] else {
        return nil
      }
      return value
    }
  }

  public func statistics(of subject: CapacitySubject) -> CapacityStatistics {
    let found = measurements(of: subject)
    let totals = Sample(found.map(\.total))
    let count = Double(found.count)
    func mean(_ values: (CapacityMeasurement) -> [Double]) -> [Double] {
      guard let first = found.first else { return [] }
      var sums = [Double](repeating: 0, count: values(first).count)
      for measurement in found {
        for (delay, value) in values(measurement).enumerated() { sums[delay] += value }
      }
      return sums.map { $0 / count }
    }
    let squares = found.reduce(0) { $0 + $1.standardError * $1.standardError }
    return CapacityStatistics(
      count: found.count, meanCapacity: totals.mean, stdCapacity: totals.standardDeviation,
      standardError: found.isEmpty ? .nan : (squares / count).squareRoot(),
      memoryFunction: mean(\.memoryFunction), noiseFloor: mean(\.noiseFloor))
  }
}
