import Testing

@testable import Figures

@Suite struct HTMLTests {
  @Test func elementsNest() {
    let html = HTML(
      "ul", ["class": "a b"], [HTML("li", "one"), HTML("li", [:], [HTML("b", "two"), .text("!")])])
    #expect(html.markup == "<ul class=\"a b\"><li>one</li>\n<li><b>two</b>!</li>\n</ul>\n")
  }

  @Test func textIsNeverMarkup() {
    let hostile = "<script>alert('1' & \"2\")</script>\u{0}"
    let html = HTML("p", ["title": hostile], hostile)
    let escaped = "&lt;script&gt;alert('1' &amp; &quot;2&quot;)&lt;/script&gt;\u{fffd}"
    #expect(html.markup == "<p title=\"\(escaped)\">\(escaped)</p>\n")
  }

  @Test func emptyElements() {
    #expect(HTML("meta", ["charset": "utf-8"]).markup == "<meta charset=\"utf-8\">\n")
    #expect(HTML("td", "").markup == "<td></td>\n")
    #expect(HTML("a", ["href": "#x"], "y").markup == "<a href=\"#x\">y</a>")
  }

  @Test func piecesAndMarkup() {
    #expect(HTML.sequence([.text("<"), .verbatim("<hr>"), .paragraph("p")]).markup == "&lt;<hr><p>p</p>\n")
  }
}
