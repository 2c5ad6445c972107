import MemoryMeasures
import RecurrentNetworks

/// Runs that are measured together by one worker: networks of one input size in one precision, each with all its inputs,
/// in lockstep.
struct Batch<M: Measure>: Sendable {
  var runs: [Run] = []
  /// Estimated, in fused multiply-adds.
  var cost = 0.0
  /// Estimated memory at the peak, in bytes.
  var bytes = 0.0

  /// An empty batch.
  init() {}

  /// - Parameter network: all runs of one network.
  init(_ network: [Run], of plan: Plan<M>) {
    runs = network
    cost = network.reduce(0) { $0 + plan.cost(of: $1) }
    bytes = plan.bytes(of: network)
  }

  /// Memory that runs measured together may take, unless a single one takes more.
  static var mostBytes: Double { 64 * 1_048_576 }

  func hasRoom(for other: Batch) -> Bool {
    runs.isEmpty || bytes + other.bytes <= Self.mostBytes
  }

  mutating func add(_ other: Batch) {
    runs += other.runs
    cost += other.cost
    bytes += other.bytes
  }
}

extension Batch {
  /// Keeps all workers busy to the end: with fewer batches per worker, one waits for another too long.
  private static var batchesPerJob: Int { 4 }

  /// Deals runs out into batches, the costliest first.
  ///
  /// Blocks (see `Plan.blocks`) stay together unless there are too few of them for the workers or one takes too much
  /// memory; the runs of a network always do. Tiny ones are joined. Results do not depend on which runs are in a batch.
  static func plan(_ runs: [Run], of plan: Plan<M>, jobs: Int) -> [Batch] {
    let blocks = plan.blocks(of: runs)
    guard !blocks.isEmpty else { return [] }
    let pieces = (batchesPerJob * jobs + blocks.count - 1) / blocks.count
    let batches = joined(blocks.flatMap { split($0, of: plan, pieces: pieces) }, of: plan, jobs: jobs)
    return batches.enumerated()
      .sorted { (-$0.element.cost, $0.offset) < (-$1.element.cost, $1.offset) }
      .map(\.element)
  }

  /// Splits a block into batches of about equal cost: `pieces` if there are as many networks, and more if one
  /// would take too much memory. Networks are dealt out from the costliest to the cheapest, each to the batch
  /// that has the least so far; one that has no room left gets nothing more.
  private static func split(_ networks: [[Run]], of plan: Plan<M>, pieces: Int) -> [Batch] {
    let singles = networks.map { Batch($0, of: plan) }
    if pieces == 1 {
      // As nearly always where there are many.
      let whole = singles.dropFirst().reduce(into: singles[0]) { $0.add($1) }
      if whole.bytes <= mostBytes { return [whole] }
    }
    let order = singles.indices.sorted { (-singles[$0].cost, $0) < (-singles[$1].cost, $1) }
    var batches = [Batch](repeating: Batch(), count: min(pieces, networks.count))
    var open = Loads(count: batches.count)
    for single in order.map({ singles[$0] }) {
      var place: Int?
      while place == nil, let lightest = open.removeLightest() {
        if batches[lightest.place].hasRoom(for: single) { place = lightest.place }
      }
      if let place {
        batches[place].add(single)
      } else {
        batches.append(single)
      }
      let filled = place ?? batches.count - 1
      open.insert((batches[filled].cost, filled))
    }
    return batches.filter { !$0.runs.isEmpty }
  }

  /// Joins batches that follow each other where they are too small to be worth the trouble of beginning and ending them,
  /// as long as there are enough for the workers.
  private static func joined(_ batches: [Batch], of plan: Plan<M>, jobs: Int) -> [Batch] {
    guard batches.count > batchesPerJob * jobs else { return batches }
    let most = min(joinedCost, batches.reduce(0) { $0 + $1.cost } / Double(batchesPerJob * jobs))
    var joined: [Batch] = []
    for batch in batches {
      let last = joined.count - 1
      if last >= 0, joined[last].cost + batch.cost <= most, joined[last].hasRoom(for: batch),
        !M.sharesInputs || plan.mayShareLineup(joined[last].runs[0], batch.runs[0])
      {
        joined[last].add(batch)
      } else {
        joined.append(batch)
      }
    }
    return joined
  }

  /// Multiply-adds that take some milliseconds.
  private static var joinedCost: Double { 5e7 }

  /// Runs that are planned, and measured, before others of the same sweep are planned: of more, plans would take more
  /// memory than results.
  static var windowRuns: Int { 1 << 16 }

  /// The batches of a sweep's runs, of as many runs at a time as are planned together: those of the next while the last
  /// ones are measured.
  ///
  /// - Parameter places: of the runs.
  static func windows(of places: [Int], of plan: Plan<M>, jobs: Int) -> some Sequence<[Batch]> {
    @Sendable func batches(from start: Int) -> [Batch] {
      let window = places[start..<min(places.count, start + windowRuns)]
      return Self.plan(window.compactMap(plan.layout.run), of: plan, jobs: jobs)
    }
    func begin(_ start: Int) -> (end: Int, batches: @Sendable () -> [Batch])? {
      guard start < places.count else { return nil }
      return (start + windowRuns, Threads.ahead(jobs: jobs) { batches(from: start) })
    }
    return sequence(state: begin(0)) { window in
      guard let (end, batches) = window else { return nil }
      let planned = batches()
      window = begin(end)
      return planned
    }
  }

  /// Memory that the sweep of a part takes at the peak, in bytes: as many batches as there are workers, the largest ones,
  /// and the results. Of more runs than are planned at a time, at most.
  ///
  /// - Parameter places: of the runs that are to be measured.
  static func peakBytes(of places: [Int], in shard: Shard, of plan: Plan<M>, jobs: Int) -> Double {
    let results = plan.resultBytes(of: shard)
    guard places.count > windowRuns else {
      let batches = Self.plan(places.compactMap(plan.layout.run), of: plan, jobs: jobs)
      return batches.map(\.bytes).sorted(by: >).prefix(jobs).reduce(results, +)
    }
    let largest = plan.cells.reduce((run: 0.0, network: 0.0)) { largest, cell in
      let run = Run(cell.subject, at: cell.point)
      let isShared = plan.networkKey(run) == plan.networkKey(Run(cell.subject, at: cell.point, repeat: 1))
      let runs = isShared ? min(windowRuns, plan.runCount) : 1
      return (
        max(largest.run, plan.bytes(of: [run])),
        max(largest.network, plan.bytes(of: Array(repeating: run, count: runs)))
      )
    }
    return results
      + min(Double(jobs) * max(mostBytes, largest.network), Double(windowRuns) * largest.run)
  }
}
