import MemoryMeasures

/// A given network compared with its twins of one kind, by one count.
package struct TwinComparison: Sendable {
  package let network: String
  package let kind: TwinKind
  /// The count's name: "settled", or that of an axis of counts: "threshold".
  package let count: String
  /// Its place on that axis; 0 where there is none.
  package let place: Int
  /// Pairs of a run of the network and one of a twin in which the network's count is larger, ties counted half.
  package let u: Double
  /// Two-sided, of this comparison alone; NaN if either has no measured run.
  package let pValue: Double
  /// Whether the p-value is that of the permutation distribution itself, not of its normal approximation.
  package let isExact: Bool
  /// The p-value corrected for the number of comparisons: see `Results.comparisons`.
  package var adjustedPValue: Double
  /// Cliff's delta, -1 ... 1: above 0 where the network's counts tend to be larger.
  package let delta: Double

  /// What is said of the two at 5%.
  package var finding: TwinFinding {
    guard adjustedPValue <= 0.05 else { return .noDifference }
    return delta > 0 ? .longer : .shorter
  }
}

/// How the memory of a given network compares with that of its twins.
package enum TwinFinding: Hashable, Sendable {
  case longer
  case shorter
  /// None was found: not that there is none.
  case noDifference
}

extension Results {
  /// Every network with every kind of twin by every count, in this order. The p-values are adjusted for the
  /// number of all of them that have one.
  package var comparisons: [TwinComparison] {
    var comparisons = plan.subjects.given.flatMap { network in
      plan.subjects.twinKinds.flatMap { kind in
        M.comparedSteps(plan.settings).flatMap { compared in
          (0..<(compared.axis?.count ?? 1)).map { compare(network.name, kind, compared, place: $0) }
        }
      }
    }
    let adjusted = Holm.adjusted(comparisons.map(\.pValue))
    for index in comparisons.indices { comparisons[index].adjustedPValue = adjusted[index] }
    return comparisons
  }

  private func compare(
    _ network: String, _ kind: TwinKind, _ compared: ComparedSteps<M.Value>, place: Int
  ) -> TwinComparison {
    func counts(_ subject: Subject) -> [CensoredSteps] {
      measured(subject).map { compared.steps($0)[place] }
    }
    let test = MannWhitney(counts(.given(network)), counts(.twin(of: network, kind)))
    return TwinComparison(
      network: network, kind: kind, count: compared.name, place: place, u: test.u, pValue: test.pValue,
      isExact: test.isExact, adjustedPValue: test.pValue, delta: test.delta)
  }
}

/// Holm's correction of p-values for the number of comparisons (Scandinavian Journal of Statistics 6, 1979): if all
/// that are at most 5% are believed, the chance to believe any falsely is at most 5%.
enum Holm {
  /// The adjusted p-values, in the same order. The smallest of m is multiplied by m, the next by m - 1, and so
  /// on; none is above 1 or below one that was smaller. A NaN stays one and does not count.
  static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }
      .sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = pValues
    var largest = 0.0
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, Double(order.count - place) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }
}
