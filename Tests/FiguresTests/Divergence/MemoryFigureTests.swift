import Drawing
import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct MemoryFigureTests {
  private let horizon = 9_000

  /// Bit-identity after 10 n steps and the threshold after 5 n, each a step more per input value; beyond 8
  /// units every run ends at the rounding floor.
  private func results(
    cells: [CellType] = [.lstm, .gru], layers: [Int] = [1], hiddenSizes: [Int] = [2, 4, 8, 16, 32],
    inputSizes: [Int] = [1, 2, 6], thresholds: [Double] = [1e-1, 1e-6]
  ) throws -> Results<Divergence> {
    let plan = try Example.plan(
      cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: inputSizes,
      thresholds: thresholds)
    return plan.results { run in
      let ends = run.hiddenSize <= 8
      let settled = ends ? 10 * run.hiddenSize + run.inputSize : horizon
      let within = CensoredSteps(steps: 5 * run.hiddenSize + run.inputSize, reached: true)
      return .measured(
        Example.measurement(
          settled: CensoredSteps(steps: settled, reached: ends),
          thresholds: thresholds.map { $0 == 1e-1 ? CensoredSteps(steps: 1, reached: true) : within },
          outcome: ends ? .merged : .roundingFloor))
    }
  }

  private func figure(_ results: Results<Divergence>, program: String? = nil) throws -> MemoryFigure {
    try #require(results.figures(program: program).first as? MemoryFigure)
  }

  private func canvas(_ figure: MemoryFigure) -> Canvas { figure.picture.canvas }

  /// What is drawn of one panel, in a frame of its own.
  private func panelCanvas(_ results: Results<Divergence>, _ frame: CGRect) throws -> Canvas {
    let panel = try #require(figure(results).panels.first)
    let geometry = MemoryGeometry(
      frame: frame, sizes: results.plan.subjects.grid?.hiddenSizes ?? [], steps: 10...9_000)
    var canvas = Canvas()
    MemoryPanelDrawing(panel: panel, geometry: geometry, hasYTitle: true).draw(on: &canvas)
    return canvas
  }

  @Test func theNumbersAreThoseOfTheResults() throws {
    let figure = try figure(results())
    #expect(figure.panels.map(\.heading) == ["LSTM", "GRU"])
    for heading in ["LSTM", "GRU"] {
      let marks = canvas(figure).marks.map(\.text).filter { $0.hasPrefix(heading) }
      #expect(
        marks.map { String($0.dropFirst(heading.count + 2)) } == [
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

  @Test func wordsForThoseWhoDoNotSee() throws {
    let figure = try figure(results(cells: [.gru]), program: "memprobe 1.2.3")
    #expect(
      figure.alternativeText == """
        Shared steps against hidden size. GRU: bit-identical for good after a median of 22 steps at hidden size 2 \
        and ≥9,000 at 32; within 1e-6 for good after a median of 12 steps at hidden size 2 and 162 at 32.
        """)
    #expect(
      figure.caption == """
        Two sequences of 10,000 steps that differ in the first 1,000; 2 repeats per grid cell; weights: glorot; \
        float32; seed 0. memprobe 1.2.3
        """)
  }

  /// Ratios of steps and of sizes, read off the picture.
  @Test func pointsAndBandsStandAtTheirNumbers() throws {
    let frame = CGRect(x: 50, y: 100, width: 400, height: 300)
    let canvas = try panelCanvas(results(), frame)
    let centers = canvas.circles.map(\.center)
    #expect(centers.count == 5)
    for (left, right) in zip(centers, centers.dropFirst()) {
      #expect(abs(right.x - left.x - (400 - 2 * MemoryGeometry.margin) / 4) < 1e-9)
    }
    let top = 100 + MemoryGeometry.headroom
    func height(_ steps: Double) -> Double { top + (400 - top) * log10(9_000 / steps) / log10(900) }
    for (center, steps) in zip(centers, [22.0, 42, 82, 9_000, 9_000]) {
      #expect(abs(center.y - height(steps)) < 1e-9)
    }
    let bands = canvas.fills(of: PlotColor.blue.withOpacity(0.2))
    let expected = [16.0, 26, 46, 86, 166, 161, 81, 41, 21, 11].map(height)
    #expect(bands.count == 1)
    let heights = bands.flatMap(\.points).map(\.y)
    #expect(heights.count == expected.count)
    #expect(zip(heights, expected).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func lowerBoundsAreOpenWithAnArrow() throws {
    let canvas = try panelCanvas(results(), CGRect(x: 0, y: 0, width: 400, height: 300))
    #expect(canvas.circles.map { $0.color == PlotColor.background } == [false, false, false, true, true])
    let arrows = canvas.strokes(of: PlotColor.orange).filter {
      $0.elements.count == 5 && $0.bounds.width < 10
    }
    #expect(arrows.count == 2)
    #expect(canvas.texts.contains("9,000: end of the run"))
  }

  @Test func theRoundingFloorIsShaded() throws {
    let frame = CGRect(x: 0, y: 0, width: 400, height: 300)
    let canvas = try panelCanvas(results(), frame)
    let shades = canvas.fills(of: PlotColor.shade).map(\.bounds)
    let columns = canvas.circles.map(\.center.x)
    #expect(shades.count == 1)
    let shade = try #require(shades.first)
    #expect(abs(shade.minX - (columns[2] + columns[3]) / 2) < 1e-9)
    #expect(shade.maxX == frame.maxX)
    let words = canvas.runs.filter(\.font.isItalic).map(\.text)
    #expect(words.joined(separator: " ") == "here bit-identity measures float rounding")
  }

  @Test func thePictureIsTheSameEveryTime() throws {
    #expect(try figure(results()).picture.canvas == figure(results()).picture.canvas)
  }

  @Test func aPanelForEachDepthAndCell() throws {
    let several = try results(cells: [.rnn, .gruResetBefore], layers: [2, 1])
    #expect(
      try figure(several).panels.map(\.heading) == [
        "RNN, 2 layers", "GRU (reset before), 2 layers", "RNN, 1 layer", "GRU (reset before), 1 layer",
      ])
  }

  @Test func withoutThresholdsThereIsOneCurve() throws {
    let figure = try figure(results(thresholds: []))
    #expect(figure.panels.map(\.curves.count) == [1, 1])
    #expect(canvas(figure).texts.allSatisfy { !$0.contains("within") })
  }

  @Test func nothingMeasured() throws {
    let plan = try Example.plan(cells: [.lstm], thresholds: [1e-6])
    let figure = try figure(Results(plan: plan, records: [:]))
    let texts = canvas(figure).texts
    #expect(texts.contains("no measured run"))
    #expect(texts.contains("Not finished: 0 of 8 runs."))
    #expect(canvas(figure).marks.isEmpty)
    #expect(figure.alternativeText == "Shared steps against hidden size. LSTM: no measured run.")
  }

  @Test func missingAndFailedRunsAreCounted() throws {
    let whole = try results(cells: [.lstm], hiddenSizes: [2, 4], inputSizes: [1])
    var records: [Run: Record<DivergenceMeasurement>] = whole.records.filter { _ in true }
    for run in records.keys where run.repeatIndex == 1 {
      records[run] = run.hiddenSize == 2 ? nil : .failed(reason: "output not finite at shared step 0")
    }
    let texts = try canvas(figure(Results(plan: whole.plan, records: records))).texts
    #expect(texts.contains("Not finished: 3 of 4 runs. Left out: 1 failed run."))
    #expect(texts.contains("mean over 1 of 2 repeats, input size 1"))
  }

  @Test(arguments: [[CellType.lstm], [.lstm, .gru], [.rnn, .lstm, .gru]])
  func textsNeitherTouchNorLeaveThePicture(cells: [CellType]) throws {
    let figure = try figure(results(cells: cells))
    #expect(canvas(figure).touchingTexts == [])
    #expect(canvas(figure).textsBeyond(figure.size) == [])
  }
}

