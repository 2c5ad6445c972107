extension GridAxis {
  /// Checks that an axis has values, each once, and each a size.
  ///
  /// - Throws: `GridError.emptyAxis`, `.repeatedValue` or `.outOfRange`.
  func validate(_ values: [Int]) throws(GridError) {
    try validateOnce(values) { "\($0)" }
    for value in values { try validate(value) }
  }

  /// Checks that an axis has values, each once.
  func validateOnce<Value: Hashable>(_ values: [Value], name: (Value) -> String) throws(GridError) {
    guard !values.isEmpty else { throw .emptyAxis(self) }
    var seen: Set<Value> = []
    for value in values where !seen.insert(value).inserted { throw .repeatedValue(self, name(value)) }
  }

  func validate(_ value: Int) throws(GridError) {
    guard (1...Grid.largestValue).contains(value) else { throw .outOfRange(self, value) }
  }

  /// Checks that a grid is not too large.
  ///
  /// - Parameter counts: of the values of every axis.
  static func validate(_ counts: KeyValuePairs<GridAxis, Int>) throws(GridError) {
    let runs = counts.reduce(1) { $0 * Double($1.value) }
    guard runs <= Double(Grid.mostRuns) else { throw .tooManyRuns(runs, of: counts.map(\.key)) }
  }
}
