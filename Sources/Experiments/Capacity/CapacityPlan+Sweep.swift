import MemoryMeasures
import RecurrentNetworks

extension CapacityPlan: SweepPlan {
  public typealias Value = CapacityMeasurement
  public typealias Failure = CapacityError

  public static let format = "memprobe capacity"

  public var fields: [(field: PlanField, exactText: String)] {
    [
      (.arithmeticRevision, "\(arithmeticRevision)")
    ] + subjectFields + [
      (.repeats, "\(repeats)"),
      (.seed, "\(seed)"),
      (.precision, precision.rawValue),
      (.inputDistribution, settings.inputs.rawValue),
      (.inputScale, ExactText.of(settings.inputScale)),
      (.washout, "\(settings.washoutSteps)"),
      (.trainingSteps, "\(settings.trainingSteps)"),
      (.testSteps, "\(settings.testSteps)"),
      (.maximumDelay, "\(settings.maximumDelay)"),
      (.ridge, ExactText.of(settings.ridge)),
      (.surrogates, "\(settings.surrogates)"),
      (.readoutInput, "\(settings.readsInput)"),
    ]
  }

  private var subjectFields: [(field: PlanField, exactText: String)] {
    switch subjects {
    case .grid(let grid, let initialization):
      [
        (.cells, grid.cells.map(\.rawValue).joined(separator: ",")),
        (.layers, ExactText.list(grid.layers)),
        (.hiddenSizes, ExactText.list(grid.hiddenSizes)),
      ] + initialization.exactFields
        + (grid.cells.contains(.esn) ? ExactText.fields(of: initialization.reservoir) : [])
    case .networks(let networks):
      [(.networks, networks.map(\.exactText).joined(separator: ";"))]
    }
  }

  public var runCount: Int { subjects.all.count * repeats }

  public var coordinates: [CapacityRun] {
    subjects.all.flatMap { subject in
      (0..<repeats).map { CapacityRun(subject: subject, repeatIndex: $0) }
    }
  }

  public func lineupKey(of run: CapacityRun) -> CapacityRun { run }

  public func cost(of run: CapacityRun) -> Double {
    Capacity.estimatedCost(envelope(of: run.subject), settings: settings)
  }

  public func bytes(of run: CapacityRun) -> Double {
    Capacity.estimatedBytes(envelope(of: run.subject), settings: settings, precision: precision)
  }

  public var recordBytes: Double { 512 + 32 * Double(settings.maximumDelay) }

  public func accepts(_ value: CapacityMeasurement) -> Bool {
    let numbers = value.memoryFunction + value.noiseFloor + [value.standardError]
    return value.memoryFunction.count == settings.maximumDelay
      && value.noiseFloor.count == settings.maximumDelay && numbers.allSatisfy(\.isFinite)
  }
}

/// What a sweep of memory capacities has found so far.
public typealias CapacityResults = SweepResults<CapacityPlan>
/// A sweep of memory capacities.
public typealias CapacitySweep = Sweep<CapacityResultsFile>
/// Joins the parts of a sweep of memory capacities.
public typealias CapacityMerge = SweepMerge<CapacityResultsFile>
