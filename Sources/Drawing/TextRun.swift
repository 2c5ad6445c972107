import CCairo
import Foundation

/// A line of text at its place.
package struct TextRun: Equatable, Sendable {
  /// Which part of the baseline lies at the anchor.
  package enum Alignment: Equatable, Sendable {
    case start
    case middle
    case end
  }

  package let text: String
  package let anchor: CGPoint
  package let font: Font
  package let color: Color
  package let alignment: Alignment
  /// Clockwise, in degrees: -90 reads upwards.
  package var rotation = 0.0

  /// Where the baseline begins, measured from the anchor along the text.
  var start: Double {
    switch alignment {
    case .start: 0
    case .middle: -font.width(text) / 2
    case .end: -font.width(text)
    }
  }

  /// The upright rectangle around the text.
  package var bounds: CGRect {
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

/// A size and style of the one typeface of all pictures.
///
/// That is DejaVu Sans, which Debian installs with cairo; where it is lacking, whatever cairo finds in its place:
/// another font or, on a machine without any, cairo's own strokes, which know ASCII only.
package struct Font: Hashable, Sendable {
  static let family = "DejaVu Sans"

  /// Pixels.
  package var size: Double
  package var isBold: Bool
  package var isItalic: Bool

  package init(size: Double = 12, isBold: Bool = false, isItalic: Bool = false) {
    self.size = size
    self.isBold = isBold
    self.isItalic = isItalic
  }
}

extension Font {
  /// How far a line of text reaches, in pixels: the same in every format.
  package func width(_ text: String) -> Double {
    withScaledFont { font in
      var extents = cairo_text_extents_t()
      cairo.scaled_font_text_extents(font, text, &extents)
      return extents.x_advance
    }
  }

  /// The height of letters like x and of figures above the baseline, as far as layout needs it.
  package var ascent: Double { 0.76 * size }

  /// The depth of letters like p below the baseline.
  package var descent: Double { 0.24 * size }

  var slant: cairo_font_slant_t { isItalic ? CAIRO_FONT_SLANT_ITALIC : CAIRO_FONT_SLANT_NORMAL }
  var weight: cairo_font_weight_t { isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL }

  private func withScaledFont<Result>(_ body: (OpaquePointer?) -> Result) -> Result {
    CairoSurface.lock.lock()
    defer { CairoSurface.lock.unlock() }
    let face = cairo.toy_font_face_create(Self.family, slant, weight)
    var matrix = cairo_matrix_t(xx: size, yx: 0, xy: 0, yy: size, x0: 0, y0: 0)
    var identity = cairo_matrix_t(xx: 1, yx: 0, xy: 0, yy: 1, x0: 0, y0: 0)
    let options = FontOptions.create()
    let scaled = cairo.scaled_font_create(face, &matrix, &identity, options)
    defer {
      cairo.scaled_font_destroy(scaled)
      cairo.font_options_destroy(options)
      cairo.font_face_destroy(face)
    }
    return body(scaled)
  }
}

/// Outlines as they are designed, never fitted to pixels: text takes the same room in every format and size.
enum FontOptions {
  /// To be destroyed by the caller.
  static func create() -> OpaquePointer? {
    let options = cairo.font_options_create()
    cairo.font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo.font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo.font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    return options
  }
}
