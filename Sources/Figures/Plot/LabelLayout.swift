import Foundation

/// Finds places for labels that cover neither what is drawn nor each other.
struct LabelLayout {
  /// What is drawn in one panel, and the labels placed so far.
  private(set) var occupied: [CGRect]

  /// The cheapest of the frames that cover least; occupied from then on, with a little space around.
  ///
  /// - Returns: nil if there are no frames to choose from.
  mutating func place(among frames: [CGRect], cost: (CGRect) -> Double) -> CGRect? {
    let best = frames.min { rank($0, cost) < rank($1, cost) }
    if let best { occupied.append(best.insetBy(dx: -6, dy: -4)) }
    return best
  }

  /// The least distance from a frame straight up or down to anything occupied; `limit` if there is more.
  func verticalClearance(of frame: CGRect, limit: Double) -> Double {
    occupied.reduce(limit) { least, other in
      guard other.maxX > frame.minX, other.minX < frame.maxX else { return least }
      return min(least, max(0, other.minY - frame.maxY, frame.minY - other.maxY))
    }
  }

  private func rank(_ frame: CGRect, _ cost: (CGRect) -> Double) -> (covered: Double, cost: Double) {
    let covered = occupied.reduce(0.0) { area, other in
      let common = frame.intersection(other)
      return common.isNull ? area : area + common.width * common.height
    }
    return (covered, cost(frame))
  }
}
