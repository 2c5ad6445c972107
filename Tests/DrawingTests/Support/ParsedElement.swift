import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of an XML document as an XML parser sees it.
final class ParsedElement {
  let name: String
  let attributes: [String: String]
  private(set) var text = ""
  private(set) var children: [ParsedElement] = []

  private init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// The root of a document; nil if it is not well-formed.
  static func root(of document: String) -> ParsedElement? {
    let reader = Reader()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = reader
    return parser.parse() ? reader.root.children.first : nil
  }

  /// All elements of a name below this one, in the order of the document.
  func all(_ name: String) -> [ParsedElement] {
    children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
  }

  /// All elements below this one, in the order of the document.
  var descendants: [ParsedElement] { children.flatMap { [$0] + $0.descendants } }

  private final class Reader: NSObject, XMLParserDelegate {
    let root = ParsedElement(name: "", attributes: [:])
    private var open: [ParsedElement] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      let element = ParsedElement(name: name, attributes: attributes)
      (open.last ?? root).children.append(element)
      open.append(element)
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { open.last?.text += text }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      open.removeLast()
    }
  }
}
