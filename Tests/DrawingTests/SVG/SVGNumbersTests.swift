import Testing

@testable import Drawing

@Suite struct SVGNumbersTests {
  @Test(arguments: [
    (0.0, "0"), (12, "12"), (1.005, "1"), (0.126, "0.13"), (-3.25, "-3.25"), (1e-9, "0"), (899.999, "900"),
    (0.5, "0.5"), (2.07, "2.07"),
  ])
  func numbers(value: Double, expected: String) {
    #expect(SVGNumbers.number(value) == expected)
  }

  @Test func numbersInMarkup() {
    #expect(
      SVGNumbers.rounded(#"<path id="glyph0-12" d="M -0.986328 12.34375 L 7 8.5 C 1.999999 100.126 "/>"#)
        == #"<path id="glyph0-12" d="M -0.99 12.34 L 7 8.5 C 2 100.13 "/>"#)
    #expect(SVGNumbers.rounded("rgb(34.117647%,0%,100%)") == "rgb(34.12%,0%,100%)")
    #expect(SVGNumbers.rounded("1.2.3456 v1.") == "1.2.3456 v1.")
    #expect(SVGNumbers.rounded("") == "")
  }
}
