import MemoryMeasures
import RecurrentNetworks

@testable import Experiments

/// Plans and records of small grids of trainings.
enum MemorizationExample {
  /// 2 cells x 2 depths x 2 sizes x 3 positions x 2 repeats, of which position 9 is beyond the longest sequence;
  /// axes of different values, two of equal length.
  static func plan(
    seed: UInt64 = 7, curveEpochs: [Int] = [], positions: [Int] = [1, 4, 9], learnedBelow: Double = 0.1
  ) throws -> MemorizationPlan {
    try MemorizationPlan(
      grid: MemorizationGrid(
        cells: [.rnn, .gru], layers: [1, 2], hiddenSizes: [3, 5], positions: positions, repeats: 2),
      settings: MemorizationSettings(
        lengths: 4...6, epochs: 12, batchSize: 8, evaluationSequences: 32, curveEpochs: curveEpochs),
      seed: seed, learnedBelow: learnedBelow)
  }

  static func run(
    _ cell: CellType = .rnn, layers: Int = 1, hidden: Int = 3, position: Int = 1, repeat index: Int = 0
  ) -> MemorizationRun {
    MemorizationRun(cell: cell, layers: layers, hiddenSize: hidden, position: position, repeatIndex: index)
  }

  static func trained(_ loss: Double, curve: [Float] = []) -> MemorizationRecord {
    MemorizationRecord(loss: loss, outcome: .trained, epochs: 12, curve: curve)
  }

  static let diverged = MemorizationRecord(loss: .nan, outcome: .diverged, epochs: 5)

  /// A record that is different for different runs.
  static func record(of run: MemorizationRun, in plan: MemorizationPlan) -> MemorizationRecord {
    let word = Double(
      run.layers * 7919 + run.hiddenSize * 104_729 + run.position * 31 + run.repeatIndex
        + run.cell.gateCount * 13)
    let curve = plan.settings.curveEpochs.map { Float(word) / Float($0) }
    guard run.position <= plan.settings.lengths.upperBound else {
      return MemorizationRecord(loss: .nan, outcome: .noTarget, epochs: 0, curve: curve.map { _ in .nan })
    }
    return trained(word / 3e6, curve: curve)
  }

  static func records(
    of plan: MemorizationPlan
  ) -> [MemorizationRun: SweepRecord<MemorizationRecord>] {
    Dictionary(
      uniqueKeysWithValues: plan.coordinates.map { ($0, .measured(record(of: $0, in: plan))) })
  }
}
