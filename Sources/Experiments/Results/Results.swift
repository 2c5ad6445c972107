import Foundation
import HDF5
import MemoryMeasures
import RecurrentNetworks

/// What became of a finished run.
package enum Record<Value: Sendable>: Sendable {
  case measured(Value)
  /// The run has no result; the reason in words.
  case failed(reason: String)

  init(_ result: Result<Value, some RunFailure>) {
    switch result {
    case .success(let value): self = .measured(value)
    case .failure(let failure): self = .failed(reason: failure.reason)
    }
  }

  /// Nil for a run that failed.
  package var value: Value? {
    if case .measured(let value) = self { value } else { nil }
  }
}

extension Plan {
  /// Whether both records are the same, bit by bit: a rate that is not a number equals another that is not.
  package func areEqual(_ one: Record<M.Value>, _ other: Record<M.Value>) -> Bool {
    switch (one, other) {
    case (.measured(let one), .measured(let other)): M.areIdentical(one, other, settings: settings)
    case (.failed(let one), .failed(let other)): one == other
    default: false
    }
  }
}

/// What a sweep, or a part of one, has found so far.
package struct Results<M: Measure>: Sendable {
  package let plan: Plan<M>
  /// The part of the plan that these results are of.
  package let shard: Shard
  /// Finished runs, all of them of the shard.
  package let records: Records<M>
  /// Runs of the shard, finished or not.
  let members: ShardMembers<M>

  /// - Parameter records: finished runs, measured with the plan's settings; those that are not of the shard
  ///   are left out.
  package init(plan: Plan<M>, shard: Shard = .whole, records: Records<M>) {
    self.init(plan: plan, shard: shard, members: ShardMembers(shard, of: plan), records: records)
  }

  package init(plan: Plan<M>, shard: Shard = .whole, records: [Run: Record<M.Value>]) {
    self.init(plan: plan, shard: shard, records: Records(of: plan, records))
  }

  init(plan: Plan<M>, shard: Shard, members: ShardMembers<M>, records: Records<M>) {
    self.plan = plan
    self.shard = shard
    self.members = members
    self.records = shard == .whole ? records : records.filter(places: members.contains)
  }

  /// Runs of the shard that are not finished, in the order of the plan.
  package var missing: [Run] {
    missingCount == 0 ? [] : members.places.compactMap(plan.layout.run).filter { records[$0] == nil }
  }

  package var missingCount: Int { members.count - records.count }

  /// Runs that failed, in the order of the plan, with their reasons.
  package var failed: [(run: Run, reason: String)] {
    guard records.failedCount > 0 else { return [] }
    return (0..<plan.layout.placeCount).compactMap { place in
      guard let reason = records.reason(at: place), let run = plan.layout.run(at: place) else { return nil }
      return (run, reason)
    }
  }

  /// Finished runs, in the order of the plan.
  package var finished: some Sequence<(run: Run, record: Record<M.Value>)> {
    records.lazy.map { (run: $0.key, record: $0.value) }
  }

  package var isComplete: Bool { missingCount == 0 }

  /// The results in each of the precisions, as those of a plan of that one alone. Of a shard, what other parts hold counts
  /// as missing.
  package var byPrecision: [Results] {
    guard plan.precisions.count > 1 else { return [self] }
    return zip(plan.precisions.indices, plan.byPrecision).map { place, plan in
      Results(plan: plan, records: records.of(precision: place, alone: plan))
    }
  }

  /// The results of drawn networks of some cell types and numbers of layers, as those of a plan of these alone; nil of given
  /// networks, and where there are none of them.
  ///
  /// - Parameters:
  ///   - cells: nil for all.
  ///   - layers: the same.
  package func of(cells: [CellType]?, layers: [Int]?) -> Results? {
    guard var grid = plan.subjects.grid else { return nil }
    if let cells { grid.cells.removeAll { !cells.contains($0) } }
    if let layers { grid.layers.removeAll { !layers.contains($0) } }
    guard let part = plan.of(grid) else { return nil }
    return Results(
      plan: part, shard: shard, members: ShardMembers(members, in: part), records: records.of(part))
  }

  /// How many repeats were measured of every cell of which any was, the fewest and the most; nil where none was.
  package func measuredRepeats(of isIncluded: (Subject) -> Bool = { _ in true }) -> ClosedRange<Int>? {
    var range: ClosedRange<Int>?
    for (subject, point) in plan.cells where isIncluded(subject) {
      guard let first = plan.layout.place(of: Run(subject, at: point)) else { continue }
      let count = (first..<first + plan.repeats(of: subject)).count { records.status(at: $0) == .done }
      guard count > 0 else { continue }
      range = range.map { min($0.lowerBound, count)...max($0.upperBound, count) } ?? count...count
    }
    return range
  }

  /// A column of the measured runs, in the order of the plan; nil for one that is not there or follows from others.
  package func values(of column: String) -> ColumnValues? {
    plan.columns.first { $0.name == column }.flatMap { column in
      records.values(of: column, at: members.places.filter { records.status(at: $0) == .done })
    }
  }

  /// What was measured of the repeats of a subject, in their order.
  ///
  /// - Parameter point: places on the measure's own axes, and on that of precisions.
  package func measured(_ subject: Subject, at point: [Int] = []) -> [M.Value] {
    guard let first = plan.layout.place(of: Run(subject, at: point)) else { return [] }
    return records.values(at: first..<first + plan.repeats(of: subject))
  }
}

/// Results of a measure that is known when they are opened.
package protocol AnyResults: Sendable {
  associatedtype M: Measure
  var typed: Results<M> { get }
}

extension Results: AnyResults {
  package var typed: Results<M> { self }
}

extension AnyResults {
  package var measure: any Measure.Type { M.self }

  /// Lays the results out in an empty file.
  ///
  /// - Parameters:
  ///   - spread: whether those of a part are laid out over the whole plan, too.
  ///   - threads: that sum up repeats.
  func layOut(
    in file: HDF5File, provenance: Provenance, spread: Bool = false, threads: Int = 1
  ) throws {
    try ResultsWriter(
      results: typed, provenance: provenance, root: file.root, isGathered: typed.shard != .whole && !spread,
      threads: threads
    ).write()
  }
}

/// The measures that there are: the one list of them.
package enum Measures {
  package static let all: [any Measure.Type] = [
    Divergence.self, Memorization.self, Capacity.self, Recall.self, Lyapunov.self,
  ]

  /// By what results files and journals call their kind; nil for none of these.
  static func measure(format: String) -> (any Measure.Type)? {
    // Given networks and their twins had a kind of their own in version 1.
    let format = format == "memprobe comparison" ? Divergence.format : format
    return all.first { $0.format == format }
  }
}
