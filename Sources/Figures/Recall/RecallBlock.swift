import Experiments
import MemoryMeasures
import Text

/// What there is to be said of one network's recall.
struct RecallBlock {
  let results: RecallResults
  let entry: RecallResults.Entry

  private var network: RecalledNetwork { entry.network }
  private var settings: RecallSettings { results.settings }

  /// latch lstm: first-input recall (32 units, 1 input, float32)
  var title: String {
    """
    \(network.name.printable): first-input recall (\(NumberText.count(network.hiddenSize, "unit")), \
    \(NumberText.count(network.inputSize, "input")), \(results.precision.rawValue))
    """
  }

  /// How the answer is read.
  var readout: String {
    switch network.readout {
    case .unit(let unit, let scale):
      "Readout: \(NumberText.weight(scale)) · h[\(unit)]"
    case .fitted:
      """
      Readout: least squares, fitted for each step and magnitude to \
      \(NumberText.whole(settings.trainingSequences)) other sequences
      """
    }
  }

  /// What the errors are to be held against.
  var verdict: String {
    guard let promise = network.promise, let holds = entry.isWithinBound(settings) else {
      let errors = entry.medianFirstInputs.map(NumberText.twoDigits).joined(separator: ", ")
      return "A network that remembered nothing would have a median absolute error of about \(errors)."
    }
    let steps = "from step \(promise.firstStep) on" + (promise.firstStep == 1 ? "" : " (not before)")
    let range = promise.exactRange
    return """
      By construction exact \(steps) for \(NumberText.twoDigits(range.lowerBound)) ≤ |first input| ≤ \
      \(NumberText.large(range.upperBound)): \(holds ? "it is." : "IT IS NOT.")
      """
  }

  /// Absolute errors, then relative ones.
  var tables: [ResultsTable] {
    let meaning = "median · largest over \(NumberText.count(settings.sequences, "sequence"))"
    return [
      table("|answer - first input|, \(meaning)", quantity: "absolute", entry.absolute),
      table("|answer - first input| / |first input|, \(meaning)", quantity: "relative", entry.relative),
    ]
  }

  /// - Parameter spreads: by magnitude, then step.
  private func table(
    _ title: String, quantity: String, _ spreads: [[RecallResults.Entry.Spread]]
  ) -> ResultsTable {
    let rows = settings.steps.indices.map { place in spreads.map { $0[place] } }
    let table = TextTable(
      rowTitle: (name: "after", unit: "(steps)"), columnTitle: "standard deviation of the first input",
      columns: settings.magnitudes.map(NumberText.shortest),
      rows: zip(settings.steps, rows).map { step, spreads in
        let cells = spreads.map { "\(NumberText.twoDigits($0.median)) · \(NumberText.twoDigits($0.largest))" }
        return (label: NumberText.whole(step), cells: cells)
      })
    return ResultsTable(
      title: title, table: table,
      heat: HeatValues(quantity: quantity, values: rows.map { $0.map(\.median) }))
  }
}
