import Drawing
import Foundation

/// What a test sees of a canvas.
extension Canvas {
  /// Every shape, those within clips, too.
  var allShapes: [Shape] { Self.flat(shapes) }

  var runs: [TextRun] {
    allShapes.compactMap { if case .text(let run) = $0 { run } else { nil } }
  }

  var texts: [String] { runs.map(\.text) }

  func fills(of color: Color) -> [Path] {
    allShapes.compactMap { if case .fill(let path, color) = $0 { path } else { nil } }
  }

  func strokes(of color: Color) -> [Path] {
    allShapes.compactMap {
      if case .stroke(let path, let stroke) = $0, stroke.color == color { path } else { nil }
    }
  }

  /// Filled circles.
  var circles: [(center: CGPoint, color: Color)] {
    allShapes.compactMap {
      guard case .fill(let path, let color) = $0, case .circle(let center, _)? = path.elements.first else {
        return nil
      }
      return (center, color)
    }
  }

  /// Pairs of texts that lie over one another.
  var touchingTexts: [[String]] {
    let frames = runs.filter { !$0.text.isEmpty }.map { ($0.text, $0.bounds.insetBy(dx: 0.5, dy: 1)) }
    return frames.indices.flatMap { index in
      frames[(index + 1)...].filter { $0.1.intersects(frames[index].1) }.map { [frames[index].0, $0.0] }
    }
  }

  /// Texts that are not wholly within a picture of this size.
  func textsBeyond(_ size: CGSize) -> [String] {
    let frame = CGRect(origin: .zero, size: size)
    return runs.filter { !frame.contains($0.bounds) }.map(\.text)
  }

  private static func flat(_ shapes: [Shape]) -> [Shape] {
    shapes.flatMap { shape in
      if case .clipped(_, let inner) = shape { flat(inner) } else { [shape] }
    }
  }
}

extension Path {
  /// The ends of its lines.
  var points: [CGPoint] {
    elements.compactMap {
      switch $0 {
      case .move(let point), .line(let point): point
      case .circle, .close: nil
      }
    }
  }

  var isClosed: Bool { elements.contains(.close) }

  /// Of its lines.
  var bounds: CGRect {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else {
      return .null
    }
    return CGRect(x: left, y: top, width: right - left, height: bottom - top)
  }
}
