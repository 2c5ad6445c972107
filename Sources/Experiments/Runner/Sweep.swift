import Files
import Foundation
import MemoryMeasures

/// Runs a plan, or a part of it, into a results file, over several threads.
///
/// Finished runs are kept in OUTPUT.journal as they come, so that a sweep that was interrupted, however
/// rudely, goes on where it stopped when the same sweep is run again. The results file appears at the end,
/// complete, and the journal goes. Runs that take long are kept while they are under way, too, where their measure can
/// tell how far they are (see `KeptRuns`). The results do not depend on the number of threads or on interruptions.
package struct Sweep<M: Measure>: Sendable {
  let plan: Plan<M>
  let shard: Shard
  let output: String
  let jobs: Int
  let overwrites: Bool
  private let failsFast: Bool
  private let provenance: Provenance
  let prober: any RunProber<M>
  let availableMemory: Double
  var locking = FileLocking()
  /// How often what is under way is kept; nil for as often as usual.
  var keepingInterval: Duration?

  /// More threads than any machine has.
  package static var mostJobs: Int { 1024 }

  /// - Parameters:
  ///   - output: path of the results file; directories that are missing are made.
  ///   - jobs: number of threads that measure.
  ///   - overwrites: whether a results file that is there is ignored and replaced, and a journal too if it is
  ///     another plan's or damaged. A journal of this plan is always resumed: its runs are those that would
  ///     be measured again.
  ///   - failsFast: whether the first run that fails stops the sweep. Otherwise it is recorded as failed.
  ///   - prober: what measures.
  /// - Throws: `SweepError.jobs`.
  package init(
    plan: Plan<M>, shard: Shard = .whole, output: String, jobs: Int, overwrites: Bool = false,
    failsFast: Bool = false, provenance: Provenance, prober: any RunProber<M>
  ) throws(SweepError) {
    try self.init(
      plan: plan, shard: shard, output: output, jobs: jobs, overwrites: overwrites, failsFast: failsFast,
      provenance: provenance, prober: prober, availableMemory: SystemMemory.available)
  }

  init(
    plan: Plan<M>, shard: Shard, output: String, jobs: Int, overwrites: Bool, failsFast: Bool,
    provenance: Provenance, prober: any RunProber<M>, availableMemory: Double
  ) throws(SweepError) {
    guard (1...Self.mostJobs).contains(jobs) else { throw .jobs(jobs) }
    self.plan = plan
    self.shard = shard
    self.output = output
    self.jobs = jobs
    self.overwrites = overwrites
    self.failsFast = failsFast
    self.provenance = provenance
    self.prober = prober
    self.availableMemory = availableMemory
  }

  /// Measures what is not finished yet; nothing at all if the output has everything.
  ///
  /// - Parameters:
  ///   - isCancelled: asked often, by every thread.
  ///   - deadline: when to have stopped, as if cancelled; nothing is begun that is not expected to be of use by then.
  ///   - notice: told what people should know though the sweep goes on.
  ///   - progress: called on the calling thread, about ten times a second.
  /// - Returns: the results that are in the file.
  /// - Throws:
  ///   - before the first run `SweepError.notEnoughMemory`, `OutputError`, `JournalError`; `MergeError` if
  ///     output and journal disagree;
  ///   - during the runs `SweepError.noThreads`, `OutputError.cannotWrite`, `SweepError.runFailed`, and `CancellationError` once
  ///     `isCancelled` says so, or for the deadline's sake; the journal then has everything that was finished;
  ///   - after them `OutputError` if the results file cannot be written; the journal stays.
  package func run(
    isCancelled: @escaping @Sendable () -> Bool, until deadline: ContinuousClock.Instant? = nil,
    notice: (SweepNotice) -> Void = { _ in }, progress: (SweepProgress) -> Void
  ) throws -> Results<M> {
    let members = try members()
    let destination = try Destination(self.output)
    destination.removeLeftovers()
    let output = destination.path
    let journal = try Journal(
      Journal<M>.path(of: output), plan: plan, shard: shard, overwrites: overwrites, locking,
      isCancelled: isCancelled, notice: notice)
    var kept = KeptRuns(besides: output, plan: plan, shard: shard)
    if kept.isDamaged { notice(.damagedStates(path: kept.path)) }
    do {
      let earlier = try overwrites ? nil : earlierResults(output)
      var records = try join(journal.takeRecords(), earlier?.results, output)
      if let results = earlier?.results, results.shard == shard, results.isComplete {
        kept.removeFile()
        journal.remove()
        return results
      }
      let known = records.count
      try measureMissing(
        members.places, &records, journal, &kept, isCancelled: isCancelled, until: deadline, notice: notice,
        progress: progress)
      try journal.checkClaim()
      SystemMemory.giveBack()
      let results = Results(plan: plan, shard: shard, members: members, records: records)
      try results.write(
        to: output, overwrites: true, threads: jobs,
        provenance: provenance.ending(
          journal.processes, after: earlier?.provenance, runs: records.count - known, of: shard))
      kept.removeFile()
      journal.remove()
      return results
    } catch {
      if case OutputError.inUse? = error as? OutputError {} else { journal.endProcess() }
      journal.removeIfEmpty()
      throw error
    }
  }

  // MARK: Before the runs

  /// The runs of the sweep.
  ///
  /// - Throws: `SweepError.notEnoughMemory`, before anything of their number is allocated.
  func members() throws(SweepError) -> ShardMembers<M> {
    func check(_ needed: Double) throws(SweepError) {
      guard needed <= availableMemory else {
        throw .notEnoughMemory(needed: needed, available: availableMemory)
      }
    }
    try check(plan.resultBytes(of: shard))
    let members = ShardMembers(shard, of: plan)
    try check(Batch.peakBytes(of: members.places, in: shard, of: plan, jobs: jobs))
    return members
  }

  /// What the output holds already, if it is this plan's, and where that comes from; nil if there is no output.
  func earlierResults(_ output: String) throws -> (results: Results<M>, provenance: Provenance?)? {
    guard FileManager.default.fileExists(atPath: output) else { return nil }
    let results: Results<M>
    let document: Document
    do {
      document = try Document(reading: output)
      guard let typed = document.results(of: M.self) else {
        throw SweepOutputError.outputHoldsOtherPlan(
          path: output, difference: .format(document.measure.format, M.format))
      }
      results = typed
    } catch let error as SweepOutputError {
      throw error
    } catch {
      throw SweepOutputError.outputNotResults(path: output)
    }
    if let key = plan.firstDifference(from: results.plan) {
      throw SweepOutputError.outputHoldsOtherPlan(path: output, difference: .key(key))
    }
    guard shard == .whole || results.shard == shard else {
      throw SweepOutputError.outputHoldsOtherPlan(path: output, difference: .shard(results.shard, shard))
    }
    return (results, document.provenance)
  }

  func join(
    _ unfinished: consuming Records<M>, _ earlier: Results<M>?, _ output: String
  ) throws(MergeError) -> Records<M> {
    var records = unfinished
    guard let earlier else { return records }
    for (place, record) in earlier.records.stored {
      guard records.add(record, at: place) else {
        throw .disagreement(
          plan.layout.run(at: place).map(plan.label) ?? RunLabel([]), output, Journal<M>.path(of: output))
      }
    }
    return records
  }

  // MARK: The runs

  /// Measures every run that has no record, and gives it one.
  ///
  /// - Parameter places: of all runs of the sweep.
  private func measureMissing(
    _ places: [Int], _ records: inout Records<M>, _ journal: Journal<M>, _ kept: inout KeptRuns<M>,
    isCancelled: @escaping @Sendable () -> Bool, until deadline: ContinuousClock.Instant?,
    notice: (SweepNotice) -> Void, progress: (SweepProgress) -> Void
  ) throws {
    let missing = places.filter { !records.contains($0) }
    if failsFast {
      for place in places { if let failure = failure(place, records.reason(at: place)) { throw failure } }
    }
    guard !missing.isEmpty else { return }

    try journal.begin(as: provenance)
    records.reserve(missing.count)
    let format = RecordFormat(plan)
    for run in kept.runs.keys where isFinished(run, records) { kept.remove(run) }
    var meter = SweepMeter(plan: plan, places: places, records: records, kept: kept.runs)
    progress(meter.progress)
    var failure: SweepError?
    var lastWriting = ContinuousClock.now
    func writeKept() {
      do {
        try kept.write()
      } catch {
        notice(.cannotKeepStates(path: kept.path))
      }
    }
    do {
      for batches in Batch.windows(of: missing, of: plan, jobs: jobs) {
        var workers = Workers(prober: prober, batches: batches, jobs: jobs)
        (workers.kept, workers.deadline) = (kept.runs, deadline)
        if let keepingInterval { workers.keepingInterval = keepingInterval }
        try workers.run(isCancelled: isCancelled) { completions in
          let found = format.stored(completions.map { Record($0.result) })
          for (index, record) in found.enumerated() {
            let run = completions[index].run
            guard let place = plan.layout.place(of: run) else { continue }
            journal.append(place, record)
            records.add(record, at: place)
            kept.remove(run)
            meter.count(run, records.status(at: place))
            if failsFast, failure == nil { failure = self.failure(place, records.reason(at: place)) }
          }
          return failure == nil
        } notice: {
          notice($0)
        } tick: { underway in
          try journal.checkClaim()
          if underway.values.contains(where: { $0.bytes != nil }) { journal.nameProcess() }
          // Before what was kept of a finished run goes.
          try journal.flush()
          for (run, state) in underway where !isFinished(run, records) {
            meter.count(run, state)
            kept.keep(run, state)
          }
          if lastWriting.duration(to: .now) >= workers.keepingInterval / 8 {
            writeKept()
            lastWriting = .now
          }
          if meter.isDue() { progress(meter.progress) }
        }
      }
    } catch {
      // Another process has them now.
      if case OutputError.inUse? = error as? OutputError { throw error }
      if error is CancellationError {
        try journal.synchronize()
        writeKept()
        progress(meter.progress)
      } else {
        try? kept.write()
      }
      throw failure.map { $0 as any Error } ?? error
    }
    try journal.synchronize()
    progress(meter.progress)
    if let failure { throw failure }
  }

  private func isFinished(_ run: Run, _ records: Records<M>) -> Bool {
    plan.layout.place(of: run).map(records.contains) ?? true
  }

  private func failure(_ place: Int, _ reason: String?) -> SweepError? {
    guard let reason, let run = plan.layout.run(at: place) else { return nil }
    return .runFailed(plan.label(of: run), reason: reason)
  }
}

