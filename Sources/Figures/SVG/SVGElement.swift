/// An element of an SVG document: attributes in the order given, then text, then children.
struct SVGElement {
  var name: String
  var attributes: [(name: String, value: String)]
  var text: String?
  var children: [SVGElement]

  init(
    _ name: String, _ attributes: [(name: String, value: String)] = [], text: String? = nil,
    children: [SVGElement] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.text = text
    self.children = children
  }

  /// The element as XML, one element to a line, each line ended by a newline.
  func markup(indent: String = "") -> String {
    let values = attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
    let opening = "\(indent)<\(name)\(values)"
    let content = text.map(Self.escaped) ?? ""
    if children.isEmpty {
      return content.isEmpty ? "\(opening)/>\n" : "\(opening)>\(content)</\(name)>\n"
    }
    let inner = children.map { $0.markup(indent: indent + "  ") }.joined()
    return "\(opening)>\(content)\n\(inner)\(indent)</\(name)>\n"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
