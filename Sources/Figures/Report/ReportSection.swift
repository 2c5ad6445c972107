import Drawing
import Experiments
import Foundation

/// A results file on a page.
struct ReportSection {
  private let document: ResultsDocument
  private let command: String?
  private let content: any ReportContent
  private let tables: [ResultsTable]
  private let figures: [HTML]
  let id: String

  /// - Parameter id: with which all ids of the section begin.
  /// - Throws: `DrawingError`.
  init(_ source: Report.Source, id: String) throws(DrawingError) {
    document = source.document
    command = source.command
    content = document.results.reportContent
    tables = content.tables
    self.id = id
    var figures: [HTML] = []
    for figure in document.figures {
      figures.append(try ReportFigure(figure, id: "\(id)-\(figure.name)").html)
    }
    self.figures = figures
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
    let tables = tables.enumerated().map { index, table in
      ReportTable(
        table: table, id: "\(id)-table-\(index + 1)", scale: table.heat.flatMap { scales[$0.quantity] }
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
          part("tables", [HTML("h3", "Tables")] + tables),
          part("again", ReportOrigin(document: document, command: command, settings: content.settings).html),
        ])
  }

  private func part(_ name: String, _ pieces: [HTML]) -> HTML {
    HTML("div", ["id": "\(id)-\(name)", "class": "part"], pieces)
  }
}