/// A sweep that cannot run, or that stopped at a failed run.
package enum SweepError: Error, Equatable {
  /// Allowed: 1 ... `Sweep.mostJobs`.
  case jobs(Int)
  /// Estimated and available bytes. Nothing has been allocated.
  case notEnoughMemory(needed: Double, available: Double)
  /// The system gave not one thread to measure on.
  case noThreads
  /// A run failed, and the sweep was to stop at the first one that does. It is in the journal, with
  /// everything that was finished before.
  case runFailed(RunLabel, reason: String)
}

/// What distinguishes two results that do not belong together.
package enum PlanDifference: Equatable, Sendable {
  /// The kinds of their results, as files name them.
  case format(String, String)
  /// The key of the first setting in which the plans differ.
  case key(String)
  /// The plans are equal, but the results are of different parts.
  case shard(Shard, Shard)
}

/// An output that holds something else than this sweep's results.
package enum SweepOutputError: Error, Equatable {
  /// There are results of another plan, or of another part of it; the first difference. Not
  /// overwritten unless asked for.
  case outputHoldsOtherPlan(path: String, difference: PlanDifference)
  /// There is a journal of another plan, or of another part of it.
  case journalHoldsOtherPlan(path: String, difference: PlanDifference)
  /// There is a file that is not a results file, or not an intact one. Not overwritten unless asked for.
  case outputNotResults(path: String)
}