@Suite struct MemoryPointTests {
  private func point(_ steps: [Double], bounds: Set<Double> = []) throws -> MemoryPoint {
    try #require(MemoryPoint(hiddenSize: 8, means: steps.map { ($0, bounds.contains($0)) }))
  }

  @Test func spread() throws {
    let odd = try point([30, 10, 20])
    #expect(odd.hiddenSize == 8)
    #expect([odd.smallest, odd.median, odd.largest] == [10, 20, 30])
    #expect(try point([40, 10, 20, 30]).median == 25)
    let one = try point([7])
    #expect([one.smallest, one.median, one.largest] == [7, 7, 7])
    #expect(!one.smallestIsLowerBound && !one.medianIsLowerBound && !one.largestIsLowerBound)
    #expect(MemoryPoint(hiddenSize: 8, means: []) == nil)
  }

  /// A mean that is a lower bound can only move up: below the median it may pass it.
  @Test func lowerBounds() throws {
    let above = try point([10, 20, 30], bounds: [30])
    #expect(!above.smallestIsLowerBound && !above.medianIsLowerBound && above.largestIsLowerBound)
    let middle = try point([10, 20, 30], bounds: [20])
    #expect(!middle.smallestIsLowerBound && middle.medianIsLowerBound && middle.largestIsLowerBound)
    let below = try point([10, 20, 30], bounds: [10])
    #expect(below.smallestIsLowerBound && below.medianIsLowerBound && below.largestIsLowerBound)
    #expect(try point([10, 20, 30, 40], bounds: [30]).medianIsLowerBound)
    #expect(try !point([10, 20, 30, 40], bounds: [40]).medianIsLowerBound)
    let all = try point([99, 99], bounds: [99])
    #expect(all.smallestIsLowerBound && all.medianIsLowerBound && all.largestIsLowerBound)
  }
}

