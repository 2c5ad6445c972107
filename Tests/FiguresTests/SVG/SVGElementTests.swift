import Foundation
import Testing

@testable import Figures

@Suite struct SVGElementTests {
  @Test func markup() {
    let element = SVGElement.group(
      [("class", "a")],
      [
        .line(from: .zero, to: CGPoint(x: 1.5, y: 2)), .text("<1 & \"2\">", at: CGPoint(x: 3, y: -4)),
      ])
    #expect(
      element.markup() == """
        <g class="a">
          <line x1="0" y1="0" x2="1.5" y2="2"/>
          <text x="3" y="-4">&lt;1 &amp; &quot;2&quot;&gt;</text>
        </g>

        """)
  }

  @Test(arguments: [
    (0.0, "0"), (12, "12"), (1.005, "1"), (0.126, "0.13"), (-3.25, "-3.25"), (1e-9, "0"), (899.999, "900"),
  ])
  func numbers(value: Double, expected: String) {
    #expect(SVGElement.number(value) == expected)
  }

  @Test func shapes() throws {
    let points = [CGPoint(x: 1, y: 2), CGPoint(x: 3, y: 4)]
    let frame = CGRect(x: 1, y: 2, width: 3, height: 4)
    let document = SVGElement(
      "svg",
      children: [
        .rectangle(frame, [("fill", "red")]), .polyline(points, []), .polygon(points, []),
        .circle(at: CGPoint(x: 5, y: 6), radius: 7, []),
      ])
    let root = try #require(ParsedElement.root(of: document.markup()))
    #expect(root.children.map(\.name) == ["rect", "polyline", "polygon", "circle"])
    #expect(
      root.children[0].attributes == ["x": "1", "y": "2", "width": "3", "height": "4", "fill": "red"])
    #expect(root.children[1].attributes == ["points": "1,2 3,4"])
    #expect(root.children[2].attributes == ["points": "1,2 3,4"])
    #expect(root.children[3].attributes == ["cx": "5", "cy": "6", "r": "7"])
  }
}
