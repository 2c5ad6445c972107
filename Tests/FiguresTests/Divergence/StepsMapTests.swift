import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct StepsMapTests {
  /// Settled after 10 times the hidden size plus the input size; the second repeat of 4 units never is. Within 1e-6
  /// after the input size. Nothing is known of input size 6 at 2 units.
  private func results(
    cells: [CellType] = [.lstm, .gru], hiddenSizes: [Int] = [1, 2, 4], inputSizes: [Int] = [5, 6]
  ) throws -> Results<Divergence> {
    let plan = try Example.plan(
      cells: cells, hiddenSizes: hiddenSizes, inputSizes: inputSizes, thresholds: [1e-6])
    return plan.results { run in
      if run.hiddenSize == 2 && run.inputSize == 6 { return nil }
      let settles = run.hiddenSize != 4 || run.repeatIndex == 0
      let steps = settles ? 10 * run.hiddenSize + run.inputSize : 9_000
      return .measured(
        Example.measurement(
          settled: CensoredSteps(steps: steps, reached: settles),
          thresholds: [CensoredSteps(steps: run.inputSize, reached: true)], outcome: .merged))
    }
  }

  private func figure(_ results: Results<Divergence>, _ count: ShownCount = .settled) throws -> HeatMapFigure
  {
    let grid = try #require(results.plan.subjects.grid)
    return StepsMap(results: results, grid: grid, count: count, caption: "").figure
  }

  @Test func cellsAreThoseOfTheResults() throws {
    let figure = try figure(results())
    #expect(figure.name == "settled-steps")
    #expect(figure.panels.map(\.heading) == ["LSTM", "GRU"])
    for panel in figure.panels {
      #expect(panel.rows == ["1", "2", "4"] && panel.columns == ["5", "6"])
      #expect(
        panel.cells.map { $0.map(\.value) } == [
          [.measured(15), .measured(16)], [.measured(25), .missing],
          [.lowerBound(4_522.5), .lowerBound(4_523)],
        ])
      #expect(
        panel.cells.map { $0.map(\.labels) } == [
          [["15", "15"], ["16", "16"]], [["25", "25"], ["–", "–"]],
          [["≥4,522", "≥4.5k"], ["≥4,523", "≥4.5k"]],
        ])
    }
    // One scale for both panels, logarithmic because 4,523 is far above 15.
    #expect(figure.scale == ColorScale(domain: 15...4_523, isLogarithmic: true))
    #expect(
      figure.alternativeText == """
        LSTM: 5 cells from 15 to ≥4,523 shared steps, 1 cell not measured. \
        GRU: 5 cells from 15 to ≥4,523 shared steps, 1 cell not measured.
        """)
  }

  @Test func everyCellIsDrawnAndMarked() throws {
    let figure = try figure(results())
    let canvas = figure.picture.canvas
    #expect(
      canvas.marks.map(\.text).prefix(6) == [
        "LSTM, hidden 1, input 5: 15 steps, mean over 2 repeats",
        "LSTM, hidden 1, input 6: 16 steps, mean over 2 repeats",
        "LSTM, hidden 2, input 5: 25 steps, mean over 2 repeats",
        "LSTM, hidden 2, input 6: no measured run",
        "LSTM, hidden 4, input 5: ≥4,522 steps, mean over 2 repeats, of which 0.5 got there",
        "LSTM, hidden 4, input 6: ≥4,523 steps, mean over 2 repeats, of which 0.5 got there",
      ])
    #expect(canvas.marks.count == 12)
    let scale = try #require(figure.scale)
    #expect(canvas.fills(of: scale.color(15)).count == 2)
    #expect(canvas.fills(of: scale.color(25)).count == 2)
    #expect(canvas.texts.contains("≥4,522") && canvas.texts.contains("–"))
    #expect(canvas.texts.contains("Not finished: 20 of 24 runs."))
    #expect(
      canvas.texts.contains(
        "≥ lower bound: some repeats had not settled before the last tenth of the 9,000 shared steps"))
    #expect(canvas.texts.contains("no measured run"))
  }

  /// Four lower bounds are hatched, and the sample in the key; measured and missing cells are not.
  @Test func lowerBoundsAreHatched() throws {
    let hatches = try figure(results()).picture.canvas.allShapes.filter {
      if case .stroke(let path, let stroke) = $0 {
        stroke.color.opacity == 0.3 && path.elements.count > 2
      } else {
        false
      }
    }
    #expect(hatches.count == 5)
    let none = try figure(results(hiddenSizes: [1, 3])).picture.canvas
    #expect(!none.texts.contains { $0.contains("≥") })
  }

  @Test func thresholdSteps() throws {
    let figure = try figure(results(), .within(1e-6, place: 0))
    #expect(figure.name == "threshold-steps")
    #expect(figure.title == "Steps until the outputs stay within 1e-6 of each other")
    #expect(figure.panels[0].cells[2].map(\.value) == [.measured(5), .measured(6)])
    #expect(figure.scale == ColorScale(domain: 5...6, isLogarithmic: false))
  }

  @Test func nothingMeasured() throws {
    let plan = try Example.plan(cells: [.lstm], thresholds: [1e-6])
    let figure = try figure(Results(plan: plan, records: [:]))
    #expect(figure.scale == nil)
    #expect(figure.panels[0].cells.joined().allSatisfy { $0.value == .missing })
    #expect(figure.picture.canvas.texts.filter { $0 == "–" }.count == 4)
    #expect(figure.alternativeText == "LSTM: no measured run.")
  }

  /// Numbers in every cell while they fit, in none where one does not.
  @Test(arguments: [(1, true), (2, true), (8, true), (20, true), (75, false)])
  func numbersWhileTheyFit(count: Int, fits: Bool) throws {
    let sizes = (1...count).map { 1_000 + $0 }
    let figure = try figure(results(hiddenSizes: sizes, inputSizes: sizes))
    let canvas = figure.picture.canvas
    let labels = Set(figure.panels.flatMap { $0.cells.joined().flatMap(\.labels) })
    let numbers = canvas.texts.count { labels.contains($0) }
    // A few are those of the colour bar.
    #expect(fits ? numbers >= 2 * count * count : numbers <= 10)
    #expect(canvas.marks.count == 2 * count * count)
    #expect(canvas.touchingTexts == [])
    #expect(canvas.textsBeyond(figure.size) == [])
  }

  /// Wide and high maps, too; where cells are narrow, numbers are written upwards.
  @Test(arguments: [(1, 50, true), (3, 60, true), (90, 2, false), (12, 12, false)])
  func numbersAtAnyShape(rows: Int, columns: Int, isTurned: Bool) throws {
    let figure = try figure(
      results(hiddenSizes: (1...rows).map { 1_000 + $0 }, inputSizes: (1...columns).map { 1_000 + $0 }))
    let canvas = figure.picture.canvas
    let labels = Set(figure.panels.flatMap { $0.cells.joined().flatMap(\.labels) })
    let numbers = canvas.runs.filter { labels.contains($0.text) && $0.font.size >= 8 }
    #expect(numbers.count { ($0.rotation == -90) == isTurned } >= 2 * rows * columns)
    #expect(canvas.touchingTexts == [])
    #expect(canvas.textsBeyond(figure.size) == [])
  }

  @Test(arguments: [
    ([CellType.rnn], [1, 2, 3, 4, 5, 6, 7, 8]), ([.rnn, .lstm, .gru], [1]),
    ([.lstm, .gru, .rnn, .gruResetBefore], [1, 2]),
  ])
  func panelsHaveRoom(cells: [CellType], layers: [Int]) throws {
    let plan = try Example.plan(cells: cells, layers: layers, thresholds: [1e-6])
    let results = plan.results { _ in
      .measured(
        Example.measurement(
          settled: CensoredSteps(steps: 50, reached: true),
          thresholds: [CensoredSteps(steps: 5, reached: true)],
          outcome: .merged))
    }
    let figure = try figure(results)
    #expect(figure.panels.count == cells.count * layers.count)
    let canvas = figure.picture.canvas
    #expect(canvas.touchingTexts == [])
    #expect(canvas.textsBeyond(figure.size) == [])
    // No heading had to be shortened.
    for panel in figure.panels { #expect(canvas.texts.contains(panel.heading)) }
  }
}
