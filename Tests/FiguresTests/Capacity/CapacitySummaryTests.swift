import Experiments
import MemoryMeasures
import RecurrentNetworks
import Testing

@testable import Figures

@Suite struct CapacitySummaryTests {
  private func results(measured: [Int]) throws -> CapacityResults {
    let plan = try CapacityPlan(
      subjects: .grid(
        CapacityGrid(cells: [.esn, .lstm], layers: [2], hiddenSizes: [4]), Initialization(.glorot)),
      repeats: 2, settings: CapacitySettings(trainingSteps: 200, testSteps: 1_000, maximumDelay: 3))
    let totals: [(Double, Double)] = [(0.5, 0.25), (1, 0.5), (0.25, 0), (0, 0)]
    var records: [CapacityRun: SweepRecord<CapacityMeasurement>] = [:]
    for index in measured {
      records[plan.coordinates[index]] = .measured(
        CapacityMeasurement(
          memoryFunction: [totals[index].0, totals[index].1, -0.001], noiseFloor: [0.001, 0.001, 0.002],
          standardError: 0.03))
    }
    return CapacityResults(plan: plan, records: records)
  }

  /// Worked by hand: (0.749 + 1.499) / 2 of four units, and half of the input back to delay 1.
  @Test func aLineForEachNetwork() throws {
    let text = CapacitySummary(try results(measured: [0, 1, 2])).text
    #expect(text.hasPrefix("Memory capacity\n(memory capacity: how much of the inputs 1 to 3 steps ago "))
    #expect(
      text.contains(" ESN 4, 2 layers │ 1.12       0.03  0.53         28.1%              1        0.004\n"))
    #expect(
      text.contains("LSTM 4, 2 layers │ 0.25       0.03                6.2%              0        0.004\n"))
    #expect(text.hasSuffix("\n3 measured runs; 1 not run yet\n"))
    #expect(!text.contains("no measured run"))
  }

  @Test func whatIsMissing() throws {
    let text = CapacitySummary(try results(measured: [0])).text
    #expect(text.contains("LSTM 4, 2 layers │    –\n") && text.contains("(– no measured run)\n"))
  }

  @Test(arguments: [(-0.001, 2, "0.00"), (-0.25, 1, "-0.2"), (12.345, 2, "12.35"), (0, 3, "0.000")])
  func decimals(value: Double, places: Int, text: String) {
    #expect(CapacitySummary.decimal(value, places) == text)
  }
}
