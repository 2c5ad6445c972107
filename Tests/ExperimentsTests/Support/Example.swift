import Foundation
import MemoryMeasures
import RecurrentNetworks

@testable import Experiments

/// Plans of drawn networks, records and provenance for tests.
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
  ) throws -> Plan<Divergence> {
    try Plan(
      subjects: .drawn(grid(hiddenSizes: hiddenSizes, inputSizes: inputSizes)), repeats: repeats,
      settings: DivergenceSettings(
        totalSteps: totalSteps, uniqueSteps: 100, thresholds: thresholds, recordsCurve: recordsCurve),
      seed: seed, precision: precision)
  }

  static func grid(
    cells: [CellType] = [.lstm, .gru], layers: [Int] = [1], hiddenSizes: [Int] = [1, 3],
    inputSizes: [Int] = [2, 5], initialization: Initialization = Initialization(.glorot)
  ) -> NetworkGrid {
    NetworkGrid(
      cells: cells, layers: layers, hiddenSizes: hiddenSizes, inputSizes: inputSizes,
      initialization: initialization)
  }

  /// The 1,280 runs of Muccino 2019.
  static func article(
    _ grid: NetworkGrid = .standard, repeats: Int = 10, settings: DivergenceSettings = .standard
  ) throws -> Plan<Divergence> {
    try Plan(subjects: .drawn(grid), repeats: repeats, settings: settings)
  }

  static func run(
    _ cell: CellType = .lstm, hidden: Int = 1, input: Int = 2, repeat index: Int = 0
  ) -> Run {
    Run(.drawn(NetworkShape(cell: cell, inputSize: input, hiddenSize: hidden)), repeat: index)
  }

  /// A record that is different for different runs and has every kind of number in it.
  static func measurement(of run: Run, in plan: Plan<Divergence>) -> DivergenceMeasurement {
    let horizon = plan.settings.horizon
    let word = word(of: run)
    func count(_ salt: Int) -> CensoredSteps {
      let steps = (word &* 31 &+ salt &* 17) % (2 * horizon) + 1
      return CensoredSteps(steps: min(steps, horizon), reached: steps <= horizon)
    }
    let rates: [Double] = [.nan, -0.1, -1.0 / 3, -.leastNonzeroMagnitude]
    return DivergenceMeasurement(
      firstEqual: count(1), settled: count(2), merged: count(3),
      thresholds: plan.settings.thresholds.indices.map { count(4 + $0) },
      outcome: DivergenceOutcome.allCases[word % 5], finalDifference: Double(word) * 0.1e-7,
      floor: word % 3 == 0
        ? .none : DifferenceFloor(median: Double(word) * 1e-9, largest: Double(word) * 1e-8),
      decay: DecayFit(
        rate: rates[word % rates.count], standardError: 0.1, firstStep: 3, lastStep: Double(word)),
      curve: plan.settings.curveSteps.map { Float(word) / Float($0) })
  }

  private static func word(of run: Run) -> Int {
    func word(_ network: String, _ source: NetworkSource) -> Int {
      network.utf8.reduce(run.repeatIndex * 1299) { $0 + 31 * Int($1) } + source.name.count * 7919
    }
    switch run.subject {
    case .drawn(let shape):
      return shape.hiddenSize * 7919 + shape.inputSize * 104_729 + run.repeatIndex * 1299
        + shape.cell.gateCount * 31
    case .given(let name): return word(name, .trained)
    case .twin(let name, let kind, let number): return word(name, .twin(kind)) + (number ?? 0) * 104_729
    }
  }

  static func records(of plan: Plan<Divergence>) -> [Run: Record<DivergenceMeasurement>] {
    Dictionary(uniqueKeysWithValues: plan.runs.map { ($0, .measured(measurement(of: $0, in: plan))) })
  }

  static func sweep(
    _ plan: Plan<Divergence>, to output: String, shard: Shard = .whole, jobs: Int = 2,
    overwrites: Bool = false, failsFast: Bool = false, provenance: Provenance = provenance,
    prober: any RunProber<Divergence>, availableMemory: Double = 1e12
  ) throws -> Sweep<Divergence> {
    try Sweep(
      plan: plan, shard: shard, output: output, jobs: jobs, overwrites: overwrites, failsFast: failsFast,
      provenance: provenance, prober: prober, availableMemory: availableMemory)
  }
}

