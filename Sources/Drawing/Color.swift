import Foundation
import Text

/// A colour in sRGB.
package struct Color: Hashable, Sendable {
  /// 0 to 1 each.
  package var red: Double
  package var green: Double
  package var blue: Double
  /// 0 is clear, 1 is opaque.
  package var opacity: Double
  /// What is in its place on a dark page, as a number like 0x1f2328 and as opaque as this; nil for itself.
  package var dark: UInt32?

  package init(red: Double, green: Double, blue: Double, opacity: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// From a number like 0x1f2328.
  package init(_ number: UInt32, opacity: Double = 1, dark: UInt32? = nil) {
    func part(_ shift: UInt32) -> Double { Double((number >> shift) & 0xff) / 255 }
    self.init(red: part(16), green: part(8), blue: part(0), opacity: opacity)
    self.dark = dark
  }

  package static let white = Color(0xffffff)
  package static let black = Color(0x000000)

  package func withOpacity(_ opacity: Double) -> Color {
    var color = self
    color.opacity = opacity
    return color
  }

  /// The three parts from 0 to 255, rounded.
  package var bytes: (red: UInt8, green: UInt8, blue: UInt8) {
    func byte(_ part: Double) -> UInt8 { UInt8(clamping: Int(saturating: (part * 255).rounded())) }
    return (byte(red), byte(green), byte(blue))
  }

  /// Like 0x1f2328.
  package var number: UInt32 {
    let (red, green, blue) = bytes
    return UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  /// Like #1f2328, as CSS and SVG write it.
  package var hex: String { Self.hex(number) }

  /// The same on a dark page.
  package var darkHex: String { Self.hex(dark ?? number) }

  static func hex(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Relative luminance, from 0 for black to 1 for white (WCAG 2.2).
  package var luminance: Double {
    func linear(_ part: Double) -> Double {
      part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2).
  package func contrast(with other: Color) -> Double {
    let (low, high) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)
  }

  /// Black or white, whichever is easier to read on this colour.
  package var readable: Color {
    contrast(with: .black) >= contrast(with: .white) ? .black : .white
  }
}

/// Colours for the numbers from 0 to 1.
package struct ColorMap: Sendable {
  /// At equal distances; straight lines in sRGB between them.
  package let colors: [Color]

  /// - Parameter colors: at least one.
  package init(_ colors: [Color]) {
    precondition(!colors.isEmpty)
    self.colors = colors
  }

  /// - Parameter position: taken for 0 or 1 if it lies beyond; NaN for 0.
  package func color(at position: Double) -> Color {
    let position = position.isNaN ? 0 : position
    let place = min(max(position, 0), 1) * Double(colors.count - 1)
    let index = min(Int(saturating: place), max(0, colors.count - 2))
    guard index + 1 < colors.count else { return colors[index] }
    let (low, high, part) = (colors[index], colors[index + 1], place - Double(index))
    func mixed(_ low: Double, _ high: Double) -> Double { low + (high - low) * part }
    return Color(
      red: mixed(low.red, high.red), green: mixed(low.green, high.green), blue: mixed(low.blue, high.blue))
  }

  /// From dark violet through green to yellow: perceptually uniform, in black and white, too, and readable with
  /// every common kind of colour blindness.
  ///
  /// By Nathaniel Smith and Stéfan van der Walt (2015, CC0): every fifth of the 256 published colours. Between
  /// them this is at most 2/255 off.
  package static let viridis = ColorMap(
    [
      0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e, 0x453781,
      0x433d84, 0x414287, 0x3f4889, 0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d, 0x33638d, 0x31688e,
      0x2e6d8e, 0x2c718e, 0x2a768e, 0x297b8e, 0x27808e, 0x25848e, 0x23898e, 0x218e8d, 0x20928c,
      0x1f978b, 0x1e9c89, 0x1fa188, 0x21a585, 0x24aa83, 0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74,
      0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e, 0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37,
      0xb0dd2f, 0xbddf26, 0xcae11f, 0xd8e219, 0xe5e419, 0xf1e51d, 0xfde725,
    ].map { Color($0) })
}
