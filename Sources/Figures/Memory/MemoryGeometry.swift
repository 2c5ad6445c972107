import Foundation

/// Where the values of a panel are drawn.
struct MemoryGeometry {
  /// The rectangle between the axes.
  let frame: CGRect
  /// Hidden sizes, ascending, without repetition.
  let sizes: [Int]
  let x: LogScale
  let y: LogScale

  /// Room above the horizon for arrows and labels.
  static let headroom = 56.0
  /// Room on both sides of the hidden sizes.
  static let margin = 26.0

  /// - Parameters:
  ///   - sizes: hidden sizes.
  ///   - steps: from the lowest value of the axis to the horizon.
  init(frame: CGRect, sizes: [Int], steps: ClosedRange<Double>) {
    self.frame = frame
    self.sizes = sizes.sorted()
    let ends = (self.sizes.first ?? 1, self.sizes.last ?? 1)
    x = LogScale(
      base: .two, domain: Double(ends.0)...Double(ends.1), start: frame.minX + Self.margin,
      end: frame.maxX - Self.margin)
    y = LogScale(base: .ten, domain: steps, start: frame.maxY, end: frame.minY + Self.headroom)
  }

  /// The pixel of the last shared step.
  var horizon: Double { y.position(y.domain.upperBound) }

  func point(_ size: Int, _ steps: Double) -> CGPoint {
    CGPoint(x: x.position(Double(size)), y: y.position(steps))
  }

  /// The columns of some of the hidden sizes, each reaching halfway to its neighbours, those side by side
  /// joined.
  func columns(of chosen: [Int]) -> [CGRect] {
    var columns: [CGRect] = []
    for (index, size) in sizes.enumerated() where chosen.contains(size) {
      let left = index == 0 ? frame.minX : middle(sizes[index - 1], size)
      let right = index == sizes.count - 1 ? frame.maxX : middle(size, sizes[index + 1])
      let column = CGRect(x: left, y: frame.minY, width: right - left, height: frame.height)
      if let last = columns.last, last.maxX == left {
        columns[columns.count - 1] = last.union(column)
      } else {
        columns.append(column)
      }
    }
    return columns
  }

  private func middle(_ left: Int, _ right: Int) -> Double {
    (x.position(Double(left)) + x.position(Double(right))) / 2
  }
}
