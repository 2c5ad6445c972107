import Drawing
import Testing

@testable import Figures

@Suite struct PlotTextTests {
  @Test func linesAreFewAndEven() {
    let words = "here bit-identity measures float rounding"
    let width = Font().width(words)
    #expect(PlotText.wrapped(words, width: width) == [words])
    #expect(
      PlotText.wrapped(words, width: width - 1) == ["here bit-identity", "measures float rounding"])
    #expect(PlotText.wrapped(words, width: 1) == words.split(separator: " ").map(String.init))
    #expect(PlotText.wrapped("", width: 100) == [])
  }

  @Test func longNamesLoseTheirMiddle() {
    let name = "a-model-with-a-very-long-name.safetensors"
    let font = Font()
    #expect(PlotText.shortened(name, width: font.width(name)) == name)
    let stem = "a-model-with-a-very-long-name"
    #expect(PlotText.shortened(name, width: font.width(name) - 1) == stem)
    #expect(PlotText.shortened(name, width: font.width(stem)) == stem)
    let short = PlotText.shortened(name, width: 120)
    #expect(font.width(short) <= 120)
    let parts = short.split(separator: "…").map(String.init)
    #expect(parts.count == 2 && stem.hasPrefix(parts[0]) && stem.hasSuffix(parts[1]))
    #expect(parts[0].count - parts[1].count == 0 || parts[0].count - parts[1].count == 1)
    #expect(PlotText.shortened(name, width: 1) == "…")
    // Not every point begins an extension.
    #expect(PlotText.shortened("about 1.5 layers or so", width: 110).contains("…"))
  }
}
