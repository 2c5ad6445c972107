import Drawing
import Text

/// What tables are printed on.
package struct Terminal: Sendable {
  /// With which tables are heat maps; nil for plain text.
  package var colors: TerminalColors?
  /// Characters in a line, into which tables and sentences are fitted; nil where lines may have any length.
  package var width: Int?

  package init(colors: TerminalColors? = nil, width: Int? = nil) {
    (self.colors, self.width) = (colors, width)
  }
}

/// The colours that a terminal can show.
package enum TerminalColors: Sendable {
  /// A cube of 6 by 6 by 6 colours and 24 greys, in the order of xterm.
  case palette
  /// 24 bits.
  case full

  /// Text on a background, in black or white, whichever is easier to read. ECMA-48, `SGR`.
  func painted(_ text: String, _ background: Color) -> String {
    "\u{1b}[\(code(background.readable, layer: 38));\(code(background, layer: 48))m\(text)\u{1b}[0m"
  }

  /// - Parameter layer: 38 for the text, 48 for the background.
  private func code(_ color: Color, layer: Int) -> String {
    let bytes = color.bytes
    switch self {
    case .full: return "\(layer);2;\(bytes.red);\(bytes.green);\(bytes.blue)"
    case .palette:
      let (red, green, blue) = (Self.level(bytes.red), Self.level(bytes.green), Self.level(bytes.blue))
      return "\(layer);5;\(16 + 36 * red + 6 * green + blue)"
    }
  }

  /// The nearest of the six steps of a part of a colour.
  private static func level(_ part: UInt8) -> Int {
    let steps = [0, 95, 135, 175, 215, 255]
    return steps.indices.min { abs(steps[$0] - Int(part)) < abs(steps[$1] - Int(part)) } ?? 0
  }
}

/// Colours the tables of one output.
struct HeatTerminal {
  let colors: TerminalColors
  /// By quantity.
  let scales: [String: ColorScale]

  private static let legendWidth = 24

  /// Nil without colours.
  init?(_ colors: TerminalColors?, tables: [ResultsTable]) {
    guard let colors else { return nil }
    self.colors = colors
    scales = HeatValues.scales(of: tables)
  }

  /// A line with all colours from the smallest number to the largest.
  func legend(_ scale: ColorScale) -> String {
    let ramp = (0..<Self.legendWidth).map { place in
      let position = Double(place) / Double(Self.legendWidth - 1)
      return colors.painted(" ", ColorMap.viridis.color(at: position))
    }
    func text(_ value: Double) -> String {
      value >= 10 && value.rounded() == value ? NumberText.large(value) : NumberText.twoDigits(value)
    }
    let kind = scale.isLogarithmic ? " (logarithmic)" : ""
    return "\(text(scale.domain.lowerBound)) \(ramp.joined()) \(text(scale.domain.upperBound))\(kind)"
  }
}
