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
    try checkMemory()
    let destination = try Destination(self.output)
    destination.removeLeftovers()
    let output = destination.path
    let journal = try Journal(
      Journal<M>.path(of: output), plan: plan, shard: shard, overwrites: overwrites)
    var kept = KeptRuns(besides: output, plan: plan, shard: shard)
    if kept.isDamaged { notice(.damagedStates(path: kept.path)) }
    do {
      let earlier = try overwrites ? nil : earlierResults(output)
      var records = try join(journal.records, earlier, output)
      if let earlier, earlier.shard == shard, earlier.isComplete {
        kept.removeFile()
        journal.remove()
        return earlier
      }
      try measureMissing(
        &records, journal, &kept, isCancelled: isCancelled, until: deadline, notice: notice,
        progress: progress)
      let results = Results(plan: plan, shard: shard, records: records)
      try results.write(to: output, overwrites: true, provenance: provenance)
      kept.removeFile()
      journal.remove()
      return results
    } catch {
      journal.removeIfEmpty()
      throw error
    }
  }

  // MARK: Before the runs

  /// - Throws: `SweepError.notEnoughMemory`, before anything of the size of the plan is allocated.
  func checkMemory() throws(SweepError) {
    let forResults = plan.resultBytes
    guard forResults <= availableMemory else {
      throw .notEnoughMemory(needed: forResults, available: availableMemory)
    }
    let batches = Batch.plan(plan.runs(of: shard), of: plan, jobs: jobs)
    let needed = Batch.peakBytes(batches, of: plan, jobs: jobs)
    guard needed <= availableMemory else {
      throw .notEnoughMemory(needed: needed, available: availableMemory)
    }
  }

  /// What the output holds already, if it is this plan's; nil if there is no output.
  func earlierResults(_ output: String) throws -> Results<M>? {
    guard FileManager.default.fileExists(atPath: output) else { return nil }
    let results: Results<M>
    do {
      let document = try Document(reading: output)
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
    return results
  }

  func join(
    _ unfinished: [Run: Record<M.Value>], _ earlier: Results<M>?, _ output: String
  ) throws(MergeError) -> [Run: Record<M.Value>] {
    var records = unfinished
    for (run, record) in earlier?.records ?? [:] {
      guard records.updateValue(record, forKey: run).map({ plan.areEqual($0, record) }) ?? true else {
        throw .disagreement(plan.label(of: run), output, Journal<M>.path(of: output))
      }
    }
    return records
  }

  // MARK: The runs

  /// Measures every run of the shard that has no record, and gives it one.
  private func measureMissing(
    _ records: inout [Run: Record<M.Value>], _ journal: Journal<M>, _ kept: inout KeptRuns<M>,
    isCancelled: @escaping @Sendable () -> Bool, until deadline: ContinuousClock.Instant?,
    notice: (SweepNotice) -> Void, progress: (SweepProgress) -> Void
  ) throws {
    let runs = plan.runs(of: shard)
    let missing = runs.filter { records[$0] == nil }
    if failsFast {
      for run in runs { if let failure = failure(run, records[run]) { throw failure } }
    }
    guard !missing.isEmpty else { return }

    try journal.begin()
    for run in records.keys { kept.remove(run) }
    var meter = SweepMeter(plan: plan, runs: runs, records: records, kept: kept.runs)
    progress(meter.progress)
    var failure: SweepError?
    var lastWriting = ContinuousClock.now
    var workers = Workers(prober: prober, batches: Batch.plan(missing, of: plan, jobs: jobs), jobs: jobs)
    (workers.kept, workers.deadline) = (kept.runs, deadline)
    if let keepingInterval { workers.keepingInterval = keepingInterval }
    func writeKept() {
      do {
        try kept.write()
      } catch {
        notice(.cannotKeepStates(path: kept.path))
      }
    }
    do {
      try workers.run(isCancelled: isCancelled) { completion in
        let record = Record(completion.result)
        try journal.append(completion.run, record)
        records[completion.run] = record
        kept.remove(completion.run)
        meter.count(completion.run, record)
        if failsFast, failure == nil { failure = self.failure(completion.run, record) }
        return failure == nil
      } notice: {
        notice($0)
      } tick: { underway in
        for (run, state) in underway where records[run] == nil {
          meter.count(run, state)
          kept.keep(run, state)
        }
        if lastWriting.duration(to: .now) >= workers.keepingInterval / 8 {
          writeKept()
          lastWriting = .now
        }
        if meter.isDue() { progress(meter.progress) }
      }
    } catch {
      if error is CancellationError {
        writeKept()
        try journal.synchronize()
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

  private func failure(_ run: Run, _ record: Record<M.Value>?) -> SweepError? {
    guard case .failed(let reason) = record else { return nil }
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

/// What people should know of a sweep that goes on all the same.
package enum SweepNotice: Equatable, Sendable {
  /// The system gave fewer threads than were asked for.
  case fewerThreads(Int, wanted: Int)
  /// What was kept of runs under way is not as it was written: they begin.
  case damagedStates(path: String)
  /// What is to be kept of runs under way cannot be written: should the sweep be interrupted, they begin.
  case cannotKeepStates(path: String)
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
