import Experiments
import Foundation
import Text

/// How results were made, and how to make them again.
struct ReportOrigin {
  let document: ResultsDocument
  let command: String?
  let settings: [(name: String, value: String)]

  var html: [HTML] {
    let again = command.map { command in
      [
        HTML.paragraph("This command makes the same results again, bit for bit:"),
        HTML("pre", ["tabindex": "0"], [HTML("code", command)]),
      ]
    }
    return [HTML("h3", "How it was made")] + (again ?? [])
      + [HTML("dl", [:], (origin + settings).flatMap { [HTML("dt", $0.name), HTML("dd", $0.value)] })]
  }

  private var origin: [(name: String, value: String)] {
    let file = ("File", document.path.printable)
    guard let provenance = document.provenance else {
      return [file, ("State", "journal of a sweep that is not finished")]
    }
    return [
      file, ("Written by", provenance.program.printable), ("On", provenance.date.formatted(.iso8601)),
      ("With the command", provenance.commandLine.printable),
    ]
  }
}
