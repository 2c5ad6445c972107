import MemoryMeasures

extension MemorizationPlan: SweepPlan {
  public typealias Value = MemorizationRecord
  public typealias Failure = MemorizationError

  public static let format = "memprobe memorization"

  public var fields: [(field: PlanField, exactText: String)] {
    [
      (.arithmeticRevision, "\(arithmeticRevision)"),
      (.cells, grid.cells.map(\.rawValue).joined(separator: ",")),
      (.layers, ExactText.list(grid.layers)),
      (.hiddenSizes, ExactText.list(grid.hiddenSizes)),
      (.positions, ExactText.list(grid.positions)),
      (.repeats, "\(grid.repeats)"),
      (.seed, "\(seed)"),
    ] + initialization.exactFields + [
      (.length, "\(settings.lengths.lowerBound)-\(settings.lengths.upperBound)"),
      (.lengthPer, settings.lengthDraw.rawValue),
      (.epochs, "\(settings.epochs)"),
      (.updatesPerEpoch, "\(settings.updatesPerEpoch)"),
      (.batchSize, "\(settings.batchSize)"),
      (.learningRate, ExactText.of(settings.learningRate)),
      (.truncate, settings.truncation.map { "\($0)" } ?? "never"),
      (.evaluationSequences, "\(settings.evaluationSequences)"),
      (.curves, ExactText.list(settings.curveEpochs)),
      (.learnedBelow, ExactText.of(learnedBelow)),
    ]
  }

  public var runCount: Int { grid.runCount }

  public var coordinates: [MemorizationRun] { grid.coordinates }

  /// Every training has sequences of its own.
  public func lineupKey(of run: MemorizationRun) -> MemorizationRun { run }

  public func cost(of run: MemorizationRun) -> Double {
    guard run.position <= settings.lengths.upperBound else { return 0 }
    return Memorization.estimatedCost(run.shape, settings: settings)
  }

  public func bytes(of run: MemorizationRun) -> Double {
    Memorization.estimatedBytes(run.shape, settings: settings)
  }

  public var recordBytes: Double { 256 + 4 * Double(settings.curveEpochs.count) }

  public func accepts(_ value: MemorizationRecord) -> Bool {
    guard value.curve.count == settings.curveEpochs.count else { return false }
    switch value.outcome {
    case .trained: return (value.loss >= 0 || value.loss.isNaN) && value.epochs == settings.epochs
    case .diverged: return value.loss.isNaN && (0...settings.epochs).contains(value.epochs)
    case .noTarget: return value.loss.isNaN && value.epochs == 0
    }
  }
}

/// What a grid of trainings has found so far.
public typealias MemorizationResults = SweepResults<MemorizationPlan>
/// A grid of trainings.
public typealias MemorizationSweep = Sweep<MemorizationResultsFile>
/// Joins the parts of a grid of trainings.
public typealias MemorizationMerge = SweepMerge<MemorizationResultsFile>
