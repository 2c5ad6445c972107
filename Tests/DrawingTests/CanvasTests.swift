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

@Suite struct TextRunTests {
  @Test func widthsAddUpAndScale() {
    let font = Font(size: 12)
    #expect(font.width("") == 0)
    #expect(font.width("shared steps") > font.width("shared"))
    // Nothing is fitted to pixels.
    #expect(abs(Font(size: 24).width("99,000") - 2 * font.width("99,000")) < 1e-6)
    #expect(abs(font.width("11") - 2 * font.width("1")) < 1e-6)
  }

  @Test(arguments: [(TextRun.Alignment.start, 0.0), (.middle, 0.5), (.end, 1)])
  func bounds(alignment: TextRun.Alignment, share: Double) {
    let anchor = CGPoint(x: 100, y: 50)
    let run = TextRun(
      text: "units", anchor: anchor, font: Font(size: 10), color: .black, alignment: alignment)
    let width = Font(size: 10).width("units")
    #expect(abs(run.bounds.minX - (100 - share * width)) < 1e-9)
    #expect(abs(run.bounds.width - width) < 1e-9)
    #expect(run.bounds.minY < 50 && run.bounds.maxY > 50 && abs(run.bounds.height - 10) < 1e-9)

    // Read upwards, the same room stands on its end.
    let upwards = TextRun(
      text: "units", anchor: anchor, font: Font(size: 10), color: .black, alignment: alignment, rotation: -90)
    #expect(abs(upwards.bounds.height - width) < 1e-9)
    #expect(abs(upwards.bounds.maxY - (50 + share * width)) < 1e-9)
    #expect(upwards.bounds.minX < 100 && upwards.bounds.maxX > 100)
  }
}

@Suite struct ColorTests {
  @Test func parts() {
    let color = Color(0x1f80ff, opacity: 0.5)
    #expect(color.bytes == (0x1f, 0x80, 0xff))
    #expect(color.opacity == 0.5)
    #expect(color.withOpacity(1) == Color(0x1f80ff))
    #expect(color.number == 0x1f80ff && Color(0x00010a).hex == "#00010a")
    let twofold = Color(0x1f80ff, dark: 0x00ff10).withOpacity(0.2)
    #expect(twofold.hex == "#1f80ff" && twofold.darkHex == "#00ff10" && color.darkHex == color.hex)
  }

  /// The ratios of WCAG's definitions: 21 for black on white, 4.5 for #767676 on white to two digits.
  @Test func contrast() {
    #expect(abs(Color.black.contrast(with: .white) - 21) < 1e-12)
    #expect(abs(Color.white.contrast(with: Color(0x767676)) - 4.54) < 0.005)
    #expect(Color(0x440154).readable == .white)
    #expect(Color(0xfde725).readable == .black)
  }

  /// Published colours that are not among those the map is made of.
  @Test(
    arguments: [
      (0, 0x440154), (7, 0x460b5e), (64, 0x3b528b), (128, 0x21918c), (201, 0x73d056), (255, 0xfde725),
    ] as [(Int, UInt32)])
  func viridis(place: Int, hex: UInt32) {
    let found = ColorMap.viridis.color(at: Double(place) / 255).bytes
    let published = Color(hex).bytes
    for (one, other) in [
      (found.red, published.red), (found.green, published.green), (found.blue, published.blue),
    ] {
      #expect(abs(Int(one) - Int(other)) <= 2)
    }
  }

  /// Lighter all the way: the order of numbers can be seen without colours.
  @Test func viridisGetsLighter() {
    let luminances = stride(from: 0.0, through: 1, by: 0.01).map { ColorMap.viridis.color(at: $0).luminance }
    #expect(zip(luminances, luminances.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func positionsBeyondTheEnds() {
    let map = ColorMap([.black, .white])
    #expect(map.color(at: -3) == .black)
    #expect(map.color(at: 7) == .white)
    #expect(map.color(at: 0.25) == Color(red: 0.25, green: 0.25, blue: 0.25))
    #expect(ColorMap([.white]).color(at: 0.5) == .white)
  }
}
