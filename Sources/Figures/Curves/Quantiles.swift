/// The quantiles of some numbers.
struct Quantiles {
  private let sorted: [Double]

  /// - Parameter numbers: at least one.
  init(_ numbers: [Double]) {
    precondition(!numbers.isEmpty)
    sorted = numbers.sorted()
  }

  /// Straight lines between the numbers at equal distances from 0 to 1 (Hyndman and Fan's type 7).
  subscript(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = min(Int(place), sorted.count - 1)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}
