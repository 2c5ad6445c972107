import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing
import Text

@testable import Figures

@Suite struct RecallSummaryTests {
  private func latch(_ cell: CellType, _ hiddenSize: Int) throws -> GivenNetwork {
    let shape = NetworkShape(cell: cell, inputSize: 1, hiddenSize: hiddenSize)
    return try GivenNetwork(
      ConstructionRecipe(.latch, shape: shape, rate: nil), name: "latch \(cell.rawValue)", precision: .float32
    )
  }

  private func run(_ firstInputs: [Double], _ answers: [[Double]], bounds: [Double?]) -> RecallMeasurement {
    RecallMeasurement(firstInputs: firstInputs, answers: answers, errorBounds: bounds)
  }

  @Test func aLatchAndAnotherNetwork() throws {
    let latch = try latch(.gru, 5)
    let plan = try Plan<Recall>(
      subjects: .given([latch, Example.network("net.h5", (.gru, 1, 5))]), repeats: 1,
      settings: RecallSettings(totalSteps: 2, sequences: 2, trainingSequences: 9, magnitudes: [1, 100]))
    let exact = [
      run([1, -2], [[0, 1], [0, -2]], bounds: [0, 0]),
      run([100, -200], [[0, 100], [0, -200]], bounds: [0, 0]),
    ]
    let poor = [
      run([1, -2], [[1.25, 0], [-2, 0]], bounds: [nil, nil]),
      run([100, -200], [[100, 0], [-200, 1e-5]], bounds: [nil, nil]),
    ]
    let results = plan.results { run in
      .measured((run.subject == .given("net.h5") ? poor : exact)[run.point[0]])
    }
    #expect(
      results.summary() == """
        latch gru: first-input recall (5 units, 1 input, float32)
        Readout: 2^76 · h[0]
        By construction exact from step 2 on (not before) for 8.9e-16 ≤ |first input| ≤ 1,048,576: it is.
        |answer - first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │         1              100
        ────────┼──────────────────────────────────────
              1 │ 1.5 · 2.0  1.5e+2 · 2.0e+2
              2 │     0 · 0            0 · 0

        |answer - first input| / |first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │         1        100
        ────────┼──────────────────────────────────────
              1 │ 1.0 · 1.0  1.0 · 1.0
              2 │     0 · 0      0 · 0

        net.h5: first-input recall (5 units, 1 input, float32)
        Readout: least squares, fitted for each step and magnitude to 9 other sequences
        A network that remembered nothing would have a median absolute error of about 1.5, 1.5e+2.
        |answer - first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │           1              100
        ────────┼──────────────────────────────────────
              1 │ 0.12 · 0.25            0 · 0
              2 │   1.5 · 2.0  1.5e+2 · 2.0e+2

        |answer - first input| / |first input|, median · largest over 2 sequences
          after │ standard deviation of the first input
        (steps) │           1        100
        ────────┼──────────────────────────────────────
              1 │ 0.12 · 0.25      0 · 0
              2 │   1.0 · 1.0  1.0 · 1.0

        """)
  }

  /// Sequences of all repeats count together; what is not measured has no numbers.
  @Test func drawnNetworks() throws {
    let grid = NetworkGrid(cells: [.lstm], hiddenSizes: [4, 8], inputSizes: [1])
    let plan = try Plan<Recall>(
      subjects: .drawn(grid), repeats: 2,
      settings: RecallSettings(totalSteps: 1, sequences: 1, trainingSequences: 20, magnitudes: [1]))
    let results = plan.results { $0.hiddenSize == 8 ? nil : .measured(run([3], [[1]], bounds: [nil])) }
    let text = results.summary()
    #expect(
      text.hasPrefix("LSTM, 4 units: first-input recall (4 units, 1 input, float32)\nReadout: least squares"))
    #expect(text.contains("|answer - first input|, median · largest over 2 sequences\n"))
    #expect(text.contains("1 │ 2.0 · 2.0\n") && text.contains("(– no measured run)\n"))
    #expect(text.hasSuffix("\n\n2 measured runs; 2 not run yet\n"))
    for figure in results.figures() {
      let texts = figure.picture.canvas.texts
      #expect(texts.contains("Not finished: 2 of 4 runs.") && texts.contains("no measured run"))
    }
  }

  @Test func aBrokenPromiseIsSaid() throws {
    let plan = try Plan<Recall>(
      subjects: .given([latch(.lstm, 3)]), repeats: 1,
      settings: RecallSettings(totalSteps: 1, sequences: 1, magnitudes: [1]))
    let results = plan.results { _ in .measured(run([1], [[1.0000001]], bounds: [0])) }
    #expect(results.summary().contains("1,048,576: IT IS NOT.\n"))
  }

  @Test(arguments: [
    (0.0, "0"), (1.0, "1.0"), (0.25, "0.25"), (0.034, "0.034"), (42.4, "42"), (123.0, "1.2e+2"),
    (0.0096, "9.6e-3"), (1.25e-7, "1.2e-7"), (-3.36e5, "-3.4e+5"), (9.96, "10"), (.nan, "nan"),
  ])
  func twoDigits(value: Double, expected: String) {
    #expect(NumberText.twoDigits(value) == expected)
  }

  @Test(arguments: [
    (1_024.0, "1024"), (-4_096, "-4096"), (0x1p100, "2^100"), (-0x1p-76, "-2^-76"), (0.5, "0.5"),
    (0x1p-13, "2^-13"),
    (1e-5, "1e-5"), (0, "0"),
  ])
  func weights(value: Double, expected: String) {
    #expect(NumberText.weight(value) == expected)
  }
}

