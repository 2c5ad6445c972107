import MemoryMeasures

/// Measured runs that belong together: of one cell type, depth and hidden size, or of a network from one source.
struct MeasuredGroup {
  /// LSTM, hidden size 32
  var name: String
  var measurements: [DivergenceMeasurement]
}
