import Drawing
import Testing
import Text

@testable import Figures

@Suite struct ColorScaleTests {
  @Test func aWideRangeIsLogarithmic() throws {
    let wide = try #require(ColorScale([10, 1_000, 100]))
    #expect(wide.isLogarithmic && wide.domain == 10...1_000)
    #expect([10, 100, 1_000].map(wide.position) == [0, 0.5, 1])
    #expect(wide.ticks == [10, 100, 1_000])
    let narrow = try #require(ColorScale([10, 50]))
    #expect(!narrow.isLogarithmic)
    #expect([10, 30, 50].map(narrow.position) == [0, 0.5, 1])
    #expect(narrow.color(50) == ColorMap.viridis.color(at: 1))
    // Zero has no logarithm.
    #expect(ColorScale([0, 1_000])?.isLogarithmic == false)
  }

  /// Errors of a latch: 0 has no logarithm, and the first colour all the same.
  @Test func zerosHaveTheFirstColour() throws {
    let scale = try #require(ColorScale([0, 1e-7, 1, .nan, .infinity]))
    #expect(scale.isLogarithmic && scale.domain == 1e-7...1)
    #expect(scale.color(0) == scale.color(1e-7) && scale.color(0) == ColorMap.viridis.color(at: 0))
    #expect(ColorScale([0, 0])?.isLogarithmic == false && ColorScale([.nan]) == nil)
  }

  @Test func oneNumberAndNone() throws {
    let one = try #require(ColorScale([7, 7]))
    #expect(one.position(7) == 0.5 && one.ticks == [7])
    #expect(ColorScale([]) == nil)
  }

  /// The numbers at both ends and between, none on another.
  @Test(arguments: [19.0...99_000, 12...50, 0...0.31, 1...2_000_000_000])
  func theBarIsNumbered(domain: ClosedRange<Double>) {
    let scale = ColorScale(domain: domain, isLogarithmic: domain.lowerBound > 0)
    var canvas = Canvas()
    ColorBar(scale: scale, title: "steps", text: NumberText.tick)
      .draw(on: &canvas, at: .init(x: 24, y: 10))
    #expect(canvas.touchingTexts == [])
    let texts = canvas.texts
    #expect(texts.count >= 3)
    #expect(texts.contains(NumberText.tick(domain.lowerBound)))
    #expect(texts.contains(NumberText.tick(domain.upperBound)))
  }
}
