/// The frame of a report: head, table of contents, sections, foot.
struct ReportPage {
  let sections: [ReportSection]
  let program: String

  var document: String {
    "<!DOCTYPE html>\n" + HTML("html", ["lang": "en"], [head, body]).markup
  }

  private var title: String {
    sections.count == 1
      ? sections[0].title : "How long recurrent networks remember: \(sections.count) results files"
  }

  private var head: HTML {
    HTML(
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

  private var body: HTML {
    HTML(
      "body", [:],
      [
        HTML("a", ["class": "skip", "href": "#results"], "Skip to the results"),
        HTML("header", [:], [HTML("h1", "How long do these networks remember?"), contents]),
        HTML("main", ["id": "results", "tabindex": "-1"], sections.map(\.html)),
        HTML("footer", [:], [.paragraph("Made by \(program) from the results files alone.")]),
      ])
  }

  private var contents: HTML {
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
