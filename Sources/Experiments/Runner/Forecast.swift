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
  /// What `run` would do, with the time it takes judged by a few runs on this machine for every cell type and source.
  ///
  /// - Throws: `SweepOutputError`, `JournalError` or `MergeError` for files that would stop the sweep.
  package func forecast() throws -> Forecast {
    let journalPath = JournalPath.of(output)
    var sources: [String] = []
    let unfinished = try Journal.records(at: journalPath, plan: plan, shard: shard, overwrites: overwrites)
    if !unfinished.isEmpty { sources.append(journalPath) }
    let earlier = try overwrites ? nil : earlierResults(output)
    if earlier != nil { sources.append(output) }
    let records = try join(unfinished, earlier?.results, output)
    let places = plan.places(of: shard)
    let missing = places.filter { !records.contains($0) }
    let window = Array(missing.prefix(Batch<M>.windowRuns)).compactMap(plan.layout.run)
    let batches = Batch.plan(window, of: plan, jobs: jobs).count
    return Forecast(
      axes: plan.axes, shard: shard, runs: places.count, finished: places.count - missing.count,
      sources: sources, work: plan.cost(ofRunsAt: missing),
      bytes: Batch.peakBytes(of: missing, in: shard, of: plan, jobs: jobs), availableBytes: availableMemory,
      time: time(of: missing.lazy.compactMap(plan.layout.run), workers: min(jobs, max(1, batches))))
  }

  /// The same for a sweep that takes longer than this; nil for a shorter one.
  ///
  /// - Throws: the same, and `SweepError.notEnoughMemory`, before anything of the size of the plan is allocated.
  package func forecast(ifLongerThan limit: Duration) throws -> Forecast? {
    // Trying runs takes time itself. Estimates of costs are off by less than four.
    let work = plan.cost(ofRunsAt: try members().places)
    guard work > Self.trialCost * (limit / .seconds(1)) / 4 else { return nil }
    let forecast = try forecast()
    return forecast.time.map { $0 > limit } ?? true ? forecast : nil
  }

  /// The time that runs take if networks of their cell type are as fast as a few that are tried.
  private func time(of runs: some Sequence<Run>, workers: Int) -> Duration? {
    var cells: [TrialKind: (runs: Int, work: Double, sample: Run, cost: Double)] = [:]
    for run in runs {
      let type = TrialKind(
        cell: plan.envelope(of: run.subject).cell, subject: run.subject,
        precision: plan.arithmetic(of: run).precision)
      let cost = plan.cost(of: run)
      var cell = cells[type, default: (0, 0, run, cost)]
      cell.runs += 1
      cell.work += cost
      // The costliest of those that are quick to run; the cheapest where none is.
      if cell.cost < cost ? cost <= Self.trialCost : cell.cost > Self.trialCost {
        (cell.sample, cell.cost) = (run, cost)
      }
      cells[type] = cell
    }
    var time = Duration.zero
    for cell in cells.values {
      guard let pace = pace(of: cell.sample) else { return nil }
      time += (pace.perRun * cell.runs + pace.perWork * cell.work) / workers
    }
    return time
  }

  /// Networks that take about as long for the same estimated cost: fresh ones end sooner than those that are given, or
  /// shuffled.
  private struct TrialKind: Hashable {
    let cell: CellType
    let twins: TwinKind?
    let isDrawn: Bool
    let precision: Precision

    init(cell: CellType, subject: Subject, precision: Precision) {
      self.cell = cell
      self.precision = precision
      twins = if case .twin(_, let kind, _) = subject { kind } else { nil }
      isDrawn = if case .drawn = subject { true } else { false }
    }
  }

  /// What a run takes whatever the size of the network, and for every multiply-add. Nil if none can be measured.
  private func pace(of run: Run) -> (perRun: Duration, perWork: Duration)? {
    // What a given network takes may depend on more than its sizes: it is tried itself.
    let isDrawn = if case .drawn = run.subject { true } else { false }
    if !isDrawn, plan.cost(of: run) > 0, let time = measured(run, by: prober) {
      return (.zero, time / plan.cost(of: run))
    }
    return pace(of: plan.envelope(of: run.subject), plan.arithmetic(of: run))
  }

  /// The same, measured with a network of a shape, or a smaller one if that takes long, and another of half the size.
  private func pace(
    of shape: NetworkShape, _ arithmetic: Arithmetic
  ) -> (perRun: Duration, perWork: Duration)? {
    guard let trial = trial(shape, arithmetic) else { return nil }
    var half = shape
    half.hiddenSize /= 2
    guard
      trial.cost + Self.drawingCost(shape, by: trialInitialization) <= Self.trialCost || half.hiddenSize < 1
    else { return pace(of: half, arithmetic) }
    guard let time = measured(trial.run, by: trial.prober) else {
      return half.hiddenSize > 0 ? pace(of: half, arithmetic) : nil
    }
    guard half.hiddenSize > 0, let smaller = self.trial(half, arithmetic), smaller.cost < trial.cost,
      let smallerTime = measured(smaller.run, by: smaller.prober)
    else { return (.zero, time / trial.cost) }
    let perWork = max(.zero, (time - smallerTime) / (trial.cost - smaller.cost))
    return (max(.zero, time - perWork * trial.cost), perWork)
  }

  private var trialInitialization: Initialization {
    plan.subjects.grid?.initialization ?? M.offer.grid.initialization
  }

  /// What it takes to draw a network whose recurrent kernels are made orthogonal, or scaled by their eigenvalues, in
  /// multiply-adds of its runs; of no account where kernels are drawn entry by entry.
  private static func drawingCost(_ shape: NetworkShape, by initialization: Initialization) -> Double {
    let units = Double(shape.hiddenSize)
    let isDrawnWhole = shape.cell.isReservoir || initialization.recurrentKernel == .orthogonal
    return isDrawnWhole ? 10 * Double(shape.layers) * Double(shape.cell.gateCount) * units * units * units : 0
  }

  /// The costliest run of a single network of a shape; nil if there is none.
  private func trial(
    _ shape: NetworkShape, _ arithmetic: Arithmetic
  ) -> (run: Run, cost: Double, prober: Prober<M>)? {
    let grid = NetworkGrid(
      cells: [shape.cell], layers: [shape.layers], hiddenSizes: [shape.hiddenSize],
      inputSizes: [shape.inputSize],
      initialization: trialInitialization)
    guard
      let trial = try? Plan<M>(
        subjects: .drawn(grid), repeats: 1, settings: plan.settings, seed: plan.seed,
        precisions: [arithmetic.precision], rounding: plan.rounding),
      let run = trial.runs.max(by: { trial.cost(of: $0) < trial.cost(of: $1) }), trial.cost(of: run) > 0,
      let prober = try? Prober(trial)
    else { return nil }
    return (run, trial.cost(of: run), prober)
  }

  /// Nil for a run that takes very long.
  private func measured(_ run: Run, by prober: some RunProber<M>) -> Duration? {
    let start = ContinuousClock.now
    let isLong: @Sendable () -> Bool = { start.duration(to: .now) > Self.longestTrial }
    do throws(CancellationError) {
      try prober.measure([run], threads: 1, isCancelled: isLong) { _, _ in }
      return start.duration(to: .now)
    } catch {
      return nil
    }
  }

  /// Multiply-adds that take about a second.
  private static var trialCost: Double { 2e10 }
  private static var longestTrial: Duration { .seconds(3) }
}
