import Drawing
import Foundation
import Testing

@testable import Figures

@Suite struct KeyTests {
  private func canvas(_ key: Key, width: Double) -> Canvas {
    var canvas = Canvas()
    key.draw(on: &canvas, at: CGPoint(x: 10, y: 20), width: width)
    return canvas
  }

  @Test func entriesGoOnInTheNextLine() {
    let names = (1...12).map { "network \($0)" }
    let key = Key(title: "of", names.map { .line($0, .black) })
    let drawn = canvas(key, width: 300)
    #expect(drawn.texts == ["of"] + names)
    #expect(drawn.touchingTexts == [])
    #expect(drawn.runs.allSatisfy { $0.bounds.maxX <= 310 })
    let lines = Set(drawn.runs.map(\.anchor.y)).count
    #expect(lines > 1)
    #expect(key.height(width: 300) == 20 * Double(lines))
    #expect(Key().height(width: 300) == 0)
  }
}