@Suite struct RecallCurvesTests {
  /// Two magnitudes, two sequences, steps 1 and 2: the answer is 0 after one step and exact after two.
  private func results(
    names: [String] = ["net.h5"], magnitudes: [Double] = [1, 100]
  ) throws -> Results<Recall> {
    let plan = try Plan<Recall>(
      subjects: .given(names.map { Example.network($0, (.gru, 1, 5)) }), repeats: 1,
      settings: RecallSettings(totalSteps: 2, sequences: 2, trainingSequences: 9, magnitudes: magnitudes))
    return plan.results { run in
      let inputs = [1, -2].map { $0 * magnitudes[run.point[0]] }
      return .measured(
        RecallMeasurement(
          firstInputs: inputs, answers: inputs.map { [0, $0] }, errorBounds: [nil, nil]))
    }
  }

  private func figure(_ results: Results<Recall>, isRelative: Bool = false) throws -> CurvesFigure {
    let figures = results.figures()
    return try #require(figures[isRelative ? 1 : 0] as? CurvesFigure)
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
    let figure = try figure(results(), isRelative: true)
    #expect(figure.panels[0].levels.map(\.value) == [1])
    #expect(figure.panels[0].series.map { $0.points.map(\.middle) } == [[1, 0], [1, 0]])
  }

  @Test func ofOneMagnitudeTheErrorOfRememberingNothingIsKnown() throws {
    let figure = try figure(results(magnitudes: [1]))
    #expect(figure.panels[0].levels.map(\.value) == [1.5])
    #expect(figure.picture.canvas.texts.contains("remembers nothing"))
  }

  @Test func manyNetworksHaveSmallPanels() throws {
    let figure = try figure(results(names: (1...60).map { "network-\($0).keras" }))
    #expect(figure.panels.count == 60)
    #expect(figure.size.height < 6_000)
    let canvas = figure.picture.canvas
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
  }

  @Test func namesAreShortenedWhereTheyHaveNoRoom() throws {
    let name = String(repeating: "long-", count: 40) + "name.safetensors"
    let figure = try figure(results(names: [name, "b", "c"]))
    let canvas = figure.picture.canvas
    #expect(figure.panels.count == 3)
    #expect(canvas.texts.contains { $0.contains("…") && $0.hasSuffix("name") })
    #expect(canvas.marks.contains { $0.text.hasPrefix(name) })
    #expect(canvas.touchingTexts == [])
    #expect(canvas.textsBeyond(figure.size) == [])
  }
}
