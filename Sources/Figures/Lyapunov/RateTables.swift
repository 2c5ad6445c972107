import Experiments
import MemoryMeasures
import Text

/// How fast differences decay, beside the largest Lyapunov exponents of the same networks: a line for each that both
/// results are of.
package struct RateTables {
  private let divergence: Results<Divergence>
  private let lyapunov: Results<Lyapunov>
  /// Of both.
  private let subjects: [Subject]

  /// - Throws: `RateMismatch` unless both are of the same networks, seeds and law of inputs, as far as they have networks
  ///   in common.
  package init(_ divergence: Results<Divergence>, _ lyapunov: Results<Lyapunov>) throws(RateMismatch) {
    let (one, other) = (divergence.plan, lyapunov.plan)
    guard one.hasDwell else { throw .floorsNotMeasured }
    guard one.seed == other.seed else { throw .setting("seed") }
    guard one.inputs.exactText == other.inputs.exactText else { throw .setting("inputs") }
    guard other.settings.inputScale == 1 else { throw .setting("input-scale") }
    let (known, listed) = (Set(other.ownSubjects), one.ownSubjects)
    subjects = listed.filter(known.contains)
    guard !subjects.isEmpty else { throw .nothingShared }
    if let grids = one.subjects.grid.flatMap({ grid in other.subjects.grid.map { (grid, $0) } }) {
      guard grids.0.initialization == grids.1.initialization else { throw .setting("initializer") }
    }
    for network in one.subjects.given {
      guard let same = other.subjects.given.first(where: { $0.name == network.name }) else { continue }
      // Constructed weights are those of their precision.
      guard network.construction == same.construction,
        network.construction != nil || network.digest == same.digest
      else { throw .weights(network.name) }
    }
    self.divergence = divergence
    self.lyapunov = lyapunov
  }

  /// Those of results that belong together, of a file and others; nothing where there are none.
  static func tables(of document: Document, beside others: [Document]) -> [ResultsTable] {
    guard let lyapunov = document.results(of: Lyapunov.self) else { return [] }
    return others.compactMap { $0.results(of: Divergence.self) }.flatMap { divergence in
      (try? RateTables(divergence, lyapunov))?.tables ?? []
    }
  }

  package func text(on terminal: Terminal = Terminal()) -> String {
    tables.map { $0.text(width: terminal.width) }.joined(separator: "\n")
  }

  /// One for each precision of the differences, beside exponents in the same if there are some, or else in the finest.
  var tables: [ResultsTable] {
    let exponents = zip(lyapunov.plan.computedPrecisions, lyapunov.byPrecision)
    return divergence.byPrecision.compactMap { part in
      let same = exponents.first { $0.0 == part.plan.precision && $0.1.plan.rounding == part.plan.rounding }
      let finest = exponents.min { $0.0.ulpOfOne < $1.0.ulpOfOne }
      return (same ?? finest).map { table(part, $0.1) }
    }
  }

  private func table(_ divergence: Results<Divergence>, _ lyapunov: Results<Lyapunov>) -> ResultsTable {
    let found = subjects.map { ($0, agreement(of: $0, divergence, lyapunov)) }
    let least = NumberText.count(RateAgreement.leastRuns, "run")
    return ResultsTable(
      title: """
        Decay of differences (in \(divergence.plan.arithmeticWords)) beside Lyapunov exponents (in \
        \(lyapunov.plan.arithmeticWords))
        """,
      notes: [
        """
        rate: slope of the logarithm of the difference of the two \(divergence.plan.settings.reading.words), as long as it \
        is below 0.1 and clear of rounding; λ1: largest exponent, with its standard error; nats per step, means over the \
        runs that have both
        """,
        "deviation: rate less λ1, in per cent of λ1, run by run, with its 99% interval",
        """
        agree: all of that is within 10%; differ: none of it; open: the errors do not tell; –: fewer than \(least) with \
        a rate, which is too few to judge
        """,
      ],
      table: TextTable(
        rowTitle: (name: "network", unit: ""), columnTitle: "decay rate and largest exponent",
        columns: ["runs", "rate", "λ1", "±", "deviation", "verdict", "runs without a rate"],
        rows: found.map { (label: divergence.plan.label(of: $0), cells: cells($1)) }, leftColumns: [5, 6]))
  }

  /// Run by run: repeats of one number have the same network and inputs of one stream.
  private func agreement(
    of subject: Subject, _ divergence: Results<Divergence>, _ lyapunov: Results<Lyapunov>
  ) -> RateAgreement {
    let repeats = min(divergence.plan.repeats(of: subject), lyapunov.plan.repeats(of: subject))
    return RateAgreement(
      (0..<repeats).map { index in
        let run = Run(subject, repeat: index)
        return (divergence.records[run]?.value, lyapunov.records[run]?.value)
      })
  }

  private func cells(_ found: RateAgreement) -> [String] {
    let gaps = found.gaps.sorted { $0.key < $1.key }.map { "\(NumberText.whole($1)) \($0.words)" }
    let text = LyapunovPresentation.text
    let numbers =
      found.count == 0
      ? ["–", "–", "–"] : [text(found.rate), text(found.exponent), text(found.exponentError)]
    let isTold = found.verdict != .tooFew && found.deviation.isFinite && found.margin.isFinite
    return [NumberText.whole(found.count)] + numbers + [
      isTold ? "\(percent(found.deviation)) ± \(percent(found.margin, signed: false))%" : "–",
      found.verdict.words, gaps.joined(separator: ", "),
    ]
  }

  private func percent(_ share: Double, signed: Bool = true) -> String {
    (signed && share > 0 ? "+" : "") + NumberText.tick(100 * share)
  }
}

/// Why decay rates and exponents of two results cannot stand side by side.
package enum RateMismatch: Error, Equatable {
  /// A setting in which the two differ, by its key; `input-scale` where it is not 1.
  case setting(String)
  /// A network of both that has other weights in either.
  case weights(String)
  /// No network is in both.
  case nothingShared
  /// Divergence results of before floors were measured, so that rates may be those of rounding.
  case floorsNotMeasured
}

extension RateAgreement.Verdict {
  fileprivate var words: String {
    switch self {
    case .agree: "agree"
    case .differ: "differ"
    case .open: "open"
    case .tooFew: "–"
    }
  }
}

extension RateAgreement.Gap {
  /// Follows a number of runs.
  fileprivate var words: String {
    switch self {
    case .notMeasured: "not measured"
    case .mergedTooSoon: "merged too soon"
    case .notFallen: "not fallen below 0.1 for long enough"
    case .nearFloor: "too few steps above the floor"
    case .notDecaying: "not decaying"
    case .lost: "λ1 minus infinity"
    }
  }
}
