import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct CapacitySummaryTests {
  private func results(measured: [Int], isCorrected: Bool = true) throws -> Results<Capacity> {
    let plan = try Plan<Capacity>(
      subjects: .drawn(NetworkGrid(cells: [.esn, .lstm], layers: [2], hiddenSizes: [4], inputSizes: [1])),
      repeats: 2, settings: CapacitySettings(trainingSteps: 200, testSteps: 1_000, maximumDelay: 3))
    let totals: [(Double, Double)] = [(0.5, 0.25), (1, 0.5), (0.25, 0), (0, 0)]
    let runs = measured.map { plan.runs[$0] }
    return plan.results { run in
      guard runs.contains(run), let index = plan.runs.firstIndex(of: run) else { return nil }
      let function = [totals[index].0, totals[index].1, -0.001]
      return .measured(
        CapacityMeasurement(
          memoryFunction: isCorrected ? function : function.map { _ in .nan },
          uncorrectedFunction: isCorrected ? function.map { $0 / 2 } : function,
          noiseFloor: [0.001, 0.001, 0.002], standardError: isCorrected ? 0.03 : .nan))
    }
  }

  /// Worked by hand: (0.749 + 1.499) / 2 of four units, and half of the input back to delay 1.
  @Test func aLineForEachNetwork() throws {
    let text = try results(measured: [0, 1, 2]).summary()
    #expect(text.hasPrefix("Memory capacity\n(memory capacity: how much of the inputs 1 to 3 steps ago "))
    #expect(
      text.contains(
        " ESN 4, 2 layers │ 1.12       0.03  0.53         0.56         28.1%              1        0.004\n"))
    #expect(
      text.contains(
        "LSTM 4, 2 layers │ 0.25       0.03               0.12          6.2%              0        0.004\n"))
    #expect(text.contains("readouts recover that are fitted to 200 steps; the mean is corrected for that)"))
    #expect(!text.contains("earlier version"))
    #expect(text.hasSuffix("\n3 measured runs; 1 not run yet\n"))
    #expect(!text.contains("no measured run"))
  }

  /// What was measured before there was a correction is shown, and said to be too low.
  @Test func withoutTheCorrection() throws {
    let results = try results(measured: [0, 1, 2, 3], isCorrected: false)
    let text = results.summary()
    #expect(
      text.contains(
        " ESN 4, 2 layers │ 1.12          –  0.53         1.12         28.1%              1        0.004\n"))
    let note = "not corrected for the length of the training, and too low by what 200 steps cost."
    #expect(text.contains(note))
    for figure in results.figures() {
      let words = figure.picture.canvas.texts.joined(separator: " ")
      #expect(words.contains(note) && !words.contains("NaN"))
    }
    #expect(results.presentation.introduction.last?.contains(note) == true)
  }

  /// What recorded inputs tell of one another is no memory, and units do not bound it.
  @Test(arguments: [false, true]) func recordedInputsAreToldOf(areRecorded: Bool) throws {
    let recorded = try RecordedInputs(
      RecordedLayout(rows: 4_000), columns: 1, values: Array(repeating: 0.5, count: 4_000))
    let plan = try Plan<Capacity>(
      subjects: .given([Example.network("a", (.lstm, 1, 4))]), repeats: 1,
      settings: CapacitySettings(
        washoutSteps: 10, trainingSteps: 200, testSteps: 1_000, maximumDelay: 1),
      inputs: areRecorded ? InputSource(recorded, name: "wind.npy") : .random)
    let results = plan.results { _ in
      .measured(
        CapacityMeasurement(
          memoryFunction: [0.5], uncorrectedFunction: [0.5], noiseFloor: [0.001], standardError: 0.03))
    }
    let note = "they tell of these without any memory"
    #expect(results.summary().contains(note) == areRecorded)
    #expect(results.summary().contains("which bound it") != areRecorded)
    for figure in results.figures() {
      let words = figure.picture.canvas.texts.joined(separator: " ")
      #expect(words.contains(note) == areRecorded, "\(words)")
      #expect(words.lowercased().contains("inputs recorded") == areRecorded)
      #expect(words.contains("bound: ") || areRecorded || !words.contains("units of the last layer"))
    }
    let page = results.presentation
    #expect(page.introduction[0].contains("independent random") != areRecorded)
    #expect(page.settings.contains { $0.value.contains("wind.npy") } == areRecorded)
  }

  @Test func whatIsMissing() throws {
    let text = try results(measured: [0]).summary()
    #expect(text.contains("LSTM 4, 2 layers │    –\n") && text.contains("(– no measured run)\n"))
  }

  @Test(arguments: [(-0.001, 2, "0.00"), (-0.25, 1, "-0.2"), (12.345, 2, "12.35"), (0, 3, "0.000")])
  func decimals(value: Double, places: Int, text: String) {
    #expect(CapacityPresentation.decimal(value, places) == text)
  }
}

