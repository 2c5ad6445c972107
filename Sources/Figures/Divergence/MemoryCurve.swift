import Drawing
import Experiments
import MemoryMeasures

/// One count against the hidden size, for one cell type at one depth.
struct MemoryCurve: Equatable {
  let count: ShownCount
  /// By ascending hidden size; those without a measured run are left out.
  let points: [MemoryPoint]

  init(_ count: ShownCount, results: Results<Divergence>, grid: NetworkGrid, type: NetworkType) {
    self.count = count
    points = grid.hiddenSizes.sorted().compactMap { hidden in
      let statistics = grid.inputSizes.map { input in
        count.statistics(results.measured(type.subject(hidden: hidden, input: input)))
      }
      let means = statistics.filter { $0.count > 0 }
        .map { (steps: $0.mean, isLowerBound: $0.fraction < 1) }
      return MemoryPoint(hiddenSize: hidden, means: means)
    }
  }

  /// The label as it stands at the curve, line by line: with the name that the count has in tables and files.
  var labelLines: [String] {
    count == .settled ? [count.label, "(settled)"] : [count.label]
  }

  var color: Color {
    switch count {
    case .settled: PlotColor.orange
    case .within: PlotColor.blue
    }
  }
}

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
