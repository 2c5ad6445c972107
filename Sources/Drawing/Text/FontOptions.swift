import CCairo

/// Outlines as they are designed, never fitted to pixels: text takes the same room in every format and size.
enum FontOptions {
  /// To be destroyed by the caller.
  static func create() -> OpaquePointer? {
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    return options
  }
}
