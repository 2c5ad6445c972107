import Foundation

/// Where the counts of a strip are drawn: a logarithmic axis up to the horizon, then a place for runs that did not
/// get there.
struct StripGeometry {
  /// Of the whole panel.
  let frame: CGRect
  let x: LogScale
  /// Where censored runs stand.
  let beyond: ClosedRange<Double>

  static let rowHeight = 30.0
  static let radius = 2.6
  private static let beyondWidth = 40.0

  init(frame: CGRect, steps: ClosedRange<Double>) {
    self.frame = frame
    let end = frame.maxX - Self.beyondWidth
    x = LogScale(base: .ten, domain: steps, start: frame.minX + 6, end: end - 6)
    beyond = end...frame.maxX
  }

  /// The strip of a sample.
  func row(_ index: Int) -> CGRect {
    CGRect(
      x: frame.minX, y: frame.minY + Double(index) * Self.rowHeight, width: frame.width,
      height: Self.rowHeight)
  }

  /// Places for steps that were reached, near the middle of a row: each as close to it as it can be without lying on
  /// another, or among those of its distance from it if there is no such place.
  func swarm(_ steps: [Int], middle: Double) -> [CGPoint] {
    let most = Self.rowHeight / 2 - Self.radius - 2
    let offsets = stride(from: 0.0, through: most, by: 1.3).flatMap { $0 == 0 ? [0.0] : [$0, -$0] }
    var placed: [CGPoint] = []
    for step in steps.sorted() {
      let left = x.position(Double(step))
      let near = placed.suffix(60).filter { left - $0.x < 2 * Self.radius }
      var best = (offset: 0.0, overlap: Double.infinity)
      for offset in offsets {
        let overlap = near.reduce(0.0) { sum, other in
          let distance = hypot(left - other.x, middle + offset - other.y)
          return sum + max(0, 2 * Self.radius - distance)
        }
        if overlap < best.overlap - 1e-9 { best = (offset, overlap) }
      }
      placed.append(CGPoint(x: left, y: middle + best.offset))
    }
    return placed
  }

  /// Places for so many censored runs: columns of four, closer together where there are many.
  func beyond(_ count: Int, middle: Double) -> [CGPoint] {
    let columns = (count + 3) / 4
    let room = beyond.upperBound - beyond.lowerBound - 12
    let spacing = columns > 1 ? min(2 * Self.radius + 0.8, room / Double(columns - 1)) : 0
    let rowSpacing = 2 * Self.radius + 0.6
    return (0..<count).map { index in
      let column = Double(index / 4)
      let row = Double(index % 4) - 1.5
      return CGPoint(x: beyond.lowerBound + 6 + column * spacing, y: middle + row * rowSpacing)
    }
  }
}
