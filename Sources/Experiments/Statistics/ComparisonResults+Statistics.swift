import MemoryMeasures

extension ComparisonResults {
  /// The counts that are compared: settled steps, then the steps to within each threshold.
  public var measures: [StepsMeasure] {
    [.settled] + plan.settings.thresholds.indices.map { .threshold($0) }
  }

  /// One count over the measured runs of a network from a source.
  public func statistics(
    network: String, source: NetworkSource, measure: StepsMeasure
  ) -> SourceStatistics {
    SourceStatistics(CensoredSample(counts(network: network, source: source, measure: measure)))
  }

  /// One count of every measured run of a network from a source, in the order of the runs.
  public func counts(
    network: String, source: NetworkSource, measure: StepsMeasure
  ) -> [CensoredSteps] {
    (0..<plan.count(of: source)).compactMap { index in
      let run = NetworkRun(network: network, source: source, index: index)
      guard case .measured(let measurement) = records[run] else { return nil }
      return measure.count(of: measurement)
    }
  }

  /// Every network with every kind of twin by every count, in this order. The p-values are adjusted for the
  /// number of all of them that have one.
  public var comparisons: [TwinComparison] {
    var comparisons = plan.networks.flatMap { network in
      plan.twinKinds.flatMap { kind in
        measures.map { compare(network.name, kind, $0) }
      }
    }
    let adjusted = Holm.adjusted(comparisons.map(\.pValue))
    for index in comparisons.indices { comparisons[index].adjustedPValue = adjusted[index] }
    return comparisons
  }

  private func compare(_ network: String, _ kind: TwinKind, _ measure: StepsMeasure) -> TwinComparison {
    let test = MannWhitney(
      counts(network: network, source: .trained, measure: measure),
      counts(network: network, source: .twin(kind), measure: measure))
    return TwinComparison(
      network: network, kind: kind, measure: measure, u: test.u, pValue: test.pValue, isExact: test.isExact,
      adjustedPValue: test.pValue, delta: test.delta)
  }
}