/// The headline says no more than the results bear out.
@Suite struct MemoryHeadlineTests {
  private static let question =
    "For how long do inputs that differ only at the beginning keep a network's outputs apart?"

  /// - Parameter within: steps to within 1e-6 of the larger of two networks, and whether they are reached.
  private func headline(
    within: CensoredSteps, outcome: DivergenceOutcome, thresholds: [Double] = [1e-6],
    floor: DifferenceFloor = .none
  ) throws -> String {
    let plan = try Example.plan(cells: [.gru], inputSizes: [1], thresholds: thresholds)
    let results = plan.results { run in
      let isLarge = run.hiddenSize == 2
      let steps = CensoredSteps(steps: isLarge ? within.steps + run.repeatIndex : 20, reached: within.reached)
      return .measured(
        Example.measurement(
          settled: CensoredSteps(steps: isLarge ? 9_000 : 40, reached: outcome == .merged || !isLarge),
          thresholds: thresholds.map { _ in steps }, outcome: isLarge ? outcome : .merged, floor: floor))
    }
    let grid = try #require(plan.subjects.grid)
    return MemoryHeadline(results, grid: grid).lines.map(\.text).joined(separator: " ")
  }

  @Test func memoryFadesAndRoundingStays() throws {
    #expect(
      try headline(within: CensoredSteps(steps: 31, reached: true), outcome: .roundingFloor)
        == """
        On average, memory fades to 1e-6 within 32 steps at every size. What seems endless is float rounding.
        """)
  }

  @Test func otherwiseItIsAQuestion() throws {
    let reached = CensoredSteps(steps: 31, reached: true)
    #expect(try headline(within: reached, outcome: .merged) == Self.question)
    #expect(try headline(within: reached, outcome: .diverged) == Self.question)
    #expect(try headline(within: reached, outcome: .roundingFloor, thresholds: []) == Self.question)
    let censored = CensoredSteps(steps: 8_000, reached: false)
    #expect(try headline(within: censored, outcome: .roundingFloor) == Self.question)
    // A threshold in the rounding measures no memory; the next larger one may.
    let floor = DifferenceFloor(median: 1e-7, largest: 3e-7)
    #expect(try headline(within: reached, outcome: .roundingFloor, floor: floor) == Self.question)
    let next = try headline(
      within: reached, outcome: .roundingFloor, thresholds: [1e-6, 1e-5], floor: floor)
    #expect(next.contains("memory fades to 1e-5"))
  }
}
