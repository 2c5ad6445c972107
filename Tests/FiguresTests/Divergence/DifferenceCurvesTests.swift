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

  private func figure(_ results: Results<Divergence>) throws -> CurvesFigure? {
    let grid = try #require(results.plan.subjects.grid)
    return DifferenceCurves(results: results, grid: grid, caption: "").figure
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

  @Test func nothingMeasured() throws {
    let empty = Results(plan: try results().plan, records: [:])
    let figure = try #require(try self.figure(empty))
    #expect(figure.picture.canvas.texts.contains("no measured run"))
    #expect(figure.alternativeText == "GRU: no measured run.")
  }
}
