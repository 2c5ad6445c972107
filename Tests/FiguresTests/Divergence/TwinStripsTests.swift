import Experiments
import Foundation
import MemoryMeasures
import Testing

@testable import Figures

@Suite struct TwinStripsTests {
  /// - Parameter count: of twins. The network's counts are from 500 on, the twins' from 40 on, a step more for each pair
  ///   and twin; two of three of the network's runs to 1e-3 are never there.
  private func results(
    names: [String] = ["letters.keras"], twinKinds: [TwinKind] = [.glorot, .shuffled], count: Int = 79,
    isEmpty: Bool = false
  ) throws -> Results<Divergence> {
    let plan = try Plan<Divergence>(
      subjects: .given(
        names.map { Example.network($0, (.rnn, 1, 2)) }, twinKinds: twinKinds, twins: count),
      repeats: 3, settings: Example.settings([1e-3, 1e-6]))
    return plan.results { run in
      guard !isEmpty else { return nil }
      let steps = CensoredSteps(steps: run.isOfTwin ? 40 + run.twin + run.repeatIndex : 500, reached: true)
      let isThere = run.isOfTwin || run.repeatIndex == 1
      return .measured(
        Example.measurement(
          settled: steps, thresholds: [isThere ? steps : CensoredSteps(steps: 9_000, reached: false), steps],
          outcome: .merged))
    }
  }

  private func figure(_ results: Results<Divergence>) -> DistributionsFigure {
    TwinStrips(results: results, comparisons: results.comparisons, caption: "").figure
  }

  @Test func stripsAreThoseOfTheResults() throws {
    let figure = figure(try results())
    #expect(figure.name == "distributions")
    #expect(figure.panels.map(\.heading) == ["within 0.001 for good", "within 1e-6 for good"])
    #expect(figure.panels.allSatisfy { $0.samples.map(\.name) == ["trained", "glorot", "shuffled"] })
    let coarse = figure.panels[0].samples
    #expect(coarse[0].counts == [CensoredSteps(steps: 9_000, reached: false)])
    #expect(coarse[0].isLowerBound && coarse[0].isReference && coarse[0].comparison == nil)
    // Twin number t: the median of 40 + t, 41 + t and 42 + t.
    #expect(coarse[1].counts == (41...119).map { CensoredSteps(steps: $0, reached: true) })
    #expect(coarse[1].median == 80 && !coarse[1].isLowerBound)
    #expect(coarse[1].comparison?.text.hasPrefix("×≥113 (") == true, "\(coarse[1].comparison?.text ?? "")")
    let fine = figure.panels[1].samples
    #expect(fine[0].counts == [CensoredSteps(steps: 500, reached: true)])
    #expect(fine[1].comparison?.isSignificant == false)
    let comparison = try results().comparisons[1]
    #expect(
      fine[1].description == """
        letters.keras, glorot, within 1e-6 for good: median 80 shared steps over 79 networks, of which 1.0 got there; \
        79 of 79 twins take less, ratio 6.25 (95%: \(comparison.intervalText)), p 0.1
        """)
    #expect(
      figure.alternativeText == """
        letters.keras, median shared steps within 1e-6 for good: trained 500, glorot 80, shuffled 80.
        """)
  }

  @Test func enoughTwinsMakeAFinding() throws {
    let samples = try figure(results(count: 159)).panels[1].samples
    #expect(samples[1].comparison?.isSignificant == true)
    #expect(samples[1].description.hasSuffix(", p 0.05"))
  }

  /// A point for every network: filled where it got there, open in the region beyond where it did not.
  @Test func everyNetworkIsAPoint() throws {
    let canvas = figure(try results()).picture.canvas
    #expect(canvas.fills(of: PlotColor.orange.withOpacity(0.6)).count == 1)
    #expect(canvas.fills(of: PlotColor.blue.withOpacity(0.6)).count == 4 * 79)
    #expect(canvas.strokes(of: PlotColor.orange).count == 1)
    // One in the key.
    #expect(canvas.strokes(of: PlotColor.blue).count == 1)
    #expect(canvas.marks.count == 6)
  }

  @Test(arguments: [1, 4], [["net"], [String(repeating: "x", count: 200) + ".onnx", "b.keras"]])
  func textsHaveRoom(twinKinds: Int, names: [String]) throws {
    let kinds = Array(TwinKind.allCases.prefix(twinKinds))
    let figure = figure(try results(names: names, twinKinds: kinds, count: 5))
    let canvas = figure.picture.canvas
    #expect(canvas.touchingTexts == [])
    #expect(canvas.textsBeyond(figure.size) == [])
  }

  @Test func networksWithoutTwinsStandUnderEachOther() throws {
    let names = ["b.onnx", String(repeating: "long-", count: 40) + "a.keras", "c.h5"]
    let figure = figure(try results(names: names, twinKinds: []))
    #expect(figure.title == "How long do these networks remember?")
    #expect(figure.panels.count == 3 && figure.panels.allSatisfy { $0.samples.map(\.name) == names })
    #expect(figure.picture.canvas.marks[0].text.hasPrefix("b.onnx, bit-identical for good: median "))
    #expect(figure.alternativeText.hasPrefix("median shared steps within 1e-6 for good: b.onnx 500, "))
    let canvas = figure.picture.canvas
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
    #expect(!figure.picture.canvas.texts.contains(StripPanelDrawing.comparisonName))
  }

  @Test func nothingMeasured() throws {
    let figure = figure(try results(isEmpty: true))
    #expect(figure.picture.canvas.texts.filter { $0 == "nothing measured" }.count == 6)
    #expect(figure.alternativeText.hasSuffix("no measured run."))
  }

  /// Points stand at their steps, in their row, and those that have room do not cover each other.
  @Test func swarms() {
    let geometry = StripGeometry(frame: CGRect(x: 0, y: 0, width: 300, height: 30), steps: 1...10_000)
    let steps = [10, 10, 10, 10, 10, 12, 500, 9_000]
    let places = geometry.swarm(steps, middle: 15)
    #expect(places.map { Double($0.x) } == steps.map { geometry.x.position(Double($0)) })
    #expect(places.allSatisfy { $0.y > StripGeometry.radius && $0.y < 30 - StripGeometry.radius })
    for (index, place) in places.enumerated() {
      for other in places[(index + 1)...] {
        #expect(hypot(place.x - other.x, place.y - other.y) > 1.9 * StripGeometry.radius)
      }
    }
    // As many as one likes are still drawn, in the row.
    #expect(geometry.swarm(Array(repeating: 10, count: 500), middle: 15).count == 500)
    let beyond = geometry.beyond(200, middle: 15)
    #expect(beyond.count == 200)
    #expect(beyond.allSatisfy { geometry.beyond.contains($0.x) && $0.y > 0 && $0.y < 30 })
  }
}
