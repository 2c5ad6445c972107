import Experiments
import Foundation
import Text

/// A results file on a page.
struct ReportSection {
  private let document: Document
  private let command: String?
  private let content: any MeasurePresentation
  private let tables: [ResultsTable]
  private let figures: [HTML]
  /// With which all ids of the section begin.
  let id: String
  /// Tells the regions of one file from those of another that holds the like.
  private let place: String

  /// - Parameters:
  ///   - number: of the file on the page.
  ///   - others: all files of the page, with some of which it may say more than by itself.
  init(_ source: Report.Source, number: Int, beside others: [Document]) {
    document = source.document
    id = "r\(number)"
    place = "File \(number), \((source.document.path as NSString).lastPathComponent.printable)"
    command = source.command
    content = document.results.presentation
    tables = content.tables + RateTables.tables(of: document, beside: others)
    figures = document.figures.enumerated().map { [id, place] index, figure in
      ReportFigure(figure, id: "\(id)-\(figure.name)", place: "\(place), figure \(index + 1)").html
    }
  }

  /// The file's name and what it holds.
  var title: String { "\(fileName): \(content.heading)" }

  private var fileName: String { (document.path as NSString).lastPathComponent.printable }

  /// Parts with a heading each, for the table of contents: their ids and headings.
  var parts: [(id: String, title: String)] {
    [("\(id)-found", "Results")] + (figures.isEmpty ? [] : [("\(id)-figures", "Figures")])
      + [("\(id)-tables", "Tables"), ("\(id)-again", "How it was made")]
  }

  var html: HTML {
    let scales = HeatValues.scales(of: tables)
    let regions = tables.enumerated().map { index, table in
      ReportTable(
        table: table, id: "\(id)-table-\(index + 1)", place: place,
        scale: table.heat.flatMap { scales[$0.quantity] }
      ).html
    }
    return HTML(
      "section", ["id": id, "aria-labelledby": "\(id)-title"],
      [
        HTML("h2", ["id": "\(id)-title"], title),
        part("found", content.introduction.map(HTML.paragraph) + content.findings),
      ]
        + (figures.isEmpty ? [] : [part("figures", [HTML("h3", "Figures")] + figures)])
        + [
          part("tables", [HTML("h3", "Tables")] + regions), part("again", again),
        ])
  }

  private func part(_ name: String, _ pieces: [HTML]) -> HTML {
    HTML("div", ["id": "\(id)-\(name)", "class": "part"], pieces)
  }

  /// How the results were made, and how to make them again.
  private var again: [HTML] {
    let again = command.map { command in
      [
        HTML.paragraph("This command makes the same results again, bit for bit:"),
        HTML("pre", ["tabindex": "0"], [HTML("code", command)]),
      ]
    }
    let facts = origin + content.settings
    return [HTML("h3", "How it was made")] + (again ?? [])
      + [HTML("dl", [:], facts.flatMap { [HTML("dt", $0.name), HTML("dd", $0.value)] })]
  }

  private var origin: [(name: String, value: String)] {
    var file = [("File", document.path.printable)]
    if document.isJournal { file.append(("State", "journal of a sweep that is not finished")) }
    guard let provenance = document.provenance else { return file }
    return file + [
      ("Written by", provenance.program.printable), ("On", provenance.date.formatted(.iso8601)),
      ("With the command", provenance.commandLine.printable),
    ]
  }
}
