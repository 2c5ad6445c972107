import Foundation

/// Numbers and table rows for Markdown.
enum Format {
  static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  /// Three significant digits, no exponent.
  static func threeDigits(_ value: Double) -> String {
    number(value, value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0)
  }

  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  static func rule(_ columns: Int) -> String { row(Array(repeating: "---", count: columns)) }
}
