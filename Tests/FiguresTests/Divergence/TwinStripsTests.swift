import Experiments
import Foundation
import MemoryMeasures
import Testing

@testable import Figures

@Suite struct TwinStripsTests {
  /// - Parameter count: of pairs, and of twins. The network's counts are from 500 on, the twins' from 40 on; half of
  ///   the network's runs never settle.
  private func results(
    names: [String] = ["letters.keras"], twinKinds: [TwinKind] = [.glorot, .shuffled], count: Int = 6,
    isEmpty: Bool = false
  ) throws -> Results<Divergence> {
    let plan = try Plan<Divergence>(
      subjects: .given(
        names.map { Example.network($0, (.rnn, 1, 2)) }, twinKinds: twinKinds, twins: count),
      repeats: count, settings: Example.settings([1e-3, 1e-6]))
    return plan.results { run in
      guard !isEmpty else { return nil }
      let steps = CensoredSteps(steps: (run.isOfTwin ? 40 : 500) + run.repeatIndex, reached: true)
      let settles = run.isOfTwin || run.repeatIndex.isMultiple(of: 2)
      return .measured(
        Example.measurement(
          settled: settles ? steps : CensoredSteps(steps: 9_000, reached: false), thresholds: [steps, steps],
          outcome: .merged))
    }
  }

  private func figure(_ results: Results<Divergence>) -> DistributionsFigure {
    TwinStrips(results, caption: "").figure
  }

  @Test func stripsAreThoseOfTheResults() throws {
    let figure = figure(try results())
    #expect(figure.name == "distributions")
    #expect(
      figure.panels.map(\.heading) == [
        "bit-identical for good", "within 0.001 for good", "within 1e-6 for good",
      ])
    #expect(figure.panels.allSatisfy { $0.samples.map(\.name) == ["trained", "glorot", "shuffled"] })
    let settled = figure.panels[0].samples
    #expect(settled[0].counts.map(\.reached) == [true, false, true, false, true, false])
    #expect(settled[0].isLowerBound && settled[0].isReference && settled[0].comparison == nil)
    #expect(settled[1].median == 42.5 && !settled[1].isLowerBound)
    #expect(settled[1].comparison?.text == "+1.00" && settled[1].comparison?.isSignificant == true)
    #expect(
      settled[1].description == """
        letters.keras, glorot, bit-identical for good: median 43 shared steps over 6 runs, of which 1.0 got there; \
        the network against them: Cliff's delta +1.00, p 0.013
        """)
    #expect(
      figure.alternativeText == """
        letters.keras, median shared steps within 1e-6 for good: trained 503, glorot 43, shuffled 43.
        """)
  }

  /// A point for every run: filled where it got there, open in the region beyond where it did not.
  @Test func everyRunIsAPoint() throws {
    let canvas = figure(try results()).picture.canvas
    let orange = canvas.fills(of: PlotColor.orange.withOpacity(0.6)).count
    #expect(orange == 3 + 6 + 6)
    #expect(canvas.fills(of: PlotColor.blue.withOpacity(0.6)).count == 3 * 12)
    #expect(canvas.strokes(of: PlotColor.orange).count == 3)
    // One in the key.
    #expect(canvas.strokes(of: PlotColor.blue).count == 1)
    #expect(canvas.marks.count == 9)
  }

  @Test(arguments: [1, 4], [["net"], [String(repeating: "x", count: 200) + ".onnx", "b.keras"]])
  func textsHaveRoom(twinKinds: Int, names: [String]) throws {
    let kinds = Array(TwinKind.allCases.prefix(twinKinds))
    let figure = figure(try results(names: names, twinKinds: kinds))
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
    #expect(figure.alternativeText.hasPrefix("median shared steps within 1e-6 for good: b.onnx 503, "))
    let canvas = figure.picture.canvas
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
    #expect(!figure.picture.canvas.texts.contains(StripPanelDrawing.comparisonName))
  }

  @Test func nothingMeasured() throws {
    let figure = figure(try results(isEmpty: true))
    #expect(figure.picture.canvas.texts.filter { $0 == "no measured run" }.count == 9)
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
