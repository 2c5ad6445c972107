import HDF5

/// A variable of a results file, but for its values.
struct ResultsVariable {
  let name: String
  /// Names of its dimensions, slowest first.
  let dimensions: [String]
  /// What it holds, in words.
  let longName: String

  static let axes = GridAxis.allCases.map(\.rawValue)
  static let threshold = "threshold"
  static let curveStep = "curve_step"

  /// A variable with a value for every run.
  static func perRun(_ name: String, along dimension: String? = nil, _ longName: String) -> ResultsVariable {
    ResultsVariable(name: name, dimensions: axes + [dimension].compactMap(\.self), longName: longName)
  }

  /// A variable with a value for every grid cell.
  static func perCell(_ name: String, along dimension: String? = nil, _ longName: String) -> ResultsVariable {
    ResultsVariable(
      name: name, dimensions: axes.dropLast() + [dimension].compactMap(\.self), longName: longName)
  }
}
