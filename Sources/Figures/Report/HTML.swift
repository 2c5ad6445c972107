import Drawing

/// A piece of an HTML document. Text is text, whatever it holds: only `verbatim` can be markup.
indirect enum HTML {
  case text(String)
  case element(name: String, attributes: [(name: String, value: String)], children: [HTML])
  /// Markup that is certain to be well formed, such as a picture of our own.
  case verbatim(String)
  case sequence([HTML])

  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [HTML] = []) {
    self = .element(name: name, attributes: attributes.map { ($0.key, $0.value) }, children: children)
  }

  init(_ name: String, _ attributes: KeyValuePairs<String, String>, _ text: String) {
    self.init(name, attributes, [.text(text)])
  }

  init(_ name: String, _ text: String) {
    self.init(name, [:], text)
  }

  /// A paragraph of text.
  static func paragraph(_ text: String) -> HTML { HTML("p", text) }

  var markup: String {
    var markup = ""
    write(to: &markup)
    return markup
  }

  private func write(to markup: inout String) {
    switch self {
    case .text(let text): markup += XMLText.escaped(text)
    case .verbatim(let text): markup += text
    case .sequence(let pieces): for piece in pieces { piece.write(to: &markup) }
    case .element(let name, let attributes, let children):
      markup += "<\(name)"
      for attribute in attributes { markup += " \(attribute.name)=\"\(XMLText.escaped(attribute.value))\"" }
      markup += ">"
      if !Self.voidElements.contains(name) {
        for child in children { child.write(to: &markup) }
        markup += "</\(name)>"
      }
      if !Self.phrases.contains(name) { markup += "\n" }
    }
  }

  /// Elements that have no end tag.
  private static let voidElements: Set<String> = ["meta", "br", "hr", "col"]

  /// Elements within lines of text, where a line break would be seen.
  private static let phrases: Set<String> = ["a", "b", "code", "span", "strong", "em", "time", "br"]
}
