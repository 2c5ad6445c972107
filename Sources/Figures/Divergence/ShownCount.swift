import Experiments
import MemoryMeasures
import Text

/// A count of shared steps that tables and figures show.
enum ShownCount: Hashable {
  /// Until the outputs stay bit-identical.
  case settled
  /// Until they stay within this of each other, the threshold at a place of the settings.
  case within(Double, place: Int)

  /// The count's place among those by which networks and twins are compared.
  var comparison: (name: String, place: Int) {
    switch self {
    case .settled: ("settled", 0)
    case .within(_, let place): ("threshold", place)
    }
  }

  func steps(_ measurement: DivergenceMeasurement) -> CensoredSteps {
    switch self {
    case .settled: measurement.settled
    case .within(_, let place): measurement.thresholds[place]
    }
  }

  func statistics(_ measurements: [DivergenceMeasurement]) -> CensoredSample {
    CensoredSample(measurements.map(steps))
  }

  /// What is counted, as in "steps until the outputs are ...": bit-identical for good; within 1e-6 for good.
  var label: String {
    switch self {
    case .settled: "bit-identical for good"
    case .within: "within \(threshold) for good"
    }
  }

  /// The same in a few words: stay identical; within 1e-6.
  var event: String { self == .settled ? "stay identical" : "within \(threshold)" }

  /// 1e-6; empty where there is none.
  var threshold: String {
    if case .within(let threshold, _) = self { NumberText.shortest(threshold) } else { "" }
  }
}

// MARK: Rounding

extension ShownCount {
  /// At numbers of steps that rounding may decide.
  static let mark = "†"
  /// What it says.
  static let markText = "less than 30 rounding floors above what never fades: rounding may decide these steps"

  /// Whether the steps of a run are those of memory, as far as its rounding floor tells. Nothing is asked of bit-identity,
  /// which is always a matter of rounding.
  func isClear(_ measurement: DivergenceMeasurement) -> Bool {
    if case .within(let threshold, _) = self { measurement.isClear(of: threshold) } else { true }
  }

  /// Behind a mean, which a single run can decide; empty where all are clear of their floors.
  func mark(ofMean measurements: [DivergenceMeasurement]) -> String {
    measurements.allSatisfy(isClear) ? "" : Self.mark
  }

  /// Behind a median, which takes half of the runs.
  func mark(ofMedian measurements: [DivergenceMeasurement]) -> String {
    2 * measurements.count { !isClear($0) } < max(1, measurements.count) ? "" : Self.mark
  }
}

extension Plan<Divergence> {
  /// What is read of the two sequences: outputs; complete states; outputs of head dense_1.
  var readWords: String {
    let heads = Set(subjects.given.compactMap(\.outline.head?.name))
    guard settings.reading == .head, heads.count == 1, let head = heads.first else {
      return settings.reading.words
    }
    return "outputs of head \(head.printable)"
  }

  /// What is read, where that is not the hidden state of the last layer.
  var readLine: String? {
    switch settings.reading {
    case .outputs, .layers: return nil
    case .state:
      return "Read are the complete states, h and c of every layer, wherever outputs are spoken of."
    case .head:
      let heads = subjects.given.compactMap { network in
        network.outline.head.map {
          "\($0.name.printable) (\(NumberText.count($0.outputs, "output")), \($0.activation)) of \(network.name.printable)"
        }
      }
      return "Read are, wherever outputs are spoken of, those of a head: \(heads.listed)."
    }
  }

  /// Whether counts had to hold for the last tenth of the horizon to be reached, and floors were measured.
  var hasDwell: Bool { arithmeticRevision >= Divergence.dwellRevision }

  /// Until when something has to have happened: before the last tenth of the 99,000 shared steps.
  var deadline: String {
    let horizon = "\(NumberText.whole(settings.horizon)) shared steps"
    return hasDwell ? "before the last tenth of the \(horizon)" : "after \(horizon)"
  }
}

extension Plan<Divergence> {
  /// The threshold of tables of drawn networks: 1e-6, above what float32 leaves of LSTMs and GRUs as drawn, or else the
  /// smallest there is; none that is finer than the precision, if there are others. Nil without thresholds.
  var tabulatedThreshold: ShownCount? {
    (shown([1e-6]).first ?? shown([resolved.min()].compactMap(\.self)).first)
  }

  /// The steps to within the threshold that is chosen, or else the usual counts.
  func thresholds(_ choice: TableChoice, or usual: [ShownCount]) -> [ShownCount] {
    guard let chosen = choice.threshold else { return usual }
    return comparedCounts.filter { if case .within(chosen, _) = $0 { true } else { false } }
  }

  /// Bit-identity, then the tabulated threshold where there is one.
  var tabulatedCounts: [ShownCount] { [.settled] + [tabulatedThreshold].compactMap(\.self) }

  /// The counts by which networks are compared with their twins.
  var comparedCounts: [ShownCount] { settings.thresholds.enumerated().map { .within($1, place: $0) } }

  /// The steps to within 1e-3 and 1e-6 or, if there are neither, to the smallest threshold.
  var drawnThresholds: [ShownCount] {
    let preferred = shown([1e-3, 1e-6])
    return preferred.isEmpty ? [tabulatedThreshold].compactMap(\.self) : preferred
  }

  /// All thresholds, the smallest first.
  var ascendingThresholds: [ShownCount] { shown(resolved.sorted()) }

  /// Thresholds that the numbers of the precision resolve; all of them if there are none.
  private var resolved: [Double] {
    let resolved = settings.thresholds.filter { $0 >= precision.ulpOfOne }
    return resolved.isEmpty ? settings.thresholds : resolved
  }

  private func shown(_ values: [Double]) -> [ShownCount] {
    values.filter(resolved.contains).compactMap { value in
      settings.thresholds.firstIndex(of: value).map { .within(value, place: $0) }
    }
  }
}

extension CensoredSample {
  /// The mean as tables write it: ≥74,479 where some runs did not get there.
  var meanText: String { NumberText.steps(mean, isLowerBound: fraction < 1) }
  var medianText: String { NumberText.steps(median.steps, isLowerBound: median.isLowerBound) }
}
