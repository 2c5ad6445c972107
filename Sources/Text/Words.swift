extension String {
  /// With a replacement character for every control character. Names come from files: what would move a terminal's
  /// cursor, or worse, must not reach it.
  package var printable: String {
    String(
      UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}

extension Collection<String> {
  /// A list as one says it: a; a and b; a, b and c.
  package var listed: String {
    guard let last = Array(self).last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
