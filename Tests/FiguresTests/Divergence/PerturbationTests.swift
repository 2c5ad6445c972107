import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

/// What is said of perturbations in the middle.
@Suite struct PerturbationTests {
  static let all: [Perturbation] = [.step, .feature("3"), .state]

  private func results(
    _ perturbation: Perturbation, size: Double = 1, at places: [Int]? = nil, steps: Int = 1,
    follows: Bool = true, isDrawn: Bool = true
  ) throws -> Results<Divergence> {
    let settings = try DivergenceSettings(
      totalSteps: 2_000, recordsCurve: true, perturbation: perturbation, size: size, at: places,
      perturbedSteps: steps, followsResponse: follows)
    let subjects: Subjects =
      isDrawn
      ? .drawn(NetworkGrid(cells: [.gru], hiddenSizes: [2, 8], inputSizes: [3]))
      : .given([Example.network("a.keras", (.gru, 3, 4))])
    return try Plan<Divergence>(subjects: subjects, repeats: 2, settings: settings).results { run in
      var found = Example.measurement(
        settled: CensoredSteps(steps: 9, reached: true),
        thresholds: settings.thresholds.map { _ in CensoredSteps(steps: 7, reached: true) }, outcome: .merged)
      found.curve = settings.curveSteps.map { 1 / Float($0) }
      if perturbation != .beginning { found.onset = PerturbationOnset(length: 0.5, difference: 0.25) }
      if follows {
        found.response = ResponseMeasurement(
          largest: 3, steps: CensoredSteps(steps: 4 + 2 * run.repeatIndex, reached: run.repeatIndex == 0),
          curve: settings.curveSteps.map { 2 / Float($0) })
      }
      return .measured(found)
    }
  }

  /// Nothing that is told of them is about beginnings.
  @Test(arguments: all, [true, false]) func beginningsAreNotTold(perturbation: Perturbation, isDrawn: Bool)
    throws
  {
    let shown = DivergencePresentation(results: try results(perturbation, isDrawn: isDrawn))
    let figures = shown.figures(program: nil)
    let words =
      shown.introduction + [shown.caption(program: nil), shown.summary(on: Terminal())]
      + shown.findings.map { "\($0)" }
      + figures.map { "\($0.sheet) \($0.alternativeText)" } + shown.settings.map { "\($0.name): \($0.value)" }
    let text = words.joined(separator: "\n")
    #expect(!text.contains("eginning") && !text.contains("nique steps") && !text.contains("in the first"))
    #expect(figures.contains { $0.name == "perturbation-response" })
  }

  @Test func whatDiffers() throws {
    func words(
      _ perturbation: Perturbation, size: Double = 1, at places: [Int]? = nil, steps: Int = 1
    ) throws -> String {
      try results(perturbation, size: size, at: places, steps: steps).plan.settings.differenceWords
    }
    #expect(DivergenceSettings.standard.differenceWords == "in the first 1,000")
    #expect(try words(.step) == "in step 1,000")
    #expect(try words(.step, at: [30, 10, 20]) == "in step 10, 20 or 30")
    #expect(try words(.feature("wind"), steps: 5) == "in input wind of 5 steps from step 1,000 on")
    #expect(
      try words(.state, size: 0.01)
        == "in nothing but the state before step 0, by 0.01 of the way to a new draw")
    #expect(DivergenceSettings.standard.pairWords == "two sequences that differ only at the beginning")
    #expect(
      try results(.feature("3")).plan.settings.pairWords
        == "two sequences that differ only in input 3 of one step")
    #expect(try results(.state).plan.settings.pairWords == "one sequence from two states")
  }

  @Test func aTableOfPerturbations() throws {
    let table = try #require(PerturbationTables(results: results(.feature("3"), isDrawn: false)).tables.first)
    #expect(table.title == "what input 3, perturbed, does to the outputs")
    #expect(table.table.columns == ["length", "difference", "largest response", "steps to 1%"])
    #expect(table.table.rows.map(\.cells) == [["0.50", "0.25", "3.0", "≥5.0"]])
    #expect(try PerturbationTables(results: results(.step)).tables.count == 1)
    #expect(try PerturbationTables(results: results(.beginning)).tables[0].table.columns.count == 2)
    #expect(try PerturbationTables(results: results(.beginning, follows: false)).tables.isEmpty)
  }

  /// The difference by the length of the change beside the response, of given networks; of drawn ones the response.
  @Test func curves() throws {
    func figure(_ results: Results<Divergence>) -> CurvesFigure? {
      ResponseCurves(results: results, caption: "").figure
    }
    let given = try #require(try figure(results(.step, isDrawn: false)))
    #expect(
      given.panels.count == 1 && given.panels[0].series.map(\.name) == ["difference", "linear response"])
    #expect(given.panels[0].series.map { $0.points[0].middle } == [2, 2])
    let drawn = try #require(try figure(results(.step)))
    #expect(drawn.panels[0].series.count == 2 && drawn.panels[0].series[1].points[1].middle == 1)
    #expect(try figure(results(.step, follows: false)) == nil)
    #expect(try figure(results(.beginning, follows: false, isDrawn: false)) == nil)
    #expect(try figure(results(.beginning, isDrawn: false))?.panels[0].series.count == 1)
  }
}
