import MemoryMeasures
import RecurrentNetworks

/// What a sweep would do, told without doing it: nothing is written, no file is made.
package struct Forecast: Sendable {
  /// The runs of the plan, of which a part may have fewer.
  package let axes: [Axis]
  package let shard: Shard
  /// Runs of the plan, or of its part.
  package let runs: Int
  /// How many of them results file or journal hold already; and the files that do.
  package let finished: Int
  package let sources: [String]
  /// Estimated work of the runs that are left, in fused multiply-adds.
  package let work: Double
  /// Estimated memory at the peak, and what is available, in bytes.
  package let bytes: Double
  package let availableBytes: Double
  /// Estimated time of the runs that are left; nil if there is nothing to go by.
  package let time: Duration?
}

extension Sweep {
  /// What `run` would do, with the time it takes judged by small runs on this machine, one for every cell type.
  ///
  /// - Throws: `SweepOutputError`, `JournalError` or `MergeError` for files that would stop the sweep.
  package func forecast() throws -> Forecast {
    let journalPath = JournalPath.of(output)
    var sources: [String] = []
    let unfinished = try Journal.records(at: journalPath, plan: plan, shard: shard, overwrites: overwrites)
    if !unfinished.isEmpty { sources.append(journalPath) }
    let earlier = try overwrites ? nil : earlierResults(output)
    if earlier != nil { sources.append(output) }
    let records = try join(unfinished, earlier, output)
    let runs = plan.runs(of: shard)
    let missing = runs.filter { records[$0] == nil }
    let batches = Batch.plan(missing, of: plan, jobs: jobs)
    return Forecast(
      axes: plan.axes, shard: shard, runs: runs.count, finished: runs.count - missing.count, sources: sources,
      work: missing.reduce(0) { $0 + plan.cost(of: $1) },
      bytes: Batch.peakBytes(batches, of: plan, jobs: jobs), availableBytes: availableMemory,
      time: time(of: missing, workers: min(jobs, max(1, batches.count))))
  }

  /// The time that runs take if all cost what small ones of their cell type do.
  private func time(of runs: [Run], workers: Int) -> Duration? {
    var work: [CellType: (sum: Double, sample: NetworkShape, cost: Double)] = [:]
    for run in runs {
      let shape = plan.outline(of: run.subject).envelope
      let cost = plan.cost(of: run)
      var cell = work[shape.cell, default: (0, shape, cost)]
      cell.sum += cost
      // The costliest of those that are quick to run; the cheapest where none is.
      if cell.cost < cost ? cost <= Self.trialCost : cell.cost > Self.trialCost {
        (cell.sample, cell.cost) = (shape, cost)
      }
      work[shape.cell] = cell
    }
    var time = Duration.zero
    for (sum, sample, _) in work.values {
      guard let pace = pace(of: sample) else { return nil }
      time += pace * (sum / Double(workers))
    }
    return time
  }

  /// Time for a multiply-add, measured with a network of a shape, or a smaller one if that takes long. Nil if no such
  /// run can be measured.
  private func pace(of shape: NetworkShape) -> Duration? {
    let initialization = plan.subjects.grid?.initialization ?? M.offer.grid.initialization
    let grid = NetworkGrid(
      cells: [shape.cell], layers: [shape.layers], hiddenSizes: [shape.hiddenSize],
      inputSizes: [shape.inputSize], initialization: initialization)
    guard
      let trial = try? Plan<M>(
        subjects: .drawn(grid), repeats: 1, settings: plan.settings, seed: plan.seed,
        precision: plan.precision),
      let run = trial.runs.max(by: { trial.cost(of: $0) < trial.cost(of: $1) })
    else { return nil }
    let cost = trial.cost(of: run)
    if cost > Self.trialCost, shape.hiddenSize > 1 {
      var half = shape
      half.hiddenSize /= 2
      return pace(of: half)
    }
    guard cost > 0, let prober = try? Prober(trial) else { return nil }
    let start = ContinuousClock.now
    let isLong: @Sendable () -> Bool = { start.duration(to: .now) > Self.longestTrial }
    guard (try? prober.measure([run], jobs: 1, isCancelled: isLong, completed: { _, _ in })) != nil else {
      return nil
    }
    return start.duration(to: .now) / cost
  }

  /// Multiply-adds that take some tenths of a second.
  private static var trialCost: Double { 1e9 }
  private static var longestTrial: Duration { .seconds(5) }
}
