import Drawing
import Experiments
import MemoryMeasures

/// Results in several precisions: what they say together, then everything that each says by itself.
struct PrecisionsPresentation<Own: MeasurePresentation>: MeasurePresentation {
  let results: Results<Own.M>
  /// For every precision.
  private let parts: [Own]

  init(results: Results<Own.M>) {
    self.results = results
    parts = results.byPrecision.map { Own(results: $0) }
  }

  /// Of one precision its own.
  static func one(of results: Results<Own.M>) -> any MeasurePresentation {
    results.plan.precisions.count == 1 ? Own(results: results) : Self(results: results)
  }

  static var figureHelp: [FigureHelp] { Own.figureHelp }

  var choices: TableChoices { parts[0].choices }

  func tables(_ choice: TableChoice) -> [ResultsTable] {
    Own.across(parts, program: nil).tables
      + parts.flatMap { part in part.tables(choice).map { told($0, part) } }
  }

  func survivalTables(_ choice: TableChoice) -> [ResultsTable] {
    parts.flatMap { part in part.survivalTables(choice).map { told($0, part) } }
  }

  private func told(_ table: ResultsTable, _ part: Own) -> ResultsTable {
    var table = table
    let name = part.plan.precision.rawValue
    table.title = "\(name): \(table.title)"
    if !table.subject.isEmpty { table.subject = "\(name): \(table.subject)" }
    return table
  }

  var outcomes: [String] {
    let lines = parts.flatMap { part in part.outcomes.map { "\(part.plan.precision.rawValue): \($0)" } }
    return results.shard == .whole
      ? lines
      : ["These are the runs of part \(results.shard.words) only: what other parts hold counts as missing."]
        + lines
  }

  func figures(program: String?) -> [any Figure] {
    Own.across(parts, program: program).figures
      + parts.flatMap { part in
        part.figures(program: program).map {
          FigureOfPrecision(figure: $0, precision: part.plan.precision.rawValue)
        }
      }
  }

  // MARK: On a page

  var heading: String { parts[0].heading }
  var introduction: [String] { parts[0].introduction }

  /// Those of the first, which the others have, too, but for the arithmetic.
  var settings: [(name: String, value: String)] {
    parts[0].settings.map { $0.name == "Arithmetic" ? ($0.name, plan.arithmeticWords) : $0 }
  }

  var findings: [HTML] {
    parts.flatMap { [HTML("h3", $0.plan.arithmeticWords)] + $0.findings }
  }
}

/// A figure of one precision among several: memory-bfloat16.
private struct FigureOfPrecision: Figure {
  let figure: any Figure
  let precision: String

  var name: String { "\(figure.name)-\(precision)" }
  var alternativeText: String { "\(precision): \(figure.alternativeText)" }
  var sheet: FigureSheet { figure.sheet }
  var panelsBottom: Double { figure.panelsBottom }

  func drawPanels(on canvas: inout Canvas) { figure.drawPanels(on: &canvas) }
}
