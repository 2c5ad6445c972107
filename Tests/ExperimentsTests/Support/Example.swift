import Foundation
import MemoryMeasures
import RecurrentNetworks

@testable import Experiments

/// Plans, records and provenance for tests.
enum Example {
  static let provenance = Provenance(
    commandLine: "memprobe divergence --seed 7", date: Date(timeIntervalSince1970: 1_700_000_000),
    program: "memprobe test")

  /// 2 cells x 1 depth x 2 hidden sizes x 2 input sizes x 2 repeats: 16 runs on a square grid whose axes have
  /// different values.
  static func plan(
    seed: UInt64 = 7, hiddenSizes: [Int] = [1, 3], inputSizes: [Int] = [2, 5], repeats: Int = 2,
    totalSteps: Int = 300, thresholds: [Double] = [0.1, 1e-6], recordsCurve: Bool = false,
    precision: Precision = .float32
  ) throws -> DivergencePlan {
    try DivergencePlan(
      grid: Grid(
        cells: [.lstm, .gru], layers: [1], hiddenSizes: hiddenSizes, inputSizes: inputSizes,
        repeats: repeats),
      settings: DivergenceSettings(
        totalSteps: totalSteps, uniqueSteps: 100, thresholds: thresholds, recordsCurve: recordsCurve),
      seed: seed, precision: precision)
  }

  static func run(
    _ cell: CellType = .lstm, hidden: Int = 1, input: Int = 2, repeat index: Int = 0
  ) -> RunCoordinates {
    RunCoordinates(cell: cell, layers: 1, hiddenSize: hidden, inputSize: input, repeatIndex: index)
  }

  /// A record that is different for different runs and has every kind of number in it.
  static func measurement(of run: RunCoordinates, in plan: DivergencePlan) -> DivergenceMeasurement {
    let horizon = plan.settings.horizon
    let word =
      run.hiddenSize * 7919 + run.inputSize * 104_729 + run.repeatIndex * 1299 + run.cell.gateCount * 31
    func count(_ salt: Int) -> CensoredSteps {
      let steps = (word &* 31 &+ salt &* 17) % (2 * horizon) + 1
      return CensoredSteps(steps: min(steps, horizon), reached: steps <= horizon)
    }
    let rates: [Double] = [.nan, -0.1, -1.0 / 3, -.leastNonzeroMagnitude]
    return DivergenceMeasurement(
      firstEqual: count(1), settled: count(2), merged: count(3),
      thresholds: plan.settings.thresholds.indices.map { count(4 + $0) },
      outcome: DivergenceOutcome.allCases[word % 3], finalDifference: Double(word) * 0.1e-7,
      forgettingRate: rates[word % rates.count],
      curve: plan.settings.curveSteps.map { Float(word) / Float($0) })
  }

  static func records(of plan: DivergencePlan) -> [RunCoordinates: RunRecord] {
    var records: [RunCoordinates: RunRecord] = [:]
    for run in plan.grid.coordinates { records[run] = .measured(measurement(of: run, in: plan)) }
    return records
  }

  static func sweep(
    _ plan: DivergencePlan, to output: String, shard: Shard = .whole, jobs: Int = 2,
    overwrites: Bool = false, failsFast: Bool = false, prober: any RunProber<DivergencePlan>,
    availableMemory: Double = 1e12
  ) throws -> DivergenceSweep {
    try DivergenceSweep(
      plan: plan, shard: shard, output: output, jobs: jobs, overwrites: overwrites, failsFast: failsFast,
      provenance: provenance, prober: prober, availableMemory: availableMemory)
  }
}

extension DivergenceSweep {
  /// Runs without anybody looking.
  @discardableResult
  func run() throws -> DivergenceResults {
    try run(isCancelled: { false }, progress: { _ in })
  }
}
