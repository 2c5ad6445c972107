import Drawing
import Testing

@testable import Figures

@Suite struct PlotColorTests {
  private func inTheDark(_ color: Color) throws -> Color { Color(try #require(color.dark)) }

  /// Colours of text, at WCAG's ratio for text.
  @Test(arguments: [PlotColor.ink, PlotColor.quiet, PlotColor.orange, PlotColor.blue])
  func textIsReadable(color: Color) throws {
    #expect(color.contrast(with: PlotColor.background) >= 4.5)
    #expect(color.contrast(with: PlotColor.shade) >= 4.5)
    let (dark, page, shade) = (
      try inTheDark(color), try inTheDark(PlotColor.background), try inTheDark(PlotColor.shade)
    )
    #expect(dark.contrast(with: page) >= 4.5 && dark.contrast(with: shade) >= 4.5)
  }

  /// Curves can be told from what they are drawn on.
  @Test(arguments: 1...8) func curvesAreSeen(count: Int) throws {
    let page = try inTheDark(PlotColor.background)
    let colors = (0..<count).map { PlotColor.series($0, of: count) }
    for color in colors {
      #expect(color.contrast(with: PlotColor.background) >= 1.5)
      #expect(try inTheDark(color).contrast(with: page) >= 3)
    }
    #expect(Set(colors).count == count && Set(colors.map(\.dark)).count == count)
  }
}
