/// A network that cannot be constructed.
public enum ConstructionError: Error, Equatable, Sendable {
  /// What is constructed has no counterpart in this cell; the cells that have one.
  case noSuchCell(Construction, CellType, allowed: [CellType])
  /// Too few units, or more than `mostUnits`.
  case hiddenSize(Int, Construction, CellType, least: Int)
  /// Fewer inputs than one, or more than `mostUnits`.
  case inputSize(Int)
  /// `forgetting` needs a rate, and one that the sigmoid can tell from 0 and 1.
  case rate(Double?)
  /// Only `forgetting` has a rate.
  case rateNotUsed(Construction)

  /// Largest hidden or input size: an LSTM of this many units takes about a gigabyte.
  public static let mostUnits = 4_096
}
