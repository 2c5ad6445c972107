import Experiments
import Foundation
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct MemorizationFiguresTests {
  /// Networks of c cells learn positions up to c (0.02 and, for the second repeat, 0.04), and nothing beyond (0.25).
  /// Both trainings of 1 cell for position 1 diverge. No sequence is longer than 4.
  private func results(
    cells: [CellType] = [.rnn], layers: [Int] = [1, 2], hiddenSizes: [Int] = [1, 2, 3],
    positions: [Int] = [1, 2, 3, 4, 5], isEmpty: Bool = false
  ) throws -> Results<Memorization> {
    let plan = try Plan<Memorization>(
      subjects: .drawn(
        NetworkGrid(
          cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: [1],
          initialization: Initialization(.pytorch))),
      repeats: 2,
      settings: MemorizationSettings(
        positions: positions, lengths: 3...4, epochs: 100, recordsCurve: true))
    func curve(_ first: Float, until epoch: Int, _ last: Float) -> [Float] {
      plan.settings.curveEpochs.map { $0 <= epoch ? first : last }
    }
    return plan.results { run in
      guard !isEmpty else { return nil }
      let position = positions[run.point[0]]
      if position > 4 {
        return .measured(
          MemorizationMeasurement(
            outcome: .noTarget, loss: .nan, epochs: 0, lossCurve: curve(.nan, until: 0, .nan)))
      }
      if run.hiddenSize == 1 && position == 1 {
        return .measured(
          MemorizationMeasurement(
            outcome: .diverged, loss: .nan, epochs: 70, lossCurve: curve(0.4, until: 70, .nan)))
      }
      return .measured(
        MemorizationMeasurement(
          outcome: .trained, loss: position > run.hiddenSize ? 0.25 : 0.02 + 0.02 * Double(run.repeatIndex),
          epochs: 100, lossCurve: curve(0.25, until: 50, 0.1)))
    }
  }

  private func map(
    _ results: Results<Memorization>, _ shown: MemorizationMap.Shown = .meanLoss
  ) throws -> HeatMapFigure {
    let grid = try #require(results.plan.subjects.grid)
    return MemorizationMap(results: results, grid: grid, shown: shown, caption: "").figure
  }

  private func curves(_ results: Results<Memorization>) throws -> CurvesFigure {
    try #require(results.figures().last as? CurvesFigure)
  }

  @Test func dotsAreThoseOfTheResults() throws {
    let figures = try results().figures(program: "memprobe 1.2.3")
    #expect(
      figures.map(\.name) == ["memorization", "memorization-median", "memorization-spread", "loss-curves"])
    let map = try #require(figures[0] as? HeatMapFigure)
    #expect(map.panels.map(\.heading) == ["RNN, 1 layer", "RNN, 2 layers"])
    // Positions from the bottom.
    #expect(map.panels[0].rows == ["5", "4", "3", "2", "1"] && map.panels[0].columns == ["1", "2", "3"])
    let values = map.panels[0].cells.map { $0.map(\.value) }
    #expect(
      values == [
        [.undefined, .undefined, .undefined], [.measured(0.25), .measured(0.25), .measured(0.25)],
        [.measured(0.25), .measured(0.25), .measured(0.03)],
        [.measured(0.25), .measured(0.03), .measured(0.03)], [.failed, .measured(0.03), .measured(0.03)],
      ])
    #expect(map.scale == ColorScale(domain: 0...0.25, isLogarithmic: false))
    let texts = map.picture.canvas.marks.map(\.text)
    #expect(texts.count == 30)
    #expect(
      texts.contains(
        "RNN, 1 layer, 3 cells, position 3: error 0.030 ± 0.014 over 2 repeats, median 0.030, 1.0 learned"))
    #expect(texts.contains("RNN, 1 layer, 1 cell, position 1: of 2 repeats, 2 diverged"))
    #expect(texts.contains("RNN, 2 layers, 2 cells, position 5: no sequence is that long"))
    #expect(
      map.alternativeText == """
        RNN, 1 layer: learned up to position 0 with 1 cell and up to 3 with 3. \
        RNN, 2 layers: learned up to position 0 with 1 cell and up to 3 with 3.
        """)
    #expect(
      map.caption == """
        Sequences of 3 to 4 uniform numbers; 100 epochs; minibatches of 32; learning rate 0.02; weights: pytorch; \
        2 repeats; loss on 4,096 fresh sequences; seed 0. memprobe 1.2.3
        """)
  }

  /// Where there is room, every loss is a number, too.
  @Test func fewLossesAreTiles() throws {
    let map = try map(results())
    #expect(map.style == .tiles)
    let canvas = map.picture.canvas
    #expect(canvas.texts.count { $0 == "0.030" } == 2 * 5)
    #expect(canvas.texts.count { $0 == "0.25" } == 2 * 6 + 1)
    #expect(canvas.fills(of: try #require(map.scale).color(0.03)).count == 2 * 5)
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(map.size) == [])
  }

  @Test func manyLossesAreDots() throws {
    let map = try map(results(hiddenSizes: Array(1...20)))
    let canvas = map.picture.canvas
    #expect(map.style == .dots && canvas.circles.count == 2 * (20 * 4 - 1))
    let scale = try #require(map.scale)
    #expect(canvas.circles.filter { $0.color == scale.color(0.03) }.count == 2 * (2 + 3 + 17 * 4))
    // Two crosses and the one in the key.
    #expect(canvas.strokes(of: PlotColor.orange).count == 3)
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(map.size) == [])
  }

  /// Where panels are lower than the title of their axis is long, they get room for it.
  @Test(arguments: [[1], [4, 9], [2, 5, 10]]) func titlesOfFlatPanelsHaveRoom(positions: [Int]) throws {
    let figure = try #require(
      results(cells: [.rnn, .lstm], positions: positions).figures(program: nil).first)
    let canvas = figure.picture.canvas
    #expect(canvas.texts.count { $0 == "position from the last input" } == 2)
    #expect(canvas.touchingTexts.isEmpty)
    #expect(canvas.textsBeyond(figure.size).isEmpty)
  }

  @Test func spread() throws {
    let map = try map(results(), .standardDeviation)
    let numbers = map.panels.flatMap(\.numbers)
    #expect(numbers.count == 22)
    #expect(numbers.filter { abs($0 - 0.02 / 2.0.squareRoot()) < 1e-12 }.count == 10)
    #expect(numbers.filter { $0 == 0 }.count == 12)
  }

  /// Between the dots of the last position that the source's bound allows and the next: p = 2 c - 1 in two layers.
  @Test func theBound() throws {
    let map = try map(results())
    #expect(map.panels[0].border == [CGPoint(x: 0, y: 3.5), CGPoint(x: 1, y: 2.5), CGPoint(x: 2, y: 1.5)])
    #expect(map.panels[1].border == [CGPoint(x: 0, y: 3.5), CGPoint(x: 1, y: 1.5), CGPoint(x: 2, y: -0.5)])
    let gaps = try self.map(results(hiddenSizes: [1, 2, 4]))
    #expect(gaps.panels.allSatisfy { $0.border.isEmpty })
  }

  /// One of two trainings explodes: the mean is the other's, the median is between, and the figure says what is left out.
  @Test func explosions() throws {
    let usual = try results()
    let exploding = Run(
      .drawn(NetworkShape(cell: .rnn, layers: 1, inputSize: 1, hiddenSize: 3)), at: [0], repeat: 1)
    let results = usual.plan.results { run in
      run == exploding
        ? .measured(MemorizationMeasurement(outcome: .exploded, loss: 2.5, epochs: 100))
        : usual.records[run]
    }
    let (mean, median) = (try map(results), try map(results, .medianLoss))
    #expect(mean.panels[0].cells[4][2].value == .measured(0.02))
    #expect(median.panels[0].cells[4][2].value == .measured(1.26))
    let told =
      "RNN, 1 layer, 3 cells, position 1: error 0.020 over 1 repeat, median 1.3, 0.5 learned, 1 exploded"
    #expect(mean.panels[0].cells[4][2].description == told)
    #expect(mean.picture.canvas.texts.contains("Left out: 5 trainings that exploded or diverged."))
    #expect(!median.picture.canvas.texts.contains { $0.contains("Left out") })
    // Two diverged trainings have no median.
    #expect(median.panels[0].cells[4][0].value == .failed)

    let tables = results.presentation.tables.map { $0.text() }
    #expect(tables.count == 4)
    #expect(tables[0].hasPrefix("RNN, 1 layer: loss\n") && tables[1].hasPrefix("RNN, 1 layer: median loss\n"))
    #expect(tables[0].contains("2.0*!") && tables[1].contains("126*!"))
    #expect(tables[0].contains("! some repeats exploded or diverged, and are not in the mean"))
    let outcomes = results.presentation.outcomes
    #expect(
      outcomes == [
        "48 trainings, of which 19 learned; 1 exploded; 4 diverged; 12 without a target, as no sequence is that long"
      ])
    let findings = results.presentation.findings.map(\.markup).joined()
    #expect(findings.contains("An exploded training was thrown out of where it had got to"))
    #expect(!usual.presentation.findings.map(\.markup).joined().contains("exploded training"))
  }

  /// Networks of 1, 2 and 3 cells learn up to their number: of positions 2 and 3 none, the one, and both.
  @Test func bordersAmongThePositionsThatWereTried() throws {
    let results = try results(layers: [1], positions: [3, 2])
    let tables = results.presentation.tables(TableChoice(statistic: .median))
    #expect(tables.map(\.title) == ["RNN, 1 layer: median loss"])
    #expect(tables[0].table.rows.map { $0.cells[2] } == ["<2", "2", "3"])
    let description = try map(results).alternativeText
    #expect(description == "RNN, 1 layer: learned up to position <2 with 1 cell and up to 3 with 3.")
  }

  @Test func lossesAboveKnowingNothingAreSaid() throws {
    let usual = try results()
    let results = usual.plan.results { run in
      guard run.point == [3] else { return usual.records[run] }
      return .measured(
        MemorizationMeasurement(
          outcome: .trained, loss: 3, epochs: 100,
          lossCurve: usual.plan.settings.curveEpochs.map { _ in 3 }))
    }
    let map = try map(results)
    #expect(map.scale?.domain == 0...0.25)
    #expect(map.picture.canvas.texts.contains("≥0.25"))
  }

  @Test func lossCurves() throws {
    let figure = try curves(results())
    #expect(figure.panels.count == 6)
    let panel = figure.panels[0]
    #expect(panel.heading == "RNN, 1 layer, 1 cell")
    // Position 5 has no target.
    #expect(panel.series.map(\.name) == ["position 1", "position 2", "position 3", "position 4"])
    // After training diverged there is nothing to draw.
    let (loss, left) = (Double(Float(0.4)), panel.series[0].points)
    #expect(left.count == 70)
    #expect(left.last == .init(x: 70, low: loss, middle: loss, high: loss))
    #expect(panel.series[1].points.map(\.x) == (1...100).map(Double.init))
    #expect(panel.levels.map(\.value) == [0.25])
    let canvas = figure.picture.canvas
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
  }

  @Test func tooManyPanelsAreCounted() throws {
    let figure = try curves(results(hiddenSizes: Array(1...10)))
    #expect(figure.panels.count == 12)
    #expect(figure.picture.canvas.texts.contains("Not drawn: 8 further network types."))
  }

  @Test func nothingMeasured() throws {
    let empty = try results(isEmpty: true)
    for figure in empty.figures() {
      let canvas = figure.picture.canvas
      #expect(canvas.texts.contains("Not finished: 0 of 60 runs."))
      #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
    }
    let map = try map(empty)
    #expect(map.panels.allSatisfy { $0.cells.joined().allSatisfy { $0.value == .missing } })
    #expect(map.alternativeText == "RNN, 1 layer: nothing known. RNN, 2 layers: nothing known.")
  }
}
