/// Holm's correction of p-values for the number of comparisons (Scandinavian Journal of Statistics 6, 1979): if all
/// that are at most 5% are believed, the chance to believe any falsely is at most 5%.
enum Holm {
  /// The adjusted p-values, in the same order. The smallest of m is multiplied by m, the next by m - 1, and so
  /// on; none is above 1 or below one that was smaller. A NaN stays one and does not count.
  static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }
      .sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = pValues
    var largest = 0.0
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, Double(order.count - place) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }
}
