import Experiments
import MemoryMeasures
import Text

/// A given network, a group of them or a series of checkpoints, in tables beside their twins: what these have in common,
/// whatever is measured.
struct ComparedSamples<M: Measure> {
  let plan: Plan<M>
  /// One, or all of a series of checkpoints.
  let samples: [ComparedSample]
  /// Of all samples.
  let comparisons: [TwinComparison]

  /// Those of all tables, one after the other.
  static func all(of plan: Plan<M>, _ comparisons: [TwinComparison]) -> [ComparedSamples] {
    let samples = plan.subjects.samples
    return (plan.subjects.checkpoints != nil ? [samples] : samples.map { [$0] }).map {
      ComparedSamples(plan: plan, samples: $0, comparisons: comparisons)
    }
  }

  private var sample: ComparedSample { samples[0] }
  private var isSeries: Bool { sample.networks[0].checkpoint != nil }
  private var counter: String { sample.networks[0].counter ?? "step" }
  private var own: [TwinComparison] { comparisons.filter { samples.contains($0.sample) } }
  private var isFair: Bool { plan.subjects.twinPairs == .shared }

  /// In front of what is said of a checkpoint: "1,000, "; empty for other networks.
  private func step(_ sample: ComparedSample) -> String {
    sample.networks[0].checkpoint.map { "\(NumberText.whole($0)), " } ?? ""
  }

  // MARK: A row for every source

  var title: String {
    guard sample.isGroup else { return plan.title(of: sample.networks[0]) }
    let networks = NumberText.count(sample.networks.count, "network")
    return "\(sample.name.printable), \(networks): \(sample.networks[0].outline.sizes)"
  }

  var rowTitle: (name: String, unit: String) {
    (name: isSeries ? "\(counter), networks" : "networks", unit: "(how many)")
  }

  /// The samples themselves, and their twins of every kind.
  var rows: [(sample: ComparedSample, source: NetworkSource)] {
    samples.flatMap { sample in plan.sources.map { (sample, $0) } }
  }

  /// 1,000, glorot (199)
  func label(_ row: (sample: ComparedSample, source: NetworkSource), count: Int) -> String {
    "\(step(row.sample))\(row.sample.networks[0].name(of: row.source)) (\(NumberText.whole(count)))"
  }

  // MARK: How they compare with every kind of twins

  /// - Parameter quantities: what is compared, by name and place, and what rows call it; empty where there is one.
  func table(
    _ quantities: [(name: String, place: Int, label: String)], _ words: ComparisonWords
  ) -> ResultsTable {
    let rows = samples.flatMap { sample in
      plan.subjects.twinKinds.flatMap { kind in
        quantities.compactMap { quantity in
          own.first {
            ($0.sample, $0.kind) == (sample, kind)
              && ($0.quantity, $0.place) == (quantity.name, quantity.place)
          }.map { comparison in
            let label = [kind.rawValue, quantity.label].filter { !$0.isEmpty }.joined(separator: ", ")
            return (label: step(sample) + label, cells: cells(comparison, words))
          }
        }
      }
    }
    let twins = (isSeries ? "\(counter), twins" : "twins") + (words.read.isEmpty ? "" : ",")
    let effect = words.effect.rawValue
    let table = TextTable(
      rowTitle: (name: twins, unit: words.read),
      columnTitle: sample.isGroup
        ? "the networks of the group against their twins"
        : isSeries ? "every checkpoint against its twins" : "the network against its twins",
      columns: [words.above, effect, "95%", "ICC", "p", "finding at 5%"], rows: rows)
    let name = sample.name.printable
    let median = "median of the \(sample.isGroup ? "networks" : "network")"
    return ResultsTable(
      title: sample.isGroup
        ? "\(name): \(NumberText.count(sample.networks.count, "network")) against random networks of their shape"
        : "\(isSeries ? "Every checkpoint" : name) against random networks of its shape",
      notes: [
        "\(words.above): twins whose median over the \(words.runs) is smaller",
        """
        \(effect): \(median) \(words.effect == .ratio ? "over" : "less") that of the twins;
        95%: its interval, by a bootstrap over \(sample.isGroup ? "networks, " : "")twins and \(words.runs)
        """,
        """
        ICC: intraclass correlation of the twins' \(words.runs): 1 where further \(words.runs) say nothing new
        """,
        isFair ? testNote : Self.noTestNote,
      ] + (has(.undecided) ? [words.undecided] : [])
        + (has(.unfinished) ? ["runs are missing: what is found is said once all are there"] : [])
        + (own.allSatisfy(\.isClear)
          ? [] : ["\(words.mark.sign) \(words.mark.text), of the network or of most of its twins"]),
      table: table)
  }

