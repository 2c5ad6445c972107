/// What can be wrong with a line of text, or with one of its columns.
public enum CSVProblem: Error, Equatable {
  case notANumber(String)
  /// NaN, an infinity, or a number beyond float64.
  case notFinite(String)
  case noValue
  /// A column of the header without a name: what an index without one looks like.
  case noName
  case wrongCount(found: Int, expected: Int)
  case blankLine
  /// A quote that is not closed on the same line.
  case openQuote
  /// Something between a closing quote and the next separator.
  case afterQuote
  /// Outside of quotes, the first line holds more than one of comma, semicolon and tab.
  case severalSeparators
  /// Numbers with spaces between them.
  case separatedBySpaces
}
