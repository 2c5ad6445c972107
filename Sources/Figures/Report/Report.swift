import Experiments

/// One or several results files as a page of HTML that needs nothing else: tables and figures with their values, the
/// readings of memory, how to make the results again and where they come from. Made from results alone; nothing is
/// measured again.
///
/// The page has no script and asks nothing of the network. Values are reached with a pointer, the keyboard and screen
/// readers; wide tables and figures scroll within themselves.
package struct Report {
  /// A file of the report.
  package struct Source {
    package let document: Document
    /// The command that makes the same results, as a shell reads it; nil if there is none.
    package let command: String?

    package init(document: Document, command: String?) {
      self.document = document
      self.command = command
    }
  }

  private let sources: [Source]
  private let program: String

  /// - Parameters:
  ///   - sources: at least one.
  ///   - program: name and version of what makes the page.
  package init(_ sources: [Source], program: String) {
    self.sources = sources
    self.program = program
  }

  /// The whole document.
  package func html() -> String {
    let sections = sources.enumerated().map { index, source in
      ReportSection(source, number: index + 1, beside: sources.map(\.document))
    }
    let page = HTML("html", ["lang": "en"], [head(sections), body(sections)])
    return "<!DOCTYPE html>\n" + page.markup
  }

  // MARK: The page around the sections

  private func head(_ sections: [ReportSection]) -> HTML {
    let title =
      sections.count == 1
      ? sections[0].title : "How long recurrent networks remember: \(sections.count) results files"
    return HTML(
      "head", [:],
      [
        HTML("meta", ["charset": "utf-8"]),
        HTML("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        HTML("meta", ["name": "generator", "content": program]),
        // A page without an icon asks for one at every visit.
        .verbatim("<link rel=\"icon\" href=\"data:,\">\n"),
        HTML("title", title),
        .verbatim("<style>\n\(ReportStyle.sheet)</style>\n"),
      ])
  }

  private func body(_ sections: [ReportSection]) -> HTML {
    HTML(
      "body", [:],
      [
        HTML("a", ["class": "skip", "href": "#results"], "Skip to the results"),
        HTML("header", [:], [HTML("h1", "How long do these networks remember?"), contents(sections)]),
        HTML("main", ["id": "results", "tabindex": "-1"], sections.map(\.html)),
        HTML("footer", [:], [.paragraph("Made by \(program) from the results files alone.")]),
      ])
  }

  private func contents(_ sections: [ReportSection]) -> HTML {
    func link(_ id: String, _ title: String) -> HTML { HTML("a", ["href": "#\(id)"], title) }
    let items = sections.map { section in
      HTML(
        "li", [:],
        [
          link(section.id, section.title),
          HTML("ul", [:], section.parts.map { HTML("li", [:], [link($0.id, $0.title)]) }),
        ])
    }
    return HTML("nav", ["aria-label": "Contents"], [HTML("ol", [:], items)])
  }
}
