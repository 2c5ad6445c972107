/// The colours of the figures, on white. Blue and orange differ for every common kind of colour blindness,
/// and are dark enough for text.
enum PlotColor {
  static let background = "#ffffff"
  static let ink = "#1f2328"
  static let quiet = "#57606a"
  static let grid = "#dadee4"
  static let shade = "#ebe9ef"
  static let orange = "#c04a00"
  static let blue = "#0068a8"
}
