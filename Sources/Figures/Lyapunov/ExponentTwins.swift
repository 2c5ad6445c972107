import Experiments
import MemoryMeasures
import Text

/// The tables of a given network, a group of them or a series of checkpoints, and their twins: their largest exponents,
/// and how they compare.
struct ExponentTwins {
  let results: Results<Lyapunov>
  let compared: ComparedSamples<Lyapunov>

  private var plan: Plan<Lyapunov> { results.plan }

  /// That of the exponents first.
  var tables: [ResultsTable] {
    [exponentsTable, compared.table(Lyapunov.compared(plan.settings).map { ($0.name, 0, "") }, Self.words)]
  }

  private static let words = ComparisonWords(
    effect: .difference, above: "above", runs: "repeats",
    found: { isGroup, isLarger in
      "λ1 of \(isGroup ? "these networks" : "this network") is \(isLarger ? "larger" : "smaller")"
    })

  private var exponentsTable: ResultsTable {
    let found = compared.rows.map { row in
      row.sample.networks.flatMap { network in
        results.networks(of: row.source, for: network.name).map { $0.compactMap(\.value) }
      }.filter { !$0.isEmpty }
    }
    let columns = ["mean", "std", "lowest", "highest", "Kaplan-Yorke"]
    return ResultsTable(
      title: compared.title,
      notes: [
        """
        λ1: the largest exponent, of every network its median over \(results.repeatWords()); mean, std \
        and range are over the networks
        """,
        """
        a larger one is slower forgetting where it is below 0, and faster growth of differences where it is above
        """, "Kaplan-Yorke: dimension of the attractor, mean; – where the exponents measured do not tell",
      ],
      table: TextTable(
        rowTitle: compared.rowTitle, columnTitle: "λ1, in nats per step", columns: columns,
        rows: zip(compared.rows, found).map { row, networks in
          (label: compared.label(row, count: networks.count), cells: cells(networks))
        }),
      heat: HeatValues(
        quantity: "largest exponent",
        values: found.map { networks in
          let mean = Self.largest(networks).mean
          return [mean.isFinite ? mean : nil] + Array(repeating: nil, count: columns.count - 1)
        }))
  }

  /// - Parameter networks: the runs of each, at least one.
  private func cells(_ networks: [[LyapunovMeasurement]]) -> [String] {
    let largest = Self.largest(networks)
    let spread = [
      largest.standardDeviation, largest.values.min() ?? .nan, largest.values.max() ?? .nan,
    ]
    let text = LyapunovPresentation.text
    let dimension = Sample(networks.map { Sample($0.map(\.kaplanYorkeDimension)).mean }).mean
    return [text(largest.mean)] + spread.map { networks.count > 1 ? text($0) : "" } + [text(dimension)]
  }

  private static func largest(_ networks: [[LyapunovMeasurement]]) -> Sample {
    Sample(networks.map { Sample($0.map(\.largest)).median })
  }
}
