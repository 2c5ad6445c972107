/// A variable of a results file, but for its values.
struct ResultsVariable {
  let name: String
  /// Names of its dimensions, slowest first.
  let dimensions: [String]
  /// What it holds, in words.
  let longName: String

  static let threshold = "threshold"
  static let curveStep = "curve_step"

  /// - Parameters:
  ///   - axes: names of its dimensions but the last.
  ///   - dimension: the last; nil if there is no other.
  init(_ name: String, over axes: [String], along dimension: String? = nil, _ longName: String) {
    self.name = name
    dimensions = axes + [dimension].compactMap(\.self)
    self.longName = longName
  }
}
