/// A height across a panel of curves, and what it means.
struct CurveLevel: Equatable, Sendable {
  let value: Double
  let label: String
  /// Whether all below it is shaded.
  var isFloor = false
}
