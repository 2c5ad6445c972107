/// A median of counts that may be right-censored.
public struct CensoredMedian: Equatable, Sendable {
  /// NaN for no counts.
  public let steps: Double
  /// Whether too many counts were censored to say more than that the median is at least this.
  public let isLowerBound: Bool
}
