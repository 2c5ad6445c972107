import Foundation
import Testing

@testable import Drawing

@Suite struct CanvasTests {
  private let frame = CGRect(x: 10, y: 20, width: 30, height: 40)

  @Test func shapesKeepTheirOrder() {
    var canvas = Canvas()
    canvas.fill(frame, .white)
    canvas.line(from: .zero, to: CGPoint(x: 1, y: 2), Stroke(.black))
    #expect(
      canvas.shapes == [
        .fill(.rectangle(frame), .white),
        .stroke(Path([.move(.zero), .line(CGPoint(x: 1, y: 2))]), Stroke(.black)),
      ])
  }

  @Test func marksWithinAClipAreKept() {
    var canvas = Canvas()
    canvas.clipped(to: frame) {
      $0.fill(frame, .black)
      $0.mark(frame, "inside")
    }
    #expect(canvas.shapes == [.clipped(frame, [.fill(.rectangle(frame), .black)])])
    #expect(canvas.marks == [Mark(region: frame, text: "inside")])
  }

  /// Slanted lines, all within the rectangle, at the distance asked for.
  @Test func hatching() throws {
    var canvas = Canvas()
    canvas.hatch(frame, Stroke(.black), spacing: 5)
    guard case .stroke(let path, _)? = canvas.shapes.first else {
      Issue.record("no lines")
      return
    }
    var sums: [Double] = []
    for pair in stride(from: 0, to: path.elements.count, by: 2) {
      guard case .move(let start) = path.elements[pair], case .line(let end) = path.elements[pair + 1] else {
        Issue.record("not a line")
        return
      }
      #expect(abs(start.x + start.y - end.x - end.y) < 1e-9)
      let bounds = frame.insetBy(dx: -1e-9, dy: -1e-9)
      #expect(bounds.contains(start) && bounds.contains(end))
      sums.append(start.x + start.y)
    }
    // The sum of the coordinates runs from 30 to 100.
    #expect(
      sums.count == Int(70 / (5 * 2.0.squareRoot())) || sums.count == Int(70 / (5 * 2.0.squareRoot())) + 1)
    #expect(zip(sums, sums.dropFirst()).allSatisfy { abs($1 - $0 - 5 * 2.0.squareRoot()) < 1e-9 })
  }
}
