import Drawing
import Experiments

/// One or several results files as a page of HTML that needs nothing else: tables and figures with their values, the
/// readings of memory, how to make the results again and where they come from. Made from results alone; nothing is
/// measured again.
///
/// The page has no script and asks nothing of the network. Values are reached with a pointer, the keyboard and screen
/// readers; wide tables and figures scroll within themselves.
public struct Report {
  /// A file of the report.
  public struct Source {
    public let document: ResultsDocument
    /// The command that makes the same results, as a shell reads it; nil if there is none.
    public let command: String?

    public init(document: ResultsDocument, command: String?) {
      self.document = document
      self.command = command
    }
  }

  private let sources: [Source]
  private let program: String

  /// - Parameters:
  ///   - sources: at least one.
  ///   - program: name and version of what makes the page.
  public init(_ sources: [Source], program: String) {
    self.sources = sources
    self.program = program
  }

  /// The whole document.
  ///
  /// - Throws: `DrawingError`.
  public func html() throws(DrawingError) -> String {
    var sections: [ReportSection] = []
    for (index, source) in sources.enumerated() {
      sections.append(try ReportSection(source, number: index + 1))
    }
    return ReportPage(sections: sections, program: program).document
  }
}
