import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct DivergencePlotTests {
  private let horizon = 9_000

  /// Bit-identity after 10 n steps and the threshold after 5 n, each a step more per input value; beyond 8
  /// units every run ends at the rounding floor.
  private func results(
    cells: [CellType] = [.lstm, .gru], layers: [Int] = [1], hiddenSizes: [Int] = [2, 4, 8, 16, 32],
    inputSizes: [Int] = [1, 2, 6], thresholds: [Double] = [1e-1, 1e-6]
  ) throws -> DivergenceResults {
    let plan = try Example.plan(
      cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: inputSizes,
      thresholds: thresholds)
    let records = Example.records(of: plan) { run in
      let ends = run.hiddenSize <= 8
      let settled = ends ? 10 * run.hiddenSize + run.inputSize : horizon
      let within = CensoredSteps(steps: 5 * run.hiddenSize + run.inputSize, reached: true)
      return .measured(
        Example.measurement(
          settled: CensoredSteps(steps: settled, reached: ends),
          thresholds: thresholds.map { $0 == 1e-1 ? CensoredSteps(steps: 1, reached: true) : within },
          outcome: ends ? .merged : .roundingFloor))
    }
    return DivergenceResults(plan: plan, records: records)
  }

  private func parsed(_ results: DivergenceResults) throws -> ParsedElement {
    try #require(ParsedElement.root(of: DivergencePlot(results).svg))
  }

  private func titles(_ element: ParsedElement) -> [String] {
    element.all(ofClass: "marker").flatMap { $0.all("title").map(\.text) }
  }

  @Test func theNumbersAreThoseOfTheResults() throws {
    let panels = try parsed(results()).all(ofClass: "panel")
    #expect(panels.count == 2)
    for panel in panels {
      #expect(
        titles(panel) == [
          "hidden size 2, bit-identical for good: median 22 shared steps (21 to 26)",
          "hidden size 4, bit-identical for good: median 42 shared steps (41 to 46)",
          "hidden size 8, bit-identical for good: median 82 shared steps (81 to 86)",
          "hidden size 16, bit-identical for good: median ≥9,000 shared steps (≥9,000 to ≥9,000)",
          "hidden size 32, bit-identical for good: median ≥9,000 shared steps (≥9,000 to ≥9,000)",
          "hidden size 2, within 1e-6 for good: median 12 shared steps (11 to 16)",
          "hidden size 4, within 1e-6 for good: median 22 shared steps (21 to 26)",
          "hidden size 8, within 1e-6 for good: median 42 shared steps (41 to 46)",
          "hidden size 16, within 1e-6 for good: median 82 shared steps (81 to 86)",
          "hidden size 32, within 1e-6 for good: median 162 shared steps (161 to 166)",
        ])
    }
  }

  /// Ratios of steps and of sizes, read off the picture.
  @Test func pointsAndBandsStandAtTheirNumbers() throws {
    let panel = try #require(try parsed(results()).all(ofClass: "panel").first)
    let circles = panel.all("circle")
    #expect(circles.count == 5)
    let spacing = circles[1].number("cx") - circles[0].number("cx")
    for (left, right) in zip(circles, circles.dropFirst()) {
      #expect(abs(right.number("cx") - left.number("cx") - spacing) < 0.02)
    }
    let line = try #require(panel.all(ofClass: "horizon").first)
    let top = line.number("y1")
    #expect(line.number("y2") == top)
    #expect(circles[3].number("cy") == top && circles[4].number("cy") == top)
    // The lowest circle is 22 steps, the line 9,000.
    let decade = (circles[0].number("cy") - top) / log10(9_000.0 / 22)
    func height(_ steps: Double) -> Double { top + decade * log10(9_000 / steps) }
    #expect(abs(circles[1].number("cy") - height(42)) < 0.02)
    #expect(abs(circles[2].number("cy") - height(82)) < 0.02)
    let squares = panel.all("rect").filter { $0.attributes["width"] == "7" }
    #expect(squares.count == 5)
    for (square, steps) in zip(squares, [12.0, 22, 42, 82, 162]) {
      #expect(abs(square.number("y") + 3.5 - height(steps)) < 0.02)
    }

    let band = try #require(panel.all(ofClass: "band").last?.attributes["points"])
    let heights = band.split(separator: " ").compactMap { $0.split(separator: ",").last }
      .compactMap { Double($0) }
    let expected = [16.0, 26, 46, 86, 166, 161, 81, 41, 21, 11].map(height)
    #expect(heights.count == expected.count)
    #expect(zip(heights, expected).allSatisfy { abs($0 - $1) < 0.02 })
  }

  @Test func lowerBoundsAreOpenWithAnArrow() throws {
    let root = try parsed(results())
    for marker in root.all(ofClass: "marker") {
      let shape = try #require((marker.all("circle") + marker.all("rect")).first)
      let isOpen = shape.attributes["fill"] == PlotColor.background
      let isLowerBound = marker.all("title").contains { $0.text.contains("median ≥") }
      #expect(isOpen == isLowerBound)
      #expect(marker.all("path").count == (isLowerBound ? 1 : 0))
    }
    #expect(root.all(ofClass: "lower-bound").count == 4)
    #expect(root.all("text").filter { $0.text == "9,000: end of the run" }.count == 2)
  }

  @Test func theRoundingFloorIsShaded() throws {
    let panel = try #require(try parsed(results()).all(ofClass: "panel").first)
    let shades = panel.all(ofClass: "floor")
    #expect(shades.count == 1)
    let columns = panel.all("circle").map { $0.number("cx") }
    let shade = try #require(shades.first)
    #expect(abs(shade.number("x") - (columns[2] + columns[3]) / 2) < 0.02)
    #expect(shade.number("x") + shade.number("width") > columns[4])
    let words = panel.all("text").filter { $0.attributes["font-style"] == "italic" }.map(\.text)
    #expect(words.joined(separator: " ") == "here bit-identity measures float rounding")
  }

  @Test func thePictureIsTheSameEveryTime() throws {
    #expect(try DivergencePlot(results()).svg == DivergencePlot(results()).svg)
  }

  @Test func aPanelForEachDepthAndCell() throws {
    let several = try results(cells: [.rnn, .gruResetBefore], layers: [2, 1])
    let root = try parsed(several)
    let headings = root.all(ofClass: "panel").map { $0.all("text").first?.text }
    #expect(
      headings == [
        "RNN, 2 layers", "GRU (reset before), 2 layers", "RNN, 1 layer", "GRU (reset before), 1 layer",
      ])
  }

  @Test func withoutThresholdsThereIsOneCurve() throws {
    let root = try parsed(results(thresholds: []))
    #expect(root.all("polyline").count == 2)
    #expect(root.all("text").allSatisfy { !$0.text.contains("within") })
  }

  @Test func nothingMeasured() throws {
    let plan = try Example.plan(cells: [.lstm], thresholds: [1e-6])
    let root = try parsed(DivergenceResults(plan: plan, records: [:]))
    let texts = root.all("text").map(\.text)
    #expect(texts.contains("no measured run"))
    #expect(texts.contains("Not finished: 0 of 8 runs."))
    #expect(root.all(ofClass: "marker").isEmpty)
  }

  @Test func missingAndFailedRunsAreCounted() throws {
    let whole = try results(cells: [.lstm], hiddenSizes: [2, 4], inputSizes: [1])
    var records = whole.records
    for run in records.keys where run.repeatIndex == 1 {
      records[run] = run.hiddenSize == 2 ? nil : .failed(reason: "output not finite at shared step 0")
    }
    let texts = try parsed(DivergenceResults(plan: whole.plan, records: records)).all("text").map(\.text)
    #expect(texts.contains("Not finished: 3 of 4 runs. Left out: 1 failed run."))
    #expect(texts.contains("mean over 2 repeats, input size 1"))
  }

  @Test(arguments: [[CellType.lstm], [.lstm, .gru], [.rnn, .lstm, .gru]])
  func labelsDoNotTouch(cells: [CellType]) throws {
    for panel in try parsed(results(cells: cells)).all(ofClass: "panel") {
      let frames = panel.all("text").map { text in
        let width = PlotText.width(text.text, isBold: text.attributes["font-weight"] == "bold")
        let start =
          switch text.attributes["text-anchor"] {
          case "middle": text.number("x") - width / 2
          case "end": text.number("x") - width
          default: text.number("x")
          }
        return CGRect(x: start, y: text.number("y") - 10, width: width, height: 12)
      }
      for (index, frame) in frames.enumerated() {
        #expect(frames[(index + 1)...].allSatisfy { !$0.intersects(frame) })
      }
    }
  }
}
