import Experiments
import MemoryMeasures
import Text

/// Counts as survival analysis sums them up: the restricted mean, and the share that is censored.
struct SurvivalTables {
  let results: Results<Divergence>
  var choice = TableChoice()

  private var plan: Plan<Divergence> { results.plan }
  private var horizon: Int { plan.settings.horizon }

  /// Of drawn networks one for each cell type, depth and count, as the tables of means; of given ones one for each.
  var tables: [ResultsTable] {
    switch plan.subjects {
    case .drawn(let grid):
      grid.types.flatMap { type in
        counts(or: Array(plan.tabulatedCounts.dropFirst())).map { count in
          table(
            "\(grid.heading(type)): until \(count.label)",
            rows: (name: "hidden size", unit: "(units)"), grid.hiddenSizes.map(String.init),
            columns: "input size (values per step)", grid.inputSizes.map(String.init)
          ) { row, column in
            entry(
              count, [type.subject(hidden: grid.hiddenSizes[row], input: grid.inputSizes[column])])
          }
        }
      }
    case .given(let networks, _, _, _):
      networks.map { network in
        let counts = counts(or: plan.drawnThresholds)
        return table(
          network.name.printable, rows: (name: "networks", unit: ""),
          plan.sources.map { network.name(of: $0) }, columns: "shared steps until",
          counts.map(\.label)
        ) { row, column in
          entry(counts[column], plan.subjects(of: plan.sources[row], for: network.name))
        }
      }
    }
  }

  private func counts(or usual: [ShownCount]) -> [ShownCount] {
    [.settled] + plan.thresholds(choice, or: usual)
  }

  private func table(
    _ title: String, rows: (name: String, unit: String), _ labels: [String], columns: String,
    _ titles: [String], entry: (Int, Int) -> String
  ) -> ResultsTable {
    ResultsTable(
      title: "\(title): restricted mean steps · share censored",
      notes: [
        """
        area under the Kaplan-Meier curve up to \(NumberText.whole(horizon)) shared steps: censored runs count with \
        all of them
        """
      ],
      table: TextTable(
        rowTitle: rows, columnTitle: columns, columns: titles,
        rows: labels.enumerated().map { row, label in
          (label: label, cells: titles.indices.map { entry(row, $0) })
        }))
  }

  /// Over all runs of the subjects.
  private func entry(_ count: ShownCount, _ subjects: [Subject]) -> String {
    let measured = subjects.flatMap { results.measured($0) }
    let sample = count.statistics(measured)
    guard sample.count > 0 else { return "–" }
    let mean = NumberText.steps(sample.restrictedMean(horizon: horizon), isLowerBound: false)
    return "\(mean)\(count.mark(ofMean: measured)) · \(NumberText.fraction(1 - sample.fraction))"
  }
}
