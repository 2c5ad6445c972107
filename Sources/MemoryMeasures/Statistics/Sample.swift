/// Values to be summed up in a few numbers. Every number is NaN where there are too few values for it.
public struct Sample: Sendable {
  public let values: [Double]

  public init(_ values: [Double]) {
    self.values = values
  }

  public var mean: Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// The square root of the unbiased estimate of the variance (squares divided by count - 1).
  public var standardDeviation: Double {
    guard values.count > 1 else { return .nan }
    let center = mean
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// The middle value, or the mean of the two in the middle.
  public var median: Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
