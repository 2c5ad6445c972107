import Experiments
import MemoryMeasures

/// How results of a measure are shown to people, as text, as pictures and on a page. Made from results alone, finished
/// or not; nothing is measured again.
///
/// Everything has a default, so that a measure without a presentation of its own is shown, too: see
/// `PlainPresentation`.
protocol MeasurePresentation: Sendable {
  associatedtype M: Measure

  /// The figures that there may be, for those who choose one.
  static var figureHelp: [FigureHelp] { get }

  var results: Results<M> { get }
  init(results: Results<M>)

  /// What there is to choose from in the tables.
  var choices: TableChoices { get }
  func tables(_ choice: TableChoice) -> [ResultsTable]
  /// Counts that may be censored as survival analysis sums them up; empty where there are none.
  func survivalTables(_ choice: TableChoice) -> [ResultsTable]
  /// How the runs ended, line by line.
  var outcomes: [String] { get }
  /// Every figure that there is of these results; the first tells most.
  ///
  /// - Parameter program: name and version of what measured them, for the captions; nil where they are not known.
  func figures(program: String?) -> [any Figure]

  /// What the same runs in several precisions say that each of them does not; nothing for most measures.
  ///
  /// - Parameter parts: for every precision, in the order of the plan.
  static func across(
    _ parts: [Self], program: String?
  ) -> (tables: [ResultsTable], figures: [any Figure])

  // MARK: On a page

  /// What was measured, in a few words: How long 1,280 random networks remember
  var heading: String { get }
  /// How it was measured, in paragraphs.
  var introduction: [String] { get }
  /// Names and values of what decides the results.
  var settings: [(name: String, value: String)] { get }
  /// What came out, in pieces that may have headings of level 3.
  var findings: [HTML] { get }
}

extension MeasurePresentation {
  var plan: Plan<M> { results.plan }
  var choices: TableChoices { TableChoices() }
  func survivalTables(_ choice: TableChoice) -> [ResultsTable] { [] }
  /// Where nothing is chosen.
  var tables: [ResultsTable] { tables(TableChoice()) }
  var survivalTables: [ResultsTable] { survivalTables(TableChoice()) }

  static func across(
    _ parts: [Self], program: String?
  ) -> (tables: [ResultsTable], figures: [any Figure]) { ([], []) }

  /// Tables and outcomes for a fixed-width font, separated by blank lines and ended by a newline.
  func summary(on terminal: Terminal, _ choice: TableChoice = TableChoice()) -> String {
    let tables = tables(choice)
    let heat = HeatTerminal(terminal.colors, tables: tables)
    let outcomes = outcomes.flatMap { $0.wrapped(to: terminal.width ?? .max, indent: 2) }.map { $0 + "\n" }
      .joined()
    return (tables.map { $0.text(heat, width: terminal.width) } + (outcomes.isEmpty ? [] : [outcomes]))
      .joined(separator: "\n")
  }

  /// What is said under figures: how the numbers came about, and what program measured them.
  func caption(_ parts: [String?], _ program: String?) -> String {
    let text = parts.compactMap(\.self).joined(separator: "; ")
    return text.prefix(1).uppercased() + text.dropFirst() + "." + (program.map { " \($0)" } ?? "")
  }
}

/// Figures that there may be of some results.
package struct FigureHelp {
  /// Of what: a grid of networks
  let subject: String
  /// Their names, and what they show.
  let figures: [(name: String, content: String)]

  /// Of all figures that there are, each once.
  package static var names: [String] {
    Set(Presentations.all.flatMap { $0.figureHelp.flatMap { $0.figures.map(\.name) } }).sorted()
  }

  /// All that there are, as a help text lists them.
  package static var text: String {
    let groups = Presentations.all.flatMap { $0.figureHelp }
    let width = groups.flatMap(\.figures).map(\.name.count).max() ?? 0
    return groups.map { group in
      let lines = group.figures.map { name, content in
        "  \(name)\(String(repeating: " ", count: width - name.count))  \(content)"
      }
      return (["Of \(group.subject):"] + lines).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

/// The measures that have presentations of their own: the one list of them.
enum Presentations {
  static let all: [any MeasurePresentation.Type] = [
    DivergencePresentation.self, RecallPresentation.self, MemorizationPresentation.self,
    CapacityPresentation.self, LyapunovPresentation.self,
  ]

  /// A presentation of this kind; nil for results of another measure.
  fileprivate static func make<Own: MeasurePresentation>(
    _: Own.Type, _ results: any AnyResults
  ) -> (any MeasurePresentation)? {
    (results as? Results<Own.M>).map { PrecisionsPresentation<Own>.one(of: $0) }
  }
}

extension AnyResults {
  var presentation: any MeasurePresentation {
    for type in Presentations.all {
      if let own = Presentations.make(type, self) { return own }
    }
    return PrecisionsPresentation<PlainPresentation<M>>.one(of: typed)
  }

  /// What was found, as text for a fixed-width font: tables, then how the runs ended.
  ///
  /// - Parameters:
  ///   - terminal: on which; by default on a page of any width.
  ///   - choice: of what there is to choose from.
  package func summary(on terminal: Terminal = Terminal(), _ choice: TableChoice = TableChoice()) -> String {
    presentation.summary(on: terminal, choice)
  }

  /// Restricted means and shares of censored counts, as text; nil for a measure without such counts.
  package func survival(on terminal: Terminal = Terminal(), _ choice: TableChoice = TableChoice()) -> String?
  {
    let tables = presentation.survivalTables(choice)
    return tables.isEmpty ? nil : tables.map { $0.text(width: terminal.width) }.joined(separator: "\n")
  }

  /// Every figure that there is of these results; the first tells most.
  ///
  /// - Parameter program: name and version of what measured them, for the captions; nil where they are not known.
  package func figures(program: String? = nil) -> [any Figure] { presentation.figures(program: program) }
}

extension Document {
  /// Every figure that there is of these results; the first tells most.
  package var figures: [any Figure] { results.figures(program: provenance?.program) }
}

extension InputSource {
  /// What recorded inputs are, in a phrase; nil for random ones.
  var recordedWords: String? {
    guard let layout else { return nil }
    return layout.isRepeated ? "inputs recorded, laid end to end" : "inputs recorded"
  }
}
