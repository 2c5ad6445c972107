import CCairo

extension Font {
  /// How far a line of text reaches, in pixels: the same in every format.
  public func width(_ text: String) -> Double {
    withScaledFont { font in
      var extents = cairo_text_extents_t()
      cairo_scaled_font_text_extents(font, text, &extents)
      return extents.x_advance
    }
  }

  /// The height of letters like x and of figures above the baseline, as far as layout needs it.
  public var ascent: Double { 0.76 * size }

  /// The depth of letters like p below the baseline.
  public var descent: Double { 0.24 * size }

  var slant: cairo_font_slant_t { isItalic ? CAIRO_FONT_SLANT_ITALIC : CAIRO_FONT_SLANT_NORMAL }
  var weight: cairo_font_weight_t { isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL }

  /// cairo keeps scaled fonts, and guards them for use from several threads.
  private func withScaledFont<Result>(_ body: (OpaquePointer?) -> Result) -> Result {
    let face = cairo_toy_font_face_create(Self.family, slant, weight)
    var matrix = cairo_matrix_t()
    cairo_matrix_init_scale(&matrix, size, size)
    var identity = cairo_matrix_t()
    cairo_matrix_init_identity(&identity)
    let options = FontOptions.create()
    let scaled = cairo_scaled_font_create(face, &matrix, &identity, options)
    defer {
      cairo_scaled_font_destroy(scaled)
      cairo_font_options_destroy(options)
      cairo_font_face_destroy(face)
    }
    return body(scaled)
  }
}
