import Foundation
import Text

/// A document as cairo writes it, made fit for files and for HTML pages.
struct SVGDocument {
  /// The start tag of the root element.
  private let rootTag: Substring
  /// What the root element holds, and its end tag.
  private let content: Substring

  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let start = text.range(of: "<svg")?.lowerBound ?? text.startIndex
    let end = text.range(of: ">", range: start..<text.endIndex)?.upperBound ?? start
    rootTag = text[start..<end].dropLast()
    content = text[end...]
  }

  /// A file with title, description and marks.
  func text(titled picture: Picture) -> String {
    let marks = picture.canvas.marks.map(Self.element)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      \(rootTag) role="img">
      <title>\(XMLText.escaped(picture.title))</title>
      <desc>\(XMLText.escaped(picture.description))</desc>
      \(body(idPrefix: ""))<g fill="none" pointer-events="all">
      \(marks.joined())</g>
      </svg>

      """
  }

  /// An element without anything for a reader.
  func element(idPrefix: String) -> String { "\(rootTag)>\n\(body(idPrefix: idPrefix))</svg>\n" }

  /// The content without the root's end tag, every id with a prefix. None of it was written by a user: cairo writes
  /// text as outlines.
  private func body(idPrefix: String) -> String {
    let end = content.range(of: "</svg>", options: .backwards)?.lowerBound ?? content.endIndex
    var body = content[..<end].trimmingCharacters(in: .newlines) + "\n"
    // cairo counts the surfaces of the whole process.
    if let surface = body.range(of: #" id="surface[0-9]+""#, options: .regularExpression) {
      body.removeSubrange(surface)
    }
    for style in Self.defaults { body = body.replacingOccurrences(of: style, with: "") }
    body = SVGNumbers.rounded(body)
    guard !idPrefix.isEmpty else { return body }
    return
      body
      .replacingOccurrences(of: " id=\"", with: " id=\"\(idPrefix)")
      .replacingOccurrences(of: "url(#", with: "url(#\(idPrefix)")
      .replacingOccurrences(of: "href=\"#", with: "href=\"#\(idPrefix)")
  }

  /// Styles that cairo writes for every shape and that hold without, or do not matter with round corners.
  private static let defaults = [
    "fill-rule:nonzero;", "fill-opacity:1;", "stroke-opacity:1;", "stroke-miterlimit:10;",
    "stroke-linecap:butt;",
  ]

  private static func element(_ mark: Mark) -> String {
    let (x, y) = (SVGNumbers.number(mark.region.minX), SVGNumbers.number(mark.region.minY))
    let (width, height) = (SVGNumbers.number(mark.region.width), SVGNumbers.number(mark.region.height))
    return """
      <rect x="\(x)" y="\(y)" width="\(width)" height="\(height)"><title>\(XMLText.escaped(mark.text))</title></rect>

      """
  }
}

/// Numbers in markup that cairo wrote.
enum SVGNumbers {
  /// With at most two decimals, a hundredth of a pixel, where cairo writes six: files are a third smaller.
  static func rounded(_ markup: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(markup.utf8)
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      guard isDigit(bytes[place]) else {
        result.append(bytes[place])
        place += 1
        continue
      }
      let end = bytes[place...].firstIndex { !isDigit($0) && $0 != point } ?? bytes.count
      let token = bytes[place..<end]
      if let decimals = token.firstIndex(of: point).map({ end - $0 - 1 }), decimals > 2,
        let value = Double(String(decoding: token, as: UTF8.self))
      {
        result += Array(number(value).utf8)
      } else {
        result += token
      }
      place = end
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// With at most two decimals.
  static func number(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return "\(value)" }
    let hundredths = Int(saturating: (value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    guard rest != 0 else { return "\(sign)\(whole)" }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(decimals)"
  }

  private static let point = UInt8(ascii: ".")

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
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