  private var testNote: String {
    let tested = comparisons.count
    let test = """
      p: exact permutation test of \(sample.isGroup ? "the sum of ranks" : "the rank") among the twins, two-sided,
      corrected by Holm's method for \(tested == 1 ? "the one comparison" : "all \(NumberText.whole(tested)) comparisons") \
      of these results
      """
    guard let smallest = own.map(\.smallestP).filter({ !$0.isNaN }).min() else { return test }
    let corrected = min(1, smallest * Double(tested))
    return """
      \(test); so many
      twins can make it as small as \(NumberText.probability(corrected))\
      \(corrected > 0.05 * (1 + 1e-12) ? ": nothing can be found without more --twins" : "")
      """
  }

  private static var noTestNote: String {
    """
    p: none. In results of this earlier version every twin read a single pair of sequences of its own, and
    one run spreads more than a median over several, even where all networks are alike: compare anew
    """
  }

  private func cells(_ comparison: TwinComparison, _ words: ComparisonWords) -> [String] {
    guard comparison.twins > 0 else { return ["–", "–", "–", "–", "–", "no measured network"] }
    let icc = comparison.intraclassCorrelation
    return [
      "\(NumberText.whole(comparison.twinsBelow)) of \(NumberText.whole(comparison.twins))",
      comparison.estimateText, comparison.intervalText,
      icc.isNaN ? "–" : NumberText.signed(icc).replacing("+", with: ""),
      comparison.pValue.isNaN ? "–" : NumberText.probability(comparison.adjustedPValue),
      finding(comparison, words),
    ]
  }

  private func finding(_ comparison: TwinComparison, _ words: ComparisonWords) -> String {
    guard !comparison.pValue.isNaN else { return "not tested" }
    let mark = comparison.isClear ? "" : words.mark.sign
    switch comparison.finding {
    case .noDifference: return "no difference found\(mark)"
    case .undecided: return "undecided: not fading\(mark)"
    case .unfinished: return "not finished"
    case .larger: return words.found(sample.isGroup, true) + mark
    case .smaller: return words.found(sample.isGroup, false) + mark
    }
  }

  private func has(_ finding: TwinFinding) -> Bool {
    own.contains { !$0.pValue.isNaN && $0.finding == finding }
  }
}

/// How comparisons of a measure are spoken of.
struct ComparisonWords: Sendable {
  let effect: Effect
  /// Over the twins that are smaller: longer than
  let above: String
  /// What of a network the median is over: pairs
  let runs: String
  /// What is read of the networks, under the title of the rows; empty where that needs no word.
  var read = ""
  /// What is found of a network, or of a group: this network remembers longer.
  let found: @Sendable (_ isGroup: Bool, _ isLarger: Bool) -> String
  /// Why some are undecided.
  var undecided = ""
  /// At numbers that rounding may decide, and what it says.
  var mark = (sign: "", text: "")
}

extension TwinComparison {
  /// 12; of ratios ≥12 where the denominator alone is known; – where nothing is.
  var estimateText: String {
    switch (estimate.low, estimate.high) {
    case (let low, let high) where low == high: low.isFinite ? NumberText.tick(low) : low < 0 ? "-∞" : "∞"
    case (let low, let high) where low.isNaN || (low == 0 && high == .infinity): "–"
    case (let low, .infinity): "≥\(NumberText.tick(low))"
    case (_, let high): "≤\(NumberText.tick(high))"
    }
  }

  /// 10–14; 10–∞; of differences, which may be negative, 0.1 to 0.2
  var intervalText: String {
    func text(_ number: Double) -> String {
      number.isFinite ? NumberText.tick(number) : number < 0 ? "-∞" : "∞"
    }
    guard !interval.low.isNaN else { return "–" }
    return text(interval.low) + (effect == .ratio ? "–" : " to ") + text(interval.high)
  }
}
