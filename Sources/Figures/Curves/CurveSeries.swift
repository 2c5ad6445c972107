import Drawing

/// A line with a band around it.
struct CurveSeries: Equatable, Sendable {
  /// At one value of the horizontal axis.
  struct Point: Equatable, Sendable {
    let x: Double
    let low: Double
    let middle: Double
    let high: Double
  }

  /// As in the key.
  let name: String
  let color: Color
  /// By ascending x.
  let points: [Point]
  /// Of some points: their places, and in words what was measured there.
  let descriptions: [Int: String]
}
