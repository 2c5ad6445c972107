import HDF5

/// Lays the results of given networks and their twins out in an HDF5 file.
struct ComparisonResultsWriter {
  private let results: ComparisonResults
  private let provenance: Provenance
  private let root: HDF5Group
  private let comparisons: [TwinComparison]
  private var plan: ComparisonPlan { results.plan }
  private let axes = ComparisonResultsFile.axes

  init(_ results: ComparisonResults, provenance: Provenance, root: HDF5Group) {
    self.results = results
    self.provenance = provenance
    self.root = root
    comparisons = results.comparisons
  }

  func write() throws {
    try writeRootAttributes()
    let variables = VariableWriter(root: root, scales: try writeScales())
    try DivergenceRunsWriter(results, axes: axes, places: plan.places, variables: variables).write()
    try variables.write(plan.networks, over: axes[0])
    try writeStatistics(variables)
    if !plan.twinKinds.isEmpty { try writeComparisons(variables) }
  }

  private func writeRootAttributes() throws {
    let attributes = RootAttributes(
      results: results, provenance: provenance, version: ComparisonResultsFile.version)
    let title = "Shared steps until two input sequences lead networks and random twins to equal outputs"
    try attributes.write(to: root, title: title) {
      try root.writeAttribute("arithmetic_revision", Int64(plan.arithmeticRevision))
      try root.writeAttribute("seed", plan.seed)
      try root.writeAttribute("total_steps", Int32(plan.settings.totalSteps))
      try root.writeAttribute("unique_steps", Int32(plan.settings.uniqueSteps))
      try root.writeAttribute("precision", plan.precision.rawValue)
      try root.writeAttribute("pairs", Int32(plan.pairs))
      try root.writeAttribute("twins", Int32(plan.twins))
      try root.writeAttribute("inputs", plan.inputs.name)
      try root.writeAttribute("comparisons", Int32(comparisons.count { !$0.pValue.isNaN }))
    }
  }

  /// The coordinate variables, by dimension.
  private func writeScales() throws -> [String: HDF5Dataset] {
    var scales = ScaleWriter(root: root)
    try scales.add(axes[0], "given network", plan.networks.map(\.name))
    try scales.add(
      axes[1], "the network itself, or the kind of its random twins", plan.sources.map(\.name))
    try scales.add(
      axes[2], "number of the pair of input sequences, or of the twin, which has a pair of its own",
      Array(0..<plan.mostRuns))
    try scales.addAxes(of: plan.settings)
    return scales.scales
  }

  private func writeStatistics(_ variables: VariableWriter) throws {
    let over = Array(axes.dropLast())
    func statistics(_ measure: StepsMeasure) -> [SourceStatistics] {
      plan.networks.flatMap { network in
        plan.sources.map { results.statistics(network: network.name, source: $0, measure: measure) }
      }
    }
    func write(
      _ name: String, along dimension: String?, _ event: String, _ values: [SourceStatistics]
    ) throws {
      try variables.write(
        ResultsVariable(
          "mean_\(name)_steps", over: over, along: dimension,
          "mean of the steps \(event), a lower bound if any is censored (measured runs)"),
        values.map(\.mean), fill: .nan)
      try variables.write(
        ResultsVariable(
          "median_\(name)_steps", over: over, along: dimension,
          "median of the steps \(event); a lower bound where median_\(name) is censored (measured runs)"),
        values.map(\.median.steps), fill: .nan)
      try variables.write(
        ResultsVariable(
          "median_\(name)", over: over, along: dimension, "whether the median of the steps is exact"),
        values.map { $0.count == 0 ? VariableWriter.missingFlag : $0.median.isLowerBound ? 0 : 1 },
        fill: VariableWriter.missingFlag, meanings: ["censored", "reached"])
      try variables.write(
        ResultsVariable(
          "\(name)_fraction", over: over, along: dimension,
          "share of the runs that got there (measured runs)"),
        values.map(\.fraction), fill: .nan)
    }

    let settled = statistics(.settled)
    try variables.write(
      ResultsVariable("measured_runs", over: over, "runs that neither failed nor are missing"),
      settled.map { Int32($0.count) }, fill: VariableWriter.missingCount)
    try write("settled", along: nil, "until the outputs stay bit-identical", settled)
    let thresholds = plan.settings.thresholds.indices.map { statistics(.threshold($0)) }
    guard !thresholds.isEmpty else { return }
    try write(
      "threshold", along: ResultsVariable.threshold, "until the difference stays within the threshold",
      settled.indices.flatMap { place in thresholds.map { $0[place] } })
  }

  private func writeComparisons(_ variables: VariableWriter) throws {
    let over = Array(axes.dropLast())
    // Ordered as the variables are: network, kind, measure. `trained` is not compared with itself.
    let byPlace = Dictionary(grouping: comparisons) { [$0.network, $0.kind.rawValue] }
    func write(_ name: String, along dimension: String?, _ measures: [StepsMeasure]) throws {
      let ordered: [TwinComparison?] = plan.networks.flatMap { network in
        plan.sources.flatMap { source in
          measures.map { measure in
            byPlace[[network.name, source.name]]?.first { $0.measure == measure }
          }
        }
      }
      func write(_ suffix: String, _ longName: String, _ value: (TwinComparison) -> Double) throws {
        let variable = ResultsVariable(
          "\(name)_\(suffix)", over: over, along: dimension,
          "\(name)_steps of the network against its twins: \(longName)")
        try variables.write(
          variable, ordered.map { $0.map(value).flatMap { $0.isNaN ? nil : $0 } ?? .nan }, fill: .nan)
      }
      try write("mann_whitney_u", "pairs of runs in which the network's is larger, ties half") { $0.u }
      try write("p_value", "two-sided p-value of Mann and Whitney's test") { $0.pValue }
      try write("holm_p_value", "p-value after Holm's correction for all comparisons of the file") {
        $0.adjustedPValue
      }
      try write("cliffs_delta", "Cliff's delta, above 0 where the network's steps are larger") { $0.delta }
    }
    try write("settled", along: nil, [.settled])
    if !plan.settings.thresholds.isEmpty {
      try write("threshold", along: ResultsVariable.threshold, Array(results.measures.dropFirst()))
    }
  }
}
