/// A cell of a heat map.
struct HeatCell: Equatable, Sendable {
  enum Value: Equatable, Sendable {
    case measured(Double)
    /// The number is known to be at least this.
    case lowerBound(Double)
    /// Not measured, or not yet.
    case missing
    /// Measured, without a number.
    case failed
    /// There is nothing to measure.
    case undefined

    /// What the colour stands for.
    var number: Double? {
      switch self {
      case .measured(let number), .lowerBound(let number): number
      case .missing, .failed, .undefined: nil
      }
    }
  }

  let value: Value
  /// The number, from the longest to the shortest way to write it; as many for every cell of a figure.
  let labels: [String]
  /// Where the cell is and what was measured there, in words.
  let description: String
}
