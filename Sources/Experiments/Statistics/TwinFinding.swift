/// How the memory of a given network compares with that of its twins.
public enum TwinFinding: Hashable, Sendable {
  case longer
  case shorter
  /// None was found: not that there is none.
  case noDifference
}
