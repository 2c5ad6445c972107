import MemoryMeasures

/// A network whose recall cannot be measured as asked.
public enum RecallSubjectError: Error, Equatable, Sendable {
  /// The readout names a unit that the network's last layer does not have.
  case noSuchUnit(Int, network: String, units: Int)
  /// The measurement failed.
  case failed(network: String, RecallError)
}
