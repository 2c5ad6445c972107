extension String {
  /// With a replacement character for everything that is not seen as what it is: control characters, marks that
  /// change the direction of text, breaks of lines and paragraphs, and what is no character. Names come from files:
  /// what would move a terminal's cursor, or make a line say something else, must not reach it.
  package var printable: String { String(UnicodeScalarView(unicodeScalars.map(\.visible))) }

  /// The same for text of several lines.
  package var printableLines: String {
    String(UnicodeScalarView(unicodeScalars.map { $0 == "\n" ? $0 : $0.visible }))
  }

  /// With its middle left out where it is longer than anybody reads.
  package func shortened(to most: Int = 2_000) -> String {
    guard utf8.count > most, count > most else { return self }
    return "\(prefix(most / 2)) … \(suffix(most / 4))"
  }
}

extension String {
  /// In lines of at most so many characters, if it is longer, broken at spaces only; a longer word stands on a line of its
  /// own.
  ///
  /// - Parameter indent: spaces before all lines but the first.
  package func wrapped(to width: Int, indent: Int = 0) -> [String] {
    guard count > width else { return [self] }
    var lines: [String] = []
    var line = ""
    for word in split(omittingEmptySubsequences: false, whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !lines.isEmpty || !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (line.isEmpty && lines.isEmpty ? "" : " ") + word
      }
    }
    return lines + [line]
  }

  /// With its middle left out where it has more characters.
  package func abridged(to most: Int) -> String {
    guard count > most, most > 1 else { return self }
    return "\(prefix(most / 2))…\(suffix(most - most / 2 - 1))"
  }
}

extension Collection<String> {
  /// A list as one says it: a; a and b; a, b and c.
  package var listed: String {
    guard let last = Array(self).last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Unicode.Scalar {
  fileprivate var visible: Unicode.Scalar {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: "\u{FFFD}"
    default: self
    }
  }
}
