/// Where a network's answer comes from.
public enum RecallReadout: Codable, Hashable, Sendable {
  /// One unit of the last layer, times a factor.
  case unit(Int, scale: Double)
  /// A linear readout fitted to training sequences, one for every step and magnitude.
  case fitted
}
