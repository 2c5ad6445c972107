import Foundation

/// A colour in sRGB.
public struct Color: Hashable, Sendable {
  /// 0 to 1 each.
  public var red: Double
  public var green: Double
  public var blue: Double
  /// 0 is clear, 1 is opaque.
  public var opacity: Double

  public init(red: Double, green: Double, blue: Double, opacity: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// From a number like 0x1f2328.
  public init(_ hex: UInt32, opacity: Double = 1) {
    func part(_ shift: UInt32) -> Double { Double((hex >> shift) & 0xff) / 255 }
    self.init(red: part(16), green: part(8), blue: part(0), opacity: opacity)
  }

  public static let white = Color(0xffffff)
  public static let black = Color(0x000000)

  public func withOpacity(_ opacity: Double) -> Color {
    Color(red: red, green: green, blue: blue, opacity: opacity)
  }

  /// The three parts from 0 to 255, rounded.
  public var bytes: (red: UInt8, green: UInt8, blue: UInt8) {
    func byte(_ part: Double) -> UInt8 { UInt8((min(max(part, 0), 1) * 255).rounded()) }
    return (byte(red), byte(green), byte(blue))
  }

  /// Relative luminance, from 0 for black to 1 for white (WCAG 2.2).
  public var luminance: Double {
    func linear(_ part: Double) -> Double {
      part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2).
  public func contrast(with other: Color) -> Double {
    let (low, high) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)
  }

  /// Black or white, whichever is easier to read on this colour.
  public var readable: Color {
    contrast(with: .black) >= contrast(with: .white) ? .black : .white
  }
}
