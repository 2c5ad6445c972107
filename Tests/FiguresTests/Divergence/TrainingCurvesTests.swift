import Experiments
import Foundation
import MemoryMeasures
import Testing

@testable import Figures

@Suite struct TrainingCurvesTests {
  /// Of a checkpoint of step s, run r takes s + r steps; twin t of every kind takes 10 t.
  private func figure(steps: [Int], twinKinds: [TwinKind] = [.glorot]) throws -> CurvesFigure {
    let plan = try Plan<Divergence>(
      subjects: .given(
        steps.map { Example.network("n-\($0)", (.rnn, 1, 2), checkpoint: $0) }, twinKinds: twinKinds,
        twins: 21),
      repeats: 3, settings: Example.settings([1e-3]))
    let results = plan.results { run in
      let step =
        if case .given(let name) = run.subject { (Int(name.dropFirst(2)) ?? 0) + run.repeatIndex } else {
          10 * run.twin
        }
      let count = CensoredSteps(steps: max(1, step), reached: true)
      return .measured(Example.measurement(settled: count, thresholds: [count], outcome: .merged))
    }
    let checkpoints = try #require(plan.subjects.checkpoints)
    return TrainingCurves(results: results, checkpoints: checkpoints, caption: "").figure
  }

  @Test func curvesAreThoseOfTheResults() throws {
    let figure = try figure(steps: [10, 50, 200])
    #expect(
      figure.name == "memory-over-training" && figure.panels.map(\.heading) == ["within 0.001 for good"])
    let series = figure.panels[0].series
    #expect(series.map(\.name) == ["glorot twins", "trained"])
    #expect(series[1].points.map(\.x) == [10, 50, 200])
    #expect(series[1].points.map(\.middle) == [11, 51, 201])
    #expect(series[1].points.map(\.low) == [10.5, 50.5, 200.5])
    #expect(series[0].points.allSatisfy { $0.middle == 100 && $0.low == 10 && $0.high == 190 })
    #expect(series[1].descriptions[2] == "n-200, step 200: within 0.001 for good after 201 steps")
    #expect(figure.alternativeText.contains("for trained the median goes from 11 at training step 10 to 201"))
  }

  /// Steps that grow a hundredfold, a single one, and none but the first epoch.
  @Test(arguments: [[1, 10, 1_000], [7], [0], [0, 1]]) func axes(steps: [Int]) throws {
    let figure = try figure(steps: steps, twinKinds: [])
    let picture = figure.picture
    #expect(picture.canvas.textsBeyond(picture.size).isEmpty)
    #expect(picture.canvas.touchingTexts.isEmpty, "\(picture.canvas.touchingTexts)")
    #expect(picture.canvas.circles.count == steps.count * figure.panels.count)
  }

  /// By figure and table, and by a plan that was stored.
  @Test(arguments: ["global_step", nil]) func stepsAreCalledAsTheFilesCallThem(counter: String?) throws {
    let networks = [3, 5].map { step in
      var network = Example.network("n-\(step)", (.rnn, 1, 2), checkpoint: step)
      network.counter = counter
      return network
    }
    let made = try Plan<Divergence>(
      subjects: .given(networks), repeats: 1, settings: Example.settings([1e-3]))
    let plan = try JSONDecoder().decode(Plan<Divergence>.self, from: JSONEncoder().encode(made))
    #expect(plan == made && plan.axes[0].longName.hasPrefix(counter ?? "training step or epoch"))
    let count = CensoredSteps(steps: 7, reached: true)
    let results = plan.results { _ in
      .measured(Example.measurement(settled: count, thresholds: [count], outcome: .merged))
    }
    let words = results.figures()[0].picture.canvas.texts
    #expect(words.contains(counter ?? "training step or epoch"), "\(words)")
    #expect(results.summary().contains("\n\(counter ?? "  step") │"), "\(results.summary())")
  }

  @Test func otherNetworksHaveNoSuchFigure() throws {
    let plan = try Plan<Divergence>(
      subjects: .given([Example.network("a", (.rnn, 1, 2))]), repeats: 1, settings: Example.settings([1e-3]))
    #expect(plan.subjects.checkpoints == nil)
    let mixed = [Example.network("a", (.rnn, 1, 2)), Example.network("b-1", (.rnn, 1, 2), checkpoint: 1)]
    #expect(throws: PlanError.notInSeries("a")) {
      try Plan<Divergence>(subjects: .given(mixed), repeats: 1, settings: Example.settings([1e-3]))
    }
  }
}
