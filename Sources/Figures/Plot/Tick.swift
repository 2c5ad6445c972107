/// A place on an axis, in pixels, and its number.
struct Tick: Equatable, Sendable {
  let position: Double
  let label: String

  init(_ position: Double, _ label: String) {
    self.position = position
    self.label = label
  }
}
