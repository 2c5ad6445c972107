import Foundation

/// A line of text at its place.
public struct TextRun: Equatable, Sendable {
  /// Which part of the baseline lies at the anchor.
  public enum Alignment: Equatable, Sendable {
    case start
    case middle
    case end
  }

  public let text: String
  public let anchor: CGPoint
  public let font: Font
  public let color: Color
  public let alignment: Alignment
  /// Clockwise, in degrees: -90 reads upwards.
  public let rotation: Double

  public init(
    _ text: String, at anchor: CGPoint, _ font: Font, _ color: Color,
    alignment: Alignment = .start, rotation: Double = 0
  ) {
    self.text = text
    self.anchor = anchor
    self.font = font
    self.color = color
    self.alignment = alignment
    self.rotation = rotation
  }

  /// Where the baseline begins, measured from the anchor along the text.
  var start: Double {
    switch alignment {
    case .start: 0
    case .middle: -font.width(text) / 2
    case .end: -font.width(text)
    }
  }

  /// The upright rectangle around the text.
  public var bounds: CGRect {
    let angle = rotation * .pi / 180
    let (left, right) = (start, start + font.width(text))
    let corners = [(left, -font.ascent), (right, -font.ascent), (left, font.descent), (right, font.descent)]
    let xs = corners.map { anchor.x + $0 * cos(angle) - $1 * sin(angle) }
    let ys = corners.map { anchor.y + $0 * sin(angle) + $1 * cos(angle) }
    let (minX, minY) = (xs.reduce(.infinity, min), ys.reduce(.infinity, min))
    return CGRect(
      x: minX, y: minY, width: xs.reduce(-.infinity, max) - minX, height: ys.reduce(-.infinity, max) - minY)
  }
}
