import Experiments
import MemoryMeasures
import Text

/// The same runs in float32 and in float64: by which counts of steps the two part, so that rounding decided them.
///
/// Networks and inputs are the same but for the rounding of the first digits left out, so that counts that measure memory
/// differ by a few steps. Two medians agree if they differ by no more than 2 steps or a tenth of the larger, and both
/// are exact or both are lower bounds. Bit-identity, which is of one precision by definition, is left out.
package struct PrecisionTable<M: Measure> {
  /// Medians of a cell by one count.
  struct Row {
    /// The cell, and the count: gru, hidden size 64, input size 1: threshold 1e-6
    let name: String
    let single: CensoredSample.Median
    let double: CensoredSample.Median
    /// Whether rounding may decide half of the runs in float32 or more, by their floors.
    let isMarked: Bool

    /// Nil where there is nothing to compare.
    var agrees: Bool? {
      guard !single.steps.isNaN, !double.steps.isNaN else { return nil }
      guard single.isLowerBound == double.isLowerBound else { return false }
      let difference = abs(single.steps - double.steps)
      return difference <= max(PrecisionTable.steps, PrecisionTable.share * max(single.steps, double.steps))
    }
  }

  static var steps: Double { 2 }
  static var share: Double { 0.1 }

  let rows: [Row]

  /// - Parameters:
  ///   - single: in float32.
  ///   - double: of the same plan but for the precision.
  package init(_ single: Results<M>, beside double: Results<M>) {
    let plan = single.plan
    rows = plan.cells.flatMap { subject, point in
      let (ones, others) = (single.measured(subject, at: point), double.measured(subject, at: point))
      let cell = plan.label(of: Run(subject, at: point)).cellWords
      return M.compared(plan.settings).flatMap { compared -> [Row] in
        guard let axis = compared.axis, case .steps(let steps) = compared.quantity else { return [] }
        return (0..<axis.count).map { place in
          func median(_ values: [M.Value]) -> CensoredSample.Median {
            CensoredSample(values.map { steps($0)[place] }).median
          }
          let unclear = ones.count { compared.clear?($0)[place] == false }
          return Row(
            name: "\(cell): \(axis.name) \(axis.shortText(place))", single: median(ones),
            double: median(others), isMarked: unclear > 0 && 2 * unclear >= ones.count)
        }
      }
    }
  }

  private var parted: [Row] { rows.filter { $0.agrees == false } }

  /// A sentence, and a table of where they part.
  package var text: String {
    let compared = rows.count { $0.agrees != nil }
    let told = "Precision: \(NumberText.count(compared, "median")) in float32 held against float64; "
    guard !parted.isEmpty else { return told + "all agree.\n" }
    let part = parted.count == 1 ? "1 parts" : "\(NumberText.whole(parted.count)) part"
    return told + "\(part); there it is float64 that is less a matter of rounding.\n\n\(table.text())"
  }

  private var table: ResultsTable {
    let missed = parted.count { !$0.isMarked }
    return ResultsTable(
      title: "Where float32 and float64 part",
      notes: [
        "median steps; they agree if they differ by at most 2 steps or a tenth",
        missed == 0
          ? "all of them are marked by their rounding floors in float32, too"
          : "\(NumberText.whole(missed)) of them not marked by their rounding floors in float32",
      ],
      table: TextTable(
        rowTitle: (name: "networks: count", unit: ""), columnTitle: "median steps",
        columns: ["float32", "float64", "marked in float32"],
        rows: parted.map { row in
          (label: row.name, cells: [text(row.single), text(row.double), row.isMarked ? "yes" : "no"])
        }))
  }

  private func text(_ median: CensoredSample.Median) -> String {
    NumberText.steps(median.steps, isLowerBound: median.isLowerBound)
  }
}

extension Axis {
  /// A value in the shortest form.
  fileprivate func shortText(_ place: Int) -> String {
    switch values {
    case .wholes(let values): "\(values[place])"
    case .numbers(let values): NumberText.shortest(values[place])
    case .names(let values): values[place]
    }
  }
}