extension Sweep {
  /// Runs without anybody looking.
  @discardableResult
  func run() throws -> Results<M> { try run(isCancelled: { false }, progress: { _ in }) }
}

extension Plan {
  /// Whether both have the same records, bit by bit.
  func agree<One: Sequence, Other: Sequence>(_ one: One, _ other: Other) -> Bool
  where One.Element == (key: Run, value: Record<M.Value>), Other.Element == One.Element {
    let others = Dictionary(uniqueKeysWithValues: other.map { ($0.key, $0.value) })
    var count = 0
    return one.allSatisfy { run, record in
      count += 1
      return others[run].map { areEqual(record, $0) } ?? false
    } && count == others.count
  }

  /// The plan after it was stored and read.
  func stored(
    changing field: String = "", to broken: String = ""
  ) throws -> Plan {
    let text = String(decoding: try CanonicalJSON.encode(self), as: UTF8.self)
    guard !field.isEmpty else { return try CanonicalJSON.decode(Plan.self, from: text.utf8) }
    let changed = text.replacing(field, with: broken, maxReplacements: 1)
    guard changed != text else { return self }
    return try CanonicalJSON.decode(Plan.self, from: changed.utf8)
  }
}

/// The results of a file or journal.
func read<M: Measure>(_ path: String, _ measure: M.Type = Divergence.self) throws -> Results<M> {
  let document = try Document(reading: path)
  guard let results = document.results(of: M.self) else {
    throw ResultsFileError.malformed(path: path, .format(document.measure.format))
  }
  return results
}

/// The results as a file holds them.
func labelled(_ results: some AnyResults) throws -> LabelledResults {
  try Document(path: "", results: results, provenance: nil).labelled(provenance: Example.provenance)
}

/// The key of the setting that is refused; nil if none is.
func refusedKey(_ body: () throws -> some Any) -> String? {
  do {
    _ = try body()
    return nil
  } catch let error as SettingError {
    return error.key
  } catch {
    return "\(error)"
  }
}

/// Measures nothing: gives every run the record of `Example`, and remembers what it was asked.
final class FakeProber: RunProber {
  typealias M = Divergence

  private struct State {
    var lineups: [[Run]] = []
    var completed: [Run] = []
  }

  private let plan: Plan<Divergence>
  private let failing: Set<Run>
  /// After how many runs nothing is completed any more, until cancelled.
  private let stallsAfter: Int
  private let state = Locked(State())

  init(_ plan: Plan<Divergence>, failing: Set<Run> = [], stallsAfter: Int = .max) {
    self.plan = plan
    self.failing = failing
    self.stallsAfter = stallsAfter
  }

  var lineups: [[Run]] { state.withLock { $0.lineups } }
  var completed: [Run] { state.withLock { $0.completed } }

  func measure(
    _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    underway: RunsUnderway<Run>, completed: (Run, Result<DivergenceMeasurement, DivergenceError>) -> Void
  ) throws(CancellationError) {
    state.withLock { $0.lineups.append(runs) }
    for run in runs {
      while true {
        if isCancelled() { throw CancellationError() }
        let mayComplete = state.withLock { state in
          guard state.completed.count < stallsAfter else { return false }
          state.completed.append(run)
          return true
        }
        if mayComplete { break }
      }
      if failing.contains(run) {
        completed(run, .failure(.outputNotFinite(sharedStep: 12)))
      } else {
        completed(run, .success(Example.measurement(of: run, in: plan)))
      }
    }
  }
}

/// The results of parts that are joined.
func merged<M: Measure>(_ paths: [String], _ measure: M.Type = Divergence.self) throws -> Results<M> {
  let first = try Document(reading: paths[0])
  return try read(paths[0], M.self).merged(of: first, with: paths.dropFirst()).results
}
