import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct DifferenceCurvesTests {
  /// Ten runs of each size: run i differs by (i + 1) / k at step k; beyond step 50 the outputs are equal.
  private func results(cells: [CellType] = [.gru], recordsCurve: Bool = true) throws -> Results<Divergence> {
    let plan = try Plan<Divergence>(
      subjects: .drawn(NetworkGrid(cells: cells, hiddenSizes: [8, 2], inputSizes: [3])), repeats: 10,
      settings: DivergenceSettings(totalSteps: 1_100, uniqueSteps: 100, recordsCurve: recordsCurve))
    let steps = plan.settings.curveSteps
    return plan.results { run in
      var measurement = Example.measurement(
        settled: CensoredSteps(steps: 51, reached: true),
        thresholds: plan.settings.thresholds.map { _ in CensoredSteps(steps: 51, reached: true) },
        outcome: .merged)
      measurement.curve = steps.map { $0 > 50 ? 0 : Float(run.repeatIndex + 1) / Float($0) }
      return .measured(measurement)
    }
  }

  private func figure(_ results: Results<Divergence>) -> CurvesFigure? {
    DifferenceCurves(results: results, caption: "").figure
  }

  @Test func mediansAndQuantiles() throws {
    let figure = try #require(try self.figure(results()))
    #expect(figure.name == "difference-curves")
    #expect(figure.panels.map(\.heading) == ["GRU"])
    let panel = figure.panels[0]
    // By hidden size, whatever the order of the grid.
    #expect(panel.series.map(\.name) == ["2", "8"])
    #expect(Set(panel.series.map(\.color)).count == 2)
    let points = panel.series[0].points
    #expect(points.map(\.x) == (try results()).plan.settings.curveSteps.map(Double.init))
    #expect(points[0].middle == 5.5 && abs(points[0].low - 1.9) < 1e-6 && abs(points[0].high - 9.1) < 1e-6)
    #expect(points.last == CurveSeries.Point(x: 1_000, low: 0, middle: 0, high: 0))
    #expect(panel.levels.map(\.value) == [Double(Float.ulpOfOne)])
    #expect(
      panel.series[0].descriptions.values.sorted()
        == [
          "GRU, hidden 2, shared step 1,000: median difference 0 (80% of 10 runs: 0 to 0)",
          "GRU, hidden 2, shared step 99: median difference 0 (80% of 10 runs: 0 to 0)",
          "GRU, hidden 2, shared step 10: median difference 0.55 (80% of 10 runs: 0.19 to 0.91)",
          "GRU, hidden 2, shared step 1: median difference 5.5 (80% of 10 runs: 1.9 to 9.1)",
        ].sorted())
    #expect(
      figure.alternativeText == """
        GRU: for 2 the median falls from 5.5 at step 1 to 0 at 1,000; \
        for 8 the median falls from 5.5 at step 1 to 0 at 1,000.
        """)
  }

  @Test func onlyOfSweepsWithCurves() throws {
    #expect(try figure(results(recordsCurve: false)) == nil)
    #expect(
      try results().figures().map(\.name) == [
        "memory", "settled-steps", "threshold-steps", "difference-curves",
      ])
    #expect(
      try results(recordsCurve: false).figures().map(\.name) == [
        "memory", "settled-steps", "threshold-steps",
      ])
  }

  @Test func theFloorIsShadedAndNamed() throws {
    let figure = try #require(try self.figure(results(cells: [.lstm, .gru])))
    let canvas = figure.picture.canvas
    #expect(canvas.fills(of: PlotColor.shade).count == 2)
    #expect(canvas.texts.filter { $0 == "float32 rounding" }.count == 2)
    #expect(canvas.marks.count == 2 * 2 * 4)
    #expect(canvas.touchingTexts == [])
    #expect(canvas.textsBeyond(figure.size) == [])
  }

  /// A given network and its two kinds of twins, whose differences are ten and a hundred times its own.
  private func given(_ networks: [GivenNetwork], kinds: [TwinKind] = []) throws -> Results<Divergence> {
    let plan = try Plan<Divergence>(
      subjects: .given(networks, twinKinds: kinds, twins: kinds.isEmpty ? 0 : 5), repeats: 3,
      settings: DivergenceSettings(totalSteps: 1_100, uniqueSteps: 100, recordsCurve: true))
    return plan.results { run in
      var measurement = Example.measurement(
        settled: CensoredSteps(steps: 51, reached: true),
        thresholds: plan.settings.thresholds.map { _ in CensoredSteps(steps: 51, reached: true) },
        outcome: .merged)
      let scale: Float =
        if case .twin(_, let kind, _) = run.subject { kind == .glorot ? 10 : 100 } else { 1 }
      measurement.curve = plan.settings.curveSteps.map { scale * Float(run.repeatIndex + 1) / Float($0) }
      return .measured(measurement)
    }
  }

  @Test func ofAGivenNetworkAndItsTwins() throws {
    let results = try given(
      [Example.network("one.keras", (.gru, 1, 2)), Example.network("two.keras", (.lstm, 1, 2))],
      kinds: [.glorot, .shuffled])
    #expect(results.figures().map(\.name) == ["distributions", "difference-curves"])
    let figure = try #require(self.figure(results))
    #expect(figure.panels.map(\.heading) == ["one.keras", "two.keras"])
    #expect(figure.panels[1].series.map(\.name) == ["trained", "glorot", "shuffled"])
    #expect(figure.panels[1].series.map { $0.points[0].middle } == [2, 20, 200])
    #expect(figure.panels[1].series.map(\.color).prefix(2) == [PlotColor.blue, PlotColor.orange])
    let told = figure.panels[0].series[1].descriptions.values.sorted()
    #expect(
      told[0]
        == "one.keras, glorot, shared step 1,000: median difference 0.020 (80% of 15 runs: 0.010 to 0.030)")
    let canvas = figure.picture.canvas
    #expect(canvas.texts.contains { $0.contains("Median over 3 pairs or, of every kind, 5 twins;") })
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
  }

  @Test func ofCheckpoints() throws {
    let networks = [0, 500, 1_000].map {
      Example.network("step-\($0)", (.gru, 1, 2), weight: Double($0 + 1), checkpoint: $0)
    }
    let figure = try #require(self.figure(given(networks)))
    #expect(figure.panels.map(\.heading) == ["3 checkpoints"])
    #expect(figure.panels[0].series.map(\.name) == ["0", "500", "1,000"])
    #expect(figure.picture.canvas.texts.contains("training step or epoch:"))
    #expect(
      figure.panels[0].series[1].descriptions.values.contains { $0.hasPrefix("step-500, shared step 1:") }
        == false)
    #expect(
      figure.panels[0].series[1].descriptions.values.contains { $0.hasPrefix("3 checkpoints, step-500, ") })
  }

  /// A row for each depth, a column for each cell type.
  @Test func cellsByLayers() throws {
    let plan = try Plan<Divergence>(
      subjects: .drawn(
        NetworkGrid(cells: [.rnn, .lstm, .gru], layers: [1, 2], hiddenSizes: [8, 2], inputSizes: [3])),
      repeats: 2, settings: DivergenceSettings(totalSteps: 1_100, uniqueSteps: 100, recordsCurve: true))
    let figures = Results(plan: plan, records: [:]).figures()
    #expect(figures.count == 4)
    for figure in figures {
      let canvas = figure.picture.canvas
      let headings = canvas.runs.filter { $0.text.contains(" layer") && $0.font.isBold && $0.font.size < 20 }
      #expect(
        Set(headings.map(\.anchor.x)).count == 3 && Set(headings.map(\.anchor.y)).count == 2, "\(figure.name)"
      )
      #expect(headings.count == 6)
      #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [], "\(figure.name)")
    }
  }

  @Test func nothingMeasured() throws {
    let empty = Results(plan: try results().plan, records: [:])
    let figure = try #require(self.figure(empty))
    #expect(figure.picture.canvas.texts.contains("no measured run"))
    #expect(figure.alternativeText == "GRU: no measured run.")
  }
}
