import MemoryMeasures

extension DivergencePlan: SweepPlan {
  /// What runs have in common that are fed the same pair of input sequences.
  public struct LineupKey: Hashable, Sendable {
    let inputSize: Int
    let repeatIndex: Int
  }

  public typealias Value = DivergenceMeasurement
  public typealias Failure = DivergenceError

  public static let format = "memprobe divergence"

  public var fields: [(field: PlanField, exactText: String)] {
    [
      (.arithmeticRevision, "\(arithmeticRevision)"),
      (.cells, grid.cells.map(\.rawValue).joined(separator: ",")),
      (.layers, ExactText.list(grid.layers)),
      (.hiddenSizes, ExactText.list(grid.hiddenSizes)),
      (.inputSizes, ExactText.list(grid.inputSizes)),
      (.repeats, "\(grid.repeats)"),
      (.seed, "\(seed)"),
    ] + initialization.exactFields + [
      (.precision, precision.rawValue)
    ] + (grid.cells.contains(.esn) ? ExactText.fields(of: initialization.reservoir) : [])
      + ExactText.fields(of: settings)
  }

  public var runCount: Int { grid.runCount }

  public var coordinates: [RunCoordinates] { grid.coordinates }

  public func lineupKey(of run: RunCoordinates) -> LineupKey {
    LineupKey(inputSize: run.inputSize, repeatIndex: run.repeatIndex)
  }

  public func cost(of run: RunCoordinates) -> Double {
    Divergence.estimatedCost(run.shape, settings: settings)
  }

  public func bytes(of run: RunCoordinates) -> Double {
    Divergence.estimatedBytes(run.shape, precision: precision)
  }

  public var recordBytes: Double { settings.recordBytes }

  public func accepts(_ value: DivergenceMeasurement) -> Bool { settings.accept(value) }
}
