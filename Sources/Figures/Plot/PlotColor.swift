import Drawing

/// The colours of the figures, on white. Blue and orange differ for every common kind of colour blindness,
/// and are dark enough for text.
enum PlotColor {
  static let background = Color.white
  static let ink = Color(0x1f2328)
  static let quiet = Color(0x57606a)
  static let grid = Color(0xdadee4)
  static let shade = Color(0xebe9ef)
  static let orange = Color(0xc04a00)
  static let blue = Color(0x0068a8)
}
