extension String {
  /// With a replacement character for every control character. Names come from files: what would move a terminal's
  /// cursor, or worse, must not reach it.
  var printable: String {
    String(
      UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}
