import Foundation
import Text

/// A picture as SVG: shapes as they are drawn, and letters as text, which readers can search, select and restyle.
///
/// Text takes the room that was measured for it, whatever typeface a reader has in place of the picture's: each run says
/// how long it is, and nothing is kerned, as nothing is where text is measured.
struct SVGDocument {
  private let picture: Picture
  private let idPrefix: String
  private let body: String
  /// Of the colours that are others on a dark page.
  private let darkColors: [UInt32: UInt32]

  /// - Parameter idPrefix: put before every id.
  init(_ picture: Picture, idPrefix: String = "") {
    self.picture = picture
    self.idPrefix = idPrefix
    var writer = SVGWriter(idPrefix: idPrefix)
    body = writer.markup(picture.canvas.shapes)
    darkColors = writer.darkColors
  }

  /// A file with a white background, title, description and marks.
  var file: String {
    let marks = picture.canvas.marks.map { mark in
      "<rect \(SVGWriter.frame(mark.region))><title>\(XMLText.escaped(mark.text))</title></rect>\n"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg \(root) role="img">
      <title>\(XMLText.escaped(picture.title))</title>
      <desc>\(XMLText.escaped(picture.description))</desc>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(body)<g fill="none" pointer-events="all">
      \(marks.joined())</g>
      </svg>

      """
  }

  /// An element without background or anything for a reader, which on dark screens has its dark colours.
  var element: String {
    let id = "\(idPrefix)picture"
    let rules = darkColors.sorted { $0.key < $1.key }.flatMap { light, dark in
      ["fill", "stroke"].map { "#\(id) [\($0)=\"\(Color.hex(light))\"]{\($0):\(Color.hex(dark))}\n" }
    }
    return """
      <svg \(root) id="\(id)">
      <style>@media screen and (prefers-color-scheme:dark){
      \(rules.joined())}</style>
      \(body)</svg>

      """
  }

  private var root: String {
    let (width, height) = (SVGWriter.number(picture.size.width), SVGWriter.number(picture.size.height))
    return """
      xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      font-family="\(Font.family), Verdana, Geneva, sans-serif" stroke-linejoin="round" \
      style="font-kerning:none;font-variant-ligatures:none;text-rendering:geometricPrecision;white-space:pre"
      """
  }
}

/// Shapes in the markup of SVG.
struct SVGWriter {
  let idPrefix: String
  private var clipCount = 0
  /// Of the colours written so far those that are others on a dark page.
  private(set) var darkColors: [UInt32: UInt32] = [:]

  init(idPrefix: String) {
    self.idPrefix = idPrefix
  }

  /// An element: what follows its look in its start tag, and the rest.
  private typealias Element = (name: String, look: String, rest: String)

  /// A line for every shape, or more; neighbours that look alike in a group that says so once.
  mutating func markup(_ shapes: [Shape]) -> String {
    var runs: [[Element]] = []
    for shape in shapes {
      guard let element = element(shape) else { continue }
      if let last = runs.last?.last, last.look == element.look, !element.look.isEmpty {
        runs[runs.count - 1].append(element)
      } else {
        runs.append([element])
      }
    }
    return runs.map { run in
      guard run.count > 1 else { return "<\(run[0].name)\(run[0].look)\(run[0].rest)\n" }
      return "<g\(run[0].look)>\n\(run.map { "<\($0.name)\($0.rest)\n" }.joined())</g>\n"
    }.joined()
  }

  /// Nil for what cannot be seen.
  private mutating func element(_ shape: Shape) -> Element? {
    switch shape {
    case .fill(let path, let color):
      let (name, rest) = Self.outline(path)
      return (name, paint("fill", color), rest)
    case .stroke(let path, let stroke):
      let (name, rest) = Self.outline(path)
      var look = " fill=\"none\"" + paint("stroke", stroke.color)
      if stroke.width != 1 { look += " stroke-width=\"\(Self.number(stroke.width))\"" }
      if !stroke.dash.isEmpty {
        look += " stroke-dasharray=\"\(stroke.dash.map(Self.number).joined(separator: " "))\""
      }
      return (name, look, rest)
    case .text(let run): return run.text.isEmpty ? nil : element(run)
    case .clipped(let frame, let shapes):
      clipCount += 1
      let id = "\(idPrefix)clip\(clipCount)"
      return (
        "clipPath id=\"\(id)\"", "",
        "><rect \(Self.frame(frame))/></clipPath>\n<g clip-path=\"url(#\(id))\">\n\(markup(shapes))</g>"
      )
    }
  }

  private mutating func element(_ run: TextRun) -> Element {
    var look = paint("fill", run.color) + " font-size=\"\(Self.number(run.font.size))\""
    if run.font.isBold { look += " font-weight=\"bold\"" }
    if run.font.isItalic { look += " font-style=\"italic\"" }
    switch run.alignment {
    case .start: break
    case .middle: look += " text-anchor=\"middle\""
    case .end: look += " text-anchor=\"end\""
    }
    let (x, y) = (Self.number(run.anchor.x), Self.number(run.anchor.y))
    let turn = run.rotation == 0 ? "" : " transform=\"rotate(\(Self.number(run.rotation)) \(x) \(y))\""
    let length = Self.number(run.font.width(run.text))
    return (
      "text", look,
      " x=\"\(x)\" y=\"\(y)\" textLength=\"\(length)\"\(turn)>\(XMLText.escaped(run.text))</text>"
    )
  }

  private mutating func paint(_ attribute: String, _ color: Color) -> String {
    if let dark = color.dark { darkColors[color.number] = dark }
    let opacity = color.opacity < 1 ? " \(attribute)-opacity=\"\(Self.number(color.opacity))\"" : ""
    return " \(attribute)=\"\(color.hex)\"\(opacity)"
  }

  private static func outline(_ path: Path) -> (name: String, rest: String) {
    if path.elements.count == 1, case .circle(let center, let radius) = path.elements[0] {
      return ("circle", " cx=\"\(number(center.x))\" cy=\"\(number(center.y))\" r=\"\(number(radius))\"/>")
    }
    return ("path", " d=\"\(commands(path))\"/>")
  }

  /// Lines by their way from the point before, which is shorter than where they end. Between rounded points, so that no
  /// error adds up.
  private static func commands(_ path: Path) -> String {
    var commands = ""
    var last = CGPoint.zero
    var inLine = false
    for element in path.elements {
      switch element {
      case .move(let point):
        commands += "M\(number(point.x)) \(number(point.y))"
        last = rounded(point)
      case .line(let point):
        let (x, y) = (number(rounded(point).x - last.x), number(rounded(point).y - last.y))
        commands += "\(!inLine ? "l" : x.hasPrefix("-") ? "" : " ")\(x)\(y.hasPrefix("-") ? "" : " ")\(y)"
        last = rounded(point)
      case .circle(let center, let radius):
        let (start, radius, across) = (center.x - radius, number(radius), number(2 * radius))
        let arcs = "a\(radius) \(radius) 0 1 1 \(across) 0a\(radius) \(radius) 0 1 1 -\(across) 0Z"
        commands += "M\(number(start)) \(number(center.y))\(arcs)"
      case .close: commands += "Z"
      }
      inLine = if case .line = element { true } else { false }
    }
    return commands
  }

  private static func rounded(_ point: CGPoint) -> CGPoint {
    CGPoint(x: (point.x * 100).rounded() / 100, y: (point.y * 100).rounded() / 100)
  }

  static func frame(_ frame: CGRect) -> String {
    """
    x="\(number(frame.minX))" y="\(number(frame.minY))" width="\(number(frame.width))" \
    height="\(number(frame.height))"
    """
  }

  /// With at most two decimals, a hundredth of a pixel.
  static func number(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return "\(value)" }
    let hundredths = Int(saturating: (value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    guard rest != 0 else { return "\(sign)\(whole)" }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(decimals)"
  }
}

/// Text for XML documents.
package enum XMLText {
  /// With markup escaped, and a replacement character for what is not seen as what it is.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.printableLines.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
