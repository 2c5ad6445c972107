extension DivergenceMeasurement {
  /// The mean over several places of one perturbation.
  ///
  /// A count is reached where it is in all, and else the mean of lower bounds; the outcome is the one that forgets least.
  /// Floors are the highest of all, so that what is clear of them is so everywhere; a rate is the mean of those that
  /// there are.
  ///
  /// - Precondition: at least one, all of the same settings.
  init(meanOf all: [DivergenceMeasurement]) {
    self = all[0]
    guard all.count > 1 else { return }
    func mean(_ path: (DivergenceMeasurement) -> Double) -> Double { Sample(all.map(path)).mean }
    func steps(_ path: (DivergenceMeasurement) -> CensoredSteps) -> CensoredSteps {
      let sum = all.reduce(0) { $0 + path($1).steps }
      return CensoredSteps(
        steps: (2 * sum + all.count) / (2 * all.count), reached: all.allSatisfy { path($0).reached })
    }
    func curve(_ path: (DivergenceMeasurement) -> [Float]) -> [Float] {
      path(self).indices.map { place in Float(mean { Double(path($0)[place]) }) }
    }
    firstEqual = steps(\.firstEqual)
    settled = steps(\.settled)
    merged = steps(\.merged)
    thresholds = thresholds.indices.map { place in steps { $0.thresholds[place] } }
    let remembering: [DivergenceOutcome] = [.diverged, .kept, .fading, .roundingFloor]
    outcome = remembering.first { outcome in all.contains { $0.outcome == outcome } } ?? .merged
    finalDifference = mean(\.finalDifference)
    floor = DifferenceFloor(
      median: all.map(\.floor.median).filter { !$0.isNaN }.max() ?? .nan,
      largest: all.map(\.floor.largest).filter { !$0.isNaN }.max() ?? .nan)
    decay = DecayFit(meanOf: all.map(\.decay).filter { !$0.rate.isNaN })
    self.curve = curve(\.curve)
    onset = PerturbationOnset(length: mean(\.onset.length), difference: mean(\.onset.difference))
    func steps(
      ofLayers path: KeyPath<LayerCounts, [CensoredSteps]>
    ) -> [CensoredSteps] {
      layers[keyPath: path].indices.map { place in
        let first = layers[keyPath: path][place]
        return LayerCounts.isMissing(first) ? first : steps { $0.layers[keyPath: path][place] }
      }
    }
    layers = LayerCounts(
      settled: steps(ofLayers: \.settled), thresholds: steps(ofLayers: \.thresholds),
      rates: layers.rates.indices.map { place in mean { $0.layers.rates[place] } },
      curves: curve(\.layers.curves))
    let responses = all.compactMap(\.response)
    guard responses.count == all.count else { return }
    response = ResponseMeasurement(
      largest: Sample(responses.map(\.largest)).mean, steps: steps { $0.response?.steps ?? $0.merged },
      curve: curve { $0.response?.curve ?? [] })
  }
}

extension DecayFit {
  /// The mean of independent fits; `none` of none.
  fileprivate init(meanOf fits: [DecayFit]) {
    guard !fits.isEmpty else {
      self = .none
      return
    }
    let squares = fits.reduce(0) { $0 + $1.standardError * $1.standardError }
    self.init(
      rate: Sample(fits.map(\.rate)).mean, standardError: squares.squareRoot() / Double(fits.count),
      firstStep: fits.map(\.firstStep).min() ?? .nan, lastStep: fits.map(\.lastStep).max() ?? .nan)
  }
}
