import Drawing
import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct RecallCurvesTests {
  /// Two magnitudes, two sequences, steps 1 and 2: the answer is 0 after one step and exact after two.
  private func results(names: [String] = ["net.h5"], magnitudes: [Double] = [1, 100]) throws -> RecallResults
  {
    let latch = try RecallSubject(ConstructedNetwork<Float>(.latch, cell: .gru, hiddenSize: 5))
    let firstInputs = magnitudes.map { [$0, -2 * $0] }
    let measurement = RecallMeasurement(
      firstInputs: firstInputs, answers: firstInputs.map { $0.map { [0, $0] } })
    return RecallResults(
      settings: try RecallSettings(
        totalSteps: 2, sequences: 2, trainingSequences: 9, magnitudes: magnitudes),
      seed: 0, precision: .float32,
      entries: try names.map { name in
        let subject = try RecallSubject(
          name: name, network: RecurrentNetwork(rounding: latch.network), readout: .fitted)
        return .init(subject: subject, measurement: measurement)
      })
  }

  @Test func absoluteErrors() throws {
    let figures = try results().figures(program: "memprobe 1.2.3")
    #expect(figures.map(\.name) == ["recall-error", "relative-recall-error"])
    let panel = try #require((figures[0] as? CurvesFigure)?.panels.first)
    #expect(panel.heading == "net.h5")
    #expect(panel.series.map(\.name) == ["magnitude 1", "magnitude 100"])
    #expect(
      panel.series.map(\.points) == [
        [.init(x: 1, low: 1, middle: 1.5, high: 2), .init(x: 2, low: 0, middle: 0, high: 0)],
        [.init(x: 1, low: 100, middle: 150, high: 200), .init(x: 2, low: 0, middle: 0, high: 0)],
      ])
    #expect(panel.levels.isEmpty)
    #expect(
      panel.series[0].descriptions == [
        0: "net.h5, magnitude 1, after 1 step: median error 1.5, largest 2.0",
        1: "net.h5, magnitude 1, after 2 steps: median error 0, largest 0",
      ])
    #expect(figures[0].caption.hasSuffix("9 other sequences; float32; seed 0. memprobe 1.2.3"))
  }

  @Test func relativeErrorsHaveOneLevelForAll() throws {
    let figure = RecallCurves(results: try results(), isRelative: true, program: nil).figure
    #expect(figure.panels[0].levels.map(\.value) == [1])
    #expect(figure.panels[0].series.map { $0.points.map(\.middle) } == [[1, 0], [1, 0]])
  }

  @Test func ofOneMagnitudeTheErrorOfRememberingNothingIsKnown() throws {
    let figure = RecallCurves(results: try results(magnitudes: [1]), isRelative: false, program: nil).figure
    #expect(figure.panels[0].levels.map(\.value) == [1.5])
    #expect(figure.picture.canvas.texts.contains("remembers nothing"))
  }

  @Test func manyNetworksHaveSmallPanels() throws {
    let figure = RecallCurves(
      results: try results(names: (1...60).map { "network-\($0).keras" }), isRelative: false, program: nil
    ).figure
    #expect(figure.panels.count == 60)
    #expect(figure.size.height < 6_000)
    let canvas = figure.picture.canvas
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
  }

  @Test func namesAreShortenedWhereTheyHaveNoRoom() throws {
    let name = String(repeating: "long-", count: 40) + "name.safetensors"
    let figure = RecallCurves(
      results: try results(names: [name, "b", "c"]), isRelative: false, program: nil
    ).figure
    let canvas = figure.picture.canvas
    #expect(figure.panels.count == 3)
    #expect(canvas.texts.contains { $0.contains("…") && $0.hasSuffix("name") })
    #expect(canvas.marks.contains { $0.text.hasPrefix(name) })
    #expect(canvas.touchingTexts == [])
    #expect(canvas.textsBeyond(figure.size) == [])
  }
}
