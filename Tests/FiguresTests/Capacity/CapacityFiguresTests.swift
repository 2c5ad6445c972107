import Drawing
import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct CapacityFiguresTests {
  /// Three repeats. A network of n units recovers 1 of every input up to n steps ago, less 0.1 for every repeat; its
  /// noise floor is 0.01.
  private func results(
    cells: [CellType] = [.rnn, .lstm], hiddenSizes: [Int] = [4, 2], isEmpty: Bool = false
  ) throws -> CapacityResults {
    let plan = try CapacityPlan(
      subjects: .grid(
        CapacityGrid(cells: cells, layers: [1], hiddenSizes: hiddenSizes), Initialization(.glorot)),
      repeats: 3, settings: CapacitySettings(maximumDelay: 10))
    var records: [CapacityRun: SweepRecord<CapacityMeasurement>] = [:]
    for run in plan.coordinates where !isEmpty {
      let units = plan.units(of: run.subject)
      let share = 1 - 0.1 * Double(run.repeatIndex)
      records[run] = .measured(
        CapacityMeasurement(
          memoryFunction: (1...10).map { $0 <= units ? share : 0 },
          noiseFloor: Array(repeating: 0.01, count: 10), standardError: 0.1))
    }
    return CapacityResults(plan: plan, records: records)
  }

  private func given(_ names: [String]) throws -> CapacityResults {
    let layer = RecurrentLayer<Double>(
      cell: .rnn, inputSize: 1, hiddenSize: 2, inputKernel: [1, 2], recurrentKernel: [1, 2, 3, 4],
      bias: [0, 0])
    let networks = names.map {
      GivenNetwork(name: $0, path: $0, network: RecurrentNetwork<Double>(layers: [layer]))
    }
    let plan = try CapacityPlan(
      subjects: .networks(networks), repeats: 1, settings: CapacitySettings(maximumDelay: 3))
    let records = Dictionary(
      uniqueKeysWithValues: plan.coordinates.map { run in
        (
          run,
          SweepRecord.measured(
            CapacityMeasurement(
              memoryFunction: [0.9, 0.5, 0.1], noiseFloor: [0.01, 0.01, 0.01], standardError: 0.1))
        )
      })
    return CapacityResults(plan: plan, records: records)
  }

  @Test func totals() throws {
    let results = try results()
    let figure = CapacityTotals(results: results, program: "memprobe 1.2.3").figure
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
    let figure = MemoryFunctions(results: results, program: nil).figure
    #expect(figure.panels.map(\.heading) == ["RNN", "LSTM"])
    let series = figure.panels[0].series
    // By size, whatever the order of the grid, over the noise floors.
    #expect(series.map(\.name) == ["noise floor", "noise floor", "RNN, 2 units", "RNN, 4 units"])
    #expect(series[0].points.allSatisfy { $0.middle == 0.01 })
    #expect(series[2].points.map(\.middle) == [0.9, 0.9] + Array(repeating: 0, count: 8))
    #expect(series[2].points[0] == .init(x: 1, low: 0.8, middle: 0.9, high: 1))
    #expect(series[2].descriptions[0] == "RNN, 2 units, delay 1: median 0.9 over 3 repeats (0.8 to 1)")
    let canvas = figure.picture.canvas
    #expect(canvas.texts.contains("noise floor (subtracted)") && canvas.texts.contains("units:"))
    #expect(canvas.touchingTexts == [] && canvas.textsBeyond(figure.size) == [])
  }

  @Test func givenNetworksHaveAPanelEach() throws {
    let names = [String(repeating: "long-", count: 50) + "name.onnx", "b.keras", "c.keras"]
    let results = try given(names)
    let functions = MemoryFunctions(results: results, program: nil).figure
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
