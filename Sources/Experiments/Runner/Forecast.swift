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

  /// The time that runs take if networks of their cell type are as fast as small ones.
  private func time(of runs: [Run], workers: Int) -> Duration? {
    var cells: [CellType: (runs: Int, work: Double, sample: NetworkShape, cost: Double)] = [:]
    for run in runs {
      let shape = plan.envelope(of: run.subject)
      let cost = plan.cost(of: run)
      var cell = cells[shape.cell, default: (0, 0, shape, cost)]
      cell.runs += 1
      cell.work += cost
      // The costliest of those that are quick to run; the cheapest where none is.
      if cell.cost < cost ? cost <= Self.trialCost : cell.cost > Self.trialCost {
        (cell.sample, cell.cost) = (shape, cost)
      }
      cells[shape.cell] = cell
    }
    var time = Duration.zero
    for cell in cells.values {
      guard let pace = pace(of: cell.sample) else { return nil }
      time += (pace.perRun * cell.runs + pace.perWork * cell.work) / workers
    }
    return time
  }

  /// What a run takes whatever the size of the network, and for every multiply-add: measured with a network of a shape,
  /// or a smaller one if that takes long, and another of half the size. Nil if no such run can be measured.
  private func pace(of shape: NetworkShape) -> (perRun: Duration, perWork: Duration)? {
    guard let trial = trial(shape) else { return nil }
    var half = shape
    half.hiddenSize /= 2
    guard half.hiddenSize > 0 else { return measured(trial).map { (.zero, $0 / trial.cost) } }
    guard trial.cost <= Self.trialCost else { return pace(of: half) }
    guard let smaller = self.trial(half), smaller.cost < trial.cost, let long = measured(trial),
      let short = measured(smaller)
    else { return measured(trial).map { (.zero, $0 / trial.cost) } }
    let perWork = max(.zero, (long - short) / (trial.cost - smaller.cost))
    return (max(.zero, long - perWork * trial.cost), perWork)
  }

  private typealias Trial = (plan: Plan<M>, run: Run, cost: Double)

  /// The costliest run of a single network of a shape; nil if there is none.
  private func trial(_ shape: NetworkShape) -> Trial? {
    let initialization = plan.subjects.grid?.initialization ?? M.offer.grid.initialization
    let grid = NetworkGrid(
      cells: [shape.cell], layers: [shape.layers], hiddenSizes: [shape.hiddenSize],
      inputSizes: [shape.inputSize], initialization: initialization)
    let plan = try? Plan<M>(
      subjects: .drawn(grid), repeats: 1, settings: plan.settings, seed: plan.seed, precision: plan.precision)
    return plan.flatMap { plan in
      let costs = plan.runs.map { ($0, plan.cost(of: $0)) }
      return costs.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? (plan, $0.0, $0.1) : nil }
    }
  }

  private func measured(_ trial: Trial) -> Duration? {
    guard let prober = try? Prober(trial.plan) else { return nil }
    let start = ContinuousClock.now
    let isLong: @Sendable () -> Bool = { start.duration(to: .now) > Self.longestTrial }
    guard (try? prober.measure([trial.run], jobs: 1, isCancelled: isLong, completed: { _, _ in })) != nil
    else {
      return nil
    }
    return start.duration(to: .now)
  }

  /// Multiply-adds that take some tenths of a second.
  private static var trialCost: Double { 4e9 }
  private static var longestTrial: Duration { .seconds(5) }
}
