import Foundation
import Testing

@testable import Drawing

@Suite struct PictureTests {
  private static let red = Color(0xff0000, dark: 0xff8080)

  private var picture: Picture {
    var canvas = Canvas()
    canvas.fill(CGRect(x: 0, y: 0, width: 20, height: 30), Self.red)
    canvas.fill(CGRect(x: 0, y: 40, width: 20, height: 30), Self.red.withOpacity(0.5))
    canvas.text(
      "≥99,000 <&", at: CGPoint(x: 30, y: 20), Font(size: 10, isBold: true), .black, alignment: .end)
    canvas.text("", at: .zero, .black)
    canvas.text("up", at: CGPoint(x: 3.14159, y: 20), Font(isItalic: true), .black, rotation: -90)
    canvas.stroke(.line(from: .zero, to: CGPoint(x: 1, y: 2)), Stroke(.black, width: 2.5, dash: [5, 4]))
    canvas.clipped(to: CGRect(x: 5, y: 5, width: 9, height: 9)) {
      $0.fill(.circle(at: CGPoint(x: 9, y: 9), radius: 8), Color(0x0000ff, opacity: 0.5))
      $0.fill(.circle(at: CGPoint(x: 7, y: 9), radius: 8), Color(0x0000ff, opacity: 0.5))
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
    #expect(root.attributes["width"] == "100" && root.attributes["height"] == "40")
    #expect(root.children.prefix(3).map(\.name) == ["title", "desc", "rect"])
    #expect(root.children.prefix(2).map(\.text) == ["1 < 2", "It is."])
    #expect(root.children[2].attributes == ["width": "100%", "height": "100%", "fill": "#ffffff"])
    let marks = root.all("rect").filter { !$0.all("title").isEmpty }
    #expect(marks.map { $0.all("title").map(\.text) } == [["a \"<b>\" & c\u{fffd}"]])
    #expect(marks.first?.attributes == ["x": "1", "y": "2.5", "width": "3", "height": "4"])
    // A picture is light, wherever it is shown.
    #expect(root.all("style").isEmpty)
  }

  /// Letters that can be found and read, in the room that was measured for them.
  @Test func textIsText() throws {
    let text = String(decoding: try picture.bytes(.svg), as: UTF8.self)
    let root = try #require(ParsedElement.root(of: text))
    #expect(root.attributes["font-family"] == "DejaVu Sans, Verdana, Geneva, sans-serif")
    #expect(root.attributes["style"]?.contains("font-kerning:none") == true)
    let texts = root.all("text")
    #expect(texts.map(\.text) == ["≥99,000 <&", "up"])
    let width = SVGWriter.number(Font(size: 10, isBold: true).width("≥99,000 <&"))
    #expect(
      texts.first?.attributes == [
        "fill": "#000000", "font-size": "10", "font-weight": "bold", "text-anchor": "end", "x": "30",
        "y": "20",
        "textLength": width,
      ])
    #expect(texts.last?.attributes["transform"] == "rotate(-90 3.14 20)")
    #expect(texts.last?.attributes["font-style"] == "italic")
  }

  @Test func shapesAreAsDrawn() throws {
    let text = String(decoding: try picture.bytes(.svg), as: UTF8.self)
    let root = try #require(ParsedElement.root(of: text))
    let paths = root.all("path").map(\.attributes)
    #expect(
      paths == [
        ["fill": "#ff0000", "d": "M0 0l20 0 0 30-20 0Z"],
        ["fill": "#ff0000", "fill-opacity": "0.5", "d": "M0 40l20 0 0 30-20 0Z"],
        [
          "fill": "none", "stroke": "#000000", "stroke-width": "2.5", "stroke-dasharray": "5 4",
          "d": "M0 0l1 2",
        ],
      ])
    // What looks alike says so once.
    let clipped = try #require(root.all("g").first { $0.attributes["clip-path"] != nil })
    #expect(clipped.attributes["clip-path"] == "url(#clip1)")
    #expect(clipped.children.map(\.attributes) == [["fill": "#0000ff", "fill-opacity": "0.5"]])
    #expect(
      clipped.all("circle").map(\.attributes) == [
        ["cx": "9", "cy": "9", "r": "8"], ["cx": "7", "cy": "9", "r": "8"],
      ])
    let clip = try #require(root.all("clipPath").first)
    #expect(clip.attributes["id"] == "clip1")
    #expect(clip.children.first?.attributes == ["x": "5", "y": "5", "width": "9", "height": "9"])
  }

  /// A circle among lines, of two arcs.
  @Test func circlesInPaths() throws {
    var canvas = Canvas()
    canvas.fill(
      Path([.circle(center: CGPoint(x: 9, y: 8), radius: 2), .move(.zero), .line(CGPoint(x: 1, y: 1))]),
      .black)
    let picture = Picture(
      canvas: canvas, size: CGSize(width: 10, height: 10), title: "", description: "")
    #expect(picture.inlineSVG(idPrefix: "").contains("\"M7 8a2 2 0 1 1 4 0a2 2 0 1 1 -4 0ZM0 0l1 1\""))
  }

  /// Every id and every reference to one has the prefix, there is nothing else to read and no background, and the colours
  /// that are others in the dark are those of this picture alone.
  @Test func inlineElement() throws {
    let text = picture.inlineSVG(idPrefix: "f1-")
    #expect(text.hasPrefix("<svg "))
    #expect(!text.contains("<title>") && !text.contains("<desc>") && !text.contains("100%"))
    let root = try #require(ParsedElement.root(of: text))
    let ids = [root.attributes["id"]] + root.descendants.compactMap { $0.attributes["id"] }
    #expect(ids == ["f1-picture", "f1-clip1"])
    #expect(text.contains("url(#f1-clip1)"))
    #expect(
      root.all("style").map(\.text) == [
        """
        @media screen and (prefers-color-scheme:dark){
        #f1-picture [fill="#ff0000"]{fill:#ff8080}
        #f1-picture [stroke="#ff0000"]{stroke:#ff8080}
        }
        """
      ])
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

@Suite struct SVGWriterTests {
  @Test(arguments: [
    (0.0, "0"), (12, "12"), (1.005, "1"), (0.126, "0.13"), (-3.25, "-3.25"), (1e-9, "0"), (899.999, "900"),
    (0.5, "0.5"), (2.07, "2.07"),
  ])
  func numbers(value: Double, expected: String) {
    #expect(SVGWriter.number(value) == expected)
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
