import Foundation
import Testing

@testable import Drawing

@Suite struct PictureTests {
  private var picture: Picture {
    var canvas = Canvas()
    canvas.fill(CGRect(x: 0, y: 0, width: 20, height: 30), Color(0xff0000))
    canvas.text("≥99,000", at: CGPoint(x: 30, y: 20), .black)
    canvas.clipped(to: CGRect(x: 5, y: 5, width: 9, height: 9)) {
      $0.fill(.circle(at: CGPoint(x: 9, y: 9), radius: 8), Color(0x0000ff, opacity: 0.5))
    }
    canvas.mark(CGRect(x: 1, y: 2.5, width: 3, height: 4), "a \"<b>\" & c\u{1}")
    return Picture(
      canvas: canvas, size: CGSize(width: 100, height: 40), title: "1 < 2", description: "It is.")
  }

  @Test func svgHasTitlesAndMarks() throws {
    let text = String(decoding: try picture.bytes(.svg), as: UTF8.self)
    let root = try #require(ParsedElement.root(of: text))
    #expect(root.name == "svg")
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["viewBox"] == "0 0 100 40")
    #expect(root.attributes["width"] == "100px" && root.attributes["height"] == "40px")
    #expect(root.children.prefix(2).map(\.name) == ["title", "desc"])
    #expect(root.children.prefix(2).map(\.text) == ["1 < 2", "It is."])
    let marks = root.all("rect").filter { !$0.all("title").isEmpty }
    #expect(marks.map { $0.all("title").map(\.text) } == [["a \"<b>\" & c\u{fffd}"]])
    #expect(marks.first?.attributes == ["x": "1", "y": "2.5", "width": "3", "height": "4"])
    // Seven characters of text, as outlines.
    #expect(root.all("use").count == 7)
  }

  /// What colours a shape is kept; what holds without being said is not.
  @Test func stylesAreThoseThatMatter() throws {
    let text = String(decoding: try picture.bytes(.svg), as: UTF8.self)
    let styles = try #require(ParsedElement.root(of: text)).descendants.compactMap { $0.attributes["style"] }
    #expect(styles.contains { $0.contains("fill:rgb(100%,0%,0%);") })
    #expect(styles.contains { $0.contains("fill-opacity:0.5;") })
    #expect(!styles.contains { $0.contains("nonzero") || $0.contains("opacity:1;") })
  }

  /// Every id and every reference to one has the prefix, and there is nothing else to read.
  @Test func inlineElement() throws {
    let text = try picture.inlineSVG(idPrefix: "f1-")
    #expect(text.hasPrefix("<svg "))
    #expect(!text.contains("<title>") && !text.contains("<desc>"))
    let root = try #require(ParsedElement.root(of: text))
    let ids = root.descendants.compactMap { $0.attributes["id"] }
    #expect(ids.count >= 5 && ids.allSatisfy { $0.hasPrefix("f1-") })
    #expect(Set(ids).count == ids.count)
    let references =
      root.descendants.flatMap { element -> [String] in
        let uses = element.attributes.filter { $0.key.hasSuffix("href") }.map { String($0.value.dropFirst()) }
        let clips = element.attributes["clip-path"].map { [String($0.dropFirst(5).dropLast())] } ?? []
        return uses + clips
      }
    #expect(references.count == 8)
    #expect(references.allSatisfy(ids.contains))
  }

  @Test(arguments: PictureFormat.allCases)
  func theSamePictureIsTheSameFile(format: PictureFormat) throws {
    #expect(try picture.bytes(format) == picture.bytes(format))
  }

  @Test func pngIsTwiceAsLarge() throws {
    let bytes = try picture.bytes(.png)
    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    // The sizes in the header chunk: 200 x 80.
    #expect(bytes[16..<24] == [0, 0, 0, 200, 0, 0, 0, 80])
  }

  @Test func pdfHasATitleAndNoDate() throws {
    let text = String(decoding: try picture.bytes(.pdf), as: UTF8.self)
    #expect(text.hasPrefix("%PDF-"))
    #expect(text.contains("/Title (1 < 2)"))
    #expect(!text.contains("CreationDate"))
  }

  @Test func whatCairoCannotMake() throws {
    let large = Picture(
      canvas: Canvas(), size: CGSize(width: 40_000, height: 10), title: "", description: "")
    #expect(throws: DrawingError.self) { try large.bytes(.png) }
  }
}

@Suite struct SVGNumbersTests {
  @Test(arguments: [
    (0.0, "0"), (12, "12"), (1.005, "1"), (0.126, "0.13"), (-3.25, "-3.25"), (1e-9, "0"), (899.999, "900"),
    (0.5, "0.5"), (2.07, "2.07"),
  ])
  func numbers(value: Double, expected: String) {
    #expect(SVGNumbers.number(value) == expected)
  }

  @Test func numbersInMarkup() {
    #expect(
      SVGNumbers.rounded(#"<path id="glyph0-12" d="M -0.986328 12.34375 L 7 8.5 C 1.999999 100.126 "/>"#)
        == #"<path id="glyph0-12" d="M -0.99 12.34 L 7 8.5 C 2 100.13 "/>"#)
    #expect(SVGNumbers.rounded("rgb(34.117647%,0%,100%)") == "rgb(34.12%,0%,100%)")
    #expect(SVGNumbers.rounded("1.2.3456 v1.") == "1.2.3456 v1.")
    #expect(SVGNumbers.rounded("") == "")
  }
}

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
