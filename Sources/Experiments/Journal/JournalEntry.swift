import MemoryMeasures

/// Any line of a journal but the first: a finished run.
struct JournalEntry: Codable {
  var run: RunCoordinates
  /// Without its curve.
  private var measurement: DivergenceMeasurement?
  /// The measurement's curve in float64, whose decimal digits read back as the same float32 for certain.
  private var curve: [Double]?
  private var failure: String?

  init(run: RunCoordinates, record: RunRecord) {
    self.run = run
    switch record {
    case .measured(var measurement):
      curve = measurement.curve.map(Double.init)
      measurement.curve = []
      self.measurement = measurement
    case .failed(let reason):
      failure = reason
    }
  }

  /// What became of the run; nil if the line says neither or both of measured and failed.
  var record: RunRecord? {
    switch (measurement, curve, failure) {
    case (.some(var measurement), .some(let curve), nil):
      measurement.curve = curve.map(Float.init)
      return .measured(measurement)
    case (nil, nil, .some(let reason)): return .failed(reason: reason)
    default: return nil
    }
  }
}
