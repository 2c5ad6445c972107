/// Where the values of an axis lie, in pixels.
struct PlacedAxis: Sendable {
  let position: @Sendable (Double) -> Double
  let ticks: [Tick]
}
