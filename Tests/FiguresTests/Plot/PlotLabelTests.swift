import Drawing
import Foundation
import Testing

@testable import Figures

@Suite struct LabelLayoutTests {
  private let frames = stride(from: 0.0, through: 100, by: 10).map {
    CGRect(x: $0, y: 0, width: 10, height: 10)
  }

  @Test func labelsCoverNeitherDrawingsNorEachOther() {
    var layout = LabelLayout(occupied: [CGRect(x: 0, y: 0, width: 25, height: 10)])
    #expect(layout.place(among: frames) { $0.minX } == frames[3])
    // Some space is left around a label.
    #expect(layout.place(among: frames) { $0.minX } == frames[5])
  }

  @Test func withoutRoomTheLeastIsCovered() {
    var layout = LabelLayout(occupied: [
      CGRect(x: 0, y: 0, width: 200, height: 8), CGRect(x: 0, y: 8, width: 70, height: 2),
      CGRect(x: 80, y: 8, width: 100, height: 2),
    ])
    #expect(layout.place(among: frames) { $0.minX } == frames[7])
  }

  @Test func nothingToChooseFrom() {
    var layout = LabelLayout(occupied: [])
    #expect(layout.place(among: []) { $0.minX } == nil)
  }

  @Test func clearance() {
    let layout = LabelLayout(occupied: [
      CGRect(x: 0, y: 0, width: 10, height: 10), CGRect(x: 0, y: 50, width: 10, height: 10),
    ])
    #expect(layout.verticalClearance(of: CGRect(x: 5, y: 20, width: 10, height: 10), limit: 99) == 10)
    #expect(layout.verticalClearance(of: CGRect(x: 5, y: 5, width: 10, height: 10), limit: 99) == 0)
    #expect(layout.verticalClearance(of: CGRect(x: 20, y: 5, width: 10, height: 10), limit: 99) == 99)
  }
}

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
