import Experiments
import MemoryMeasures
import RecurrentNetworks

/// What a recall measurement found, as text for a fixed-width font: for every network its absolute and relative
/// errors by step and magnitude.
public struct RecallSummary: Sendable {
  private let results: RecallResults
  private var settings: RecallSettings { results.settings }

  public init(_ results: RecallResults) {
    self.results = results
  }

  /// Paragraphs and tables, separated by blank lines and ended by a newline.
  public var text: String {
    results.entries.map(block).joined(separator: "\n")
  }

  private func block(_ entry: RecallResults.Entry) -> String {
    let network = entry.network
    let title = """
      \(network.name): first-input recall (\(NumberText.count(network.hiddenSize, "unit")), \
      \(NumberText.count(network.inputSize, "input")), \(results.precision.rawValue))
      """
    let meaning = "median · largest over \(NumberText.count(settings.sequences, "sequence"))"
    return """
      \(title)
      Readout: \(readout(network))
      \(verdict(entry))
      |answer - first input|, \(meaning)
      \(table(entry.absolute))
      |answer - first input| / |first input|, \(meaning)
      \(table(entry.relative))
      """
  }

  private func readout(_ network: RecalledNetwork) -> String {
    switch network.readout {
    case .unit(let unit, let scale):
      "\(NumberText.weight(scale)) · h[\(unit)]"
    case .fitted:
      """
      least squares, fitted for each step and magnitude to \
      \(NumberText.whole(settings.trainingSequences)) other sequences
      """
    }
  }

  private func verdict(_ entry: RecallResults.Entry) -> String {
    guard let promise = entry.network.promise, let holds = entry.isWithinBound(settings) else {
      let errors = entry.medianFirstInputs.map(NumberText.twoDigits).joined(separator: ", ")
      return "A network that remembered nothing would have a median absolute error of about \(errors)."
    }
    let steps = "from step \(promise.firstStep) on" + (promise.firstStep == 1 ? "" : " (not before)")
    let range = promise.exactRange
    return """
      By construction exact \(steps) for \(NumberText.twoDigits(range.lowerBound)) ≤ |first input| ≤ \
      \(NumberText.whole(Int(range.upperBound))): \(holds ? "it is." : "IT IS NOT.")
      """
  }

  private func table(_ spreads: [[RecallResults.Entry.Spread]]) -> String {
    TextTable(
      rowTitle: (name: "after", unit: "(steps)"), columnTitle: "standard deviation of the first input",
      columns: settings.magnitudes.map(NumberText.shortest),
      rows: settings.steps.enumerated().map { place, step in
        let cells = spreads.map { spread in
          "\(NumberText.twoDigits(spread[place].median)) · \(NumberText.twoDigits(spread[place].largest))"
        }
        return (label: NumberText.whole(step), cells: cells)
      }
    ).text
  }
}
