import Foundation
import Testing

@testable import Drawing

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
    let run = TextRun("units", at: anchor, Font(size: 10), .black, alignment: alignment)
    let width = Font(size: 10).width("units")
    #expect(abs(run.bounds.minX - (100 - share * width)) < 1e-9)
    #expect(abs(run.bounds.width - width) < 1e-9)
    #expect(run.bounds.minY < 50 && run.bounds.maxY > 50 && abs(run.bounds.height - 10) < 1e-9)

    // Read upwards, the same room stands on its end.
    let upwards = TextRun("units", at: anchor, Font(size: 10), .black, alignment: alignment, rotation: -90)
    #expect(abs(upwards.bounds.height - width) < 1e-9)
    #expect(abs(upwards.bounds.maxY - (50 + share * width)) < 1e-9)
    #expect(upwards.bounds.minX < 100 && upwards.bounds.maxX > 100)
  }
}
