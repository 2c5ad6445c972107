import Testing

@testable import Figures

@Suite struct PlotTextTests {
  @Test func linesAreFewAndEven() {
    let words = "here bit-identity measures float rounding"
    let width = PlotText.width(words)
    #expect(PlotText.wrapped(words, width: width) == [words])
    #expect(
      PlotText.wrapped(words, width: width - 1) == ["here bit-identity", "measures float rounding"])
    #expect(PlotText.wrapped(words, width: 1) == words.split(separator: " ").map(String.init))
  }
}
