/// The spread, over the input sizes, of the mean steps of one hidden size.
struct MemoryPoint: Equatable {
  let hiddenSize: Int
  let smallest: Double
  let median: Double
  let largest: Double
  /// Whether the median could be larger had the runs gone on: it rests on a mean that is a lower bound.
  let medianIsLowerBound: Bool
  let smallestIsLowerBound: Bool
  let largestIsLowerBound: Bool

  /// - Parameter means: of the input sizes, each greater than 0.
  /// - Returns: nil without means.
  init?(hiddenSize: Int, means: [(steps: Double, isLowerBound: Bool)]) {
    let steps = means.map(\.steps).sorted()
    guard let first = steps.first, let last = steps.last else { return nil }
    self.hiddenSize = hiddenSize
    smallest = first
    largest = last
    median = Self.median(steps)
    // A lower bound does not matter as long as it stands in the upper half.
    let ends = means.map { $0.isLowerBound ? Double.infinity : $0.steps }.sorted()
    medianIsLowerBound = Self.median(ends) != median
    smallestIsLowerBound = ends.first != first
    largestIsLowerBound = ends.last != last
  }

  private static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