@Suite struct CapacityFiguresTests {
  /// Three repeats. A network of n units recovers 1 of every input up to n steps ago, less 0.1 for every repeat; its
  /// noise floor is 0.01.
  private func results(
    cells: [CellType] = [.rnn, .lstm], hiddenSizes: [Int] = [4, 2], isEmpty: Bool = false
  ) throws -> Results<Capacity> {
    let plan = try Plan<Capacity>(
      subjects: .drawn(NetworkGrid(cells: cells, hiddenSizes: hiddenSizes, inputSizes: [1])),
      repeats: 3, settings: CapacitySettings(maximumDelay: 10))
    return plan.results { run in
      guard !isEmpty else { return nil }
      let share = 1 - 0.1 * Double(run.repeatIndex)
      return .measured(
        CapacityMeasurement(
          memoryFunction: (1...10).map { $0 <= run.hiddenSize ? share : 0 },
          uncorrectedFunction: Array(repeating: 0, count: 10),
          noiseFloor: Array(repeating: 0.01, count: 10), standardError: 0.1))
    }
  }

  private func given(_ names: [String]) throws -> Results<Capacity> {
    let plan = try Plan<Capacity>(
      subjects: .given(names.map { Example.network($0, (.rnn, 1, 2)) }), repeats: 1,
      settings: CapacitySettings(maximumDelay: 3))
    return plan.results { _ in
      .measured(
        CapacityMeasurement(
          memoryFunction: [0.9, 0.5, 0.1], uncorrectedFunction: [0.8, 0.4, 0],
          noiseFloor: [0.01, 0.01, 0.01],
          standardError: 0.1))
    }
  }

  @Test func totals() throws {
    let results = try results()
    let figure = try #require(results.figures(program: "memprobe 1.2.3").first as? CapacityTotalsFigure)
    #expect(results.figures().map(\.name) == ["memory-capacity", "memory-function"])
    #expect(figure.rows.map(\.name) == ["RNN, 4 units", "RNN, 2 units", "LSTM, 4 units", "LSTM, 2 units"])
    #expect(figure.rows.map(\.bound) == [4, 2, 4, 2])
    #expect(abs(figure.rows[0].mean - 3.6) < 1e-12)
    #expect(figure.rows[0].capacities.count == 3)
    #expect(figure.rows[0].description == "RNN, 4 units: mean capacity 3.6 ± 0.4 over 3 repeats, bound 4")
    let canvas = figure.picture.canvas
    // A point for every run, and the one in the key.
    #expect(canvas.circles.count == 12 + 1)
    #expect(canvas.marks.count == 4)
    #expect(canvas.texts.contains("3.6 of 4"))
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
    #expect(figure.caption.hasPrefix("Uniform inputs from -1 to 1; washout of 1,000 steps; "))
    #expect(figure.caption.hasSuffix("; 3 repeats; weights: glorot; float32; seed 0. memprobe 1.2.3"))
  }

  @Test func functions() throws {
    let results = try results()
    let figure = MemoryFunctions(results: results, caption: "").figure
    #expect(figure.panels.map(\.heading) == ["RNN", "LSTM"])
    let series = figure.panels[0].series
    // By size, whatever the order of the grid, over the noise floors.
    #expect(series.map(\.name) == ["noise floor", "noise floor", "RNN, 2 units", "RNN, 4 units"])
    #expect(series[0].points.allSatisfy { $0.middle == 0.01 })
    #expect(series[2].points.map(\.middle) == [0.9, 0.9] + Array(repeating: 0, count: 8))
    #expect(series[2].points[0] == .init(x: 1, low: 0.8, middle: 0.9, high: 1))
    #expect(series[2].descriptions[0] == "RNN, 2 units, delay 1: median 0.9 over 3 repeats (0.8 to 1)")
    let canvas = figure.picture.canvas
    #expect(canvas.texts.contains("noise floor") && canvas.texts.contains("units:"))
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
  }

  @Test func givenNetworksHaveAPanelEach() throws {
    let names = [String(repeating: "long-", count: 50) + "name.onnx", "b.keras", "c.keras"]
    let results = try given(names)
    let functions = MemoryFunctions(results: results, caption: "").figure
    #expect(functions.panels.map(\.heading) == names)
    for figure in results.figures() {
      let canvas = figure.picture.canvas
      #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
      #expect(!figure.caption.contains("weights"))
    }
  }

  @Test func nothingMeasured() throws {
    let results = try results(isEmpty: true)
    for figure in results.figures() {
      let texts = figure.picture.canvas.texts
      #expect(texts.contains("no measured run"))
      #expect(texts.contains("Not finished: 0 of 12 runs."))
    }
  }
}
