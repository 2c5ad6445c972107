import Drawing
import Foundation

/// Which colour stands for which number: viridis, dark for small.
struct HeatScale: Equatable {
  let range: ClosedRange<Double>
  /// Whether equal factors, not equal differences, are equally far apart.
  let isLogarithmic: Bool

  /// Where numbers differ by more than this factor, a linear scale shows the largest alone.
  private static let largestLinearRatio = 20.0

  /// Nil if there is no finite number. Those that are not above 0 have the first colour of a logarithmic scale.
  init?(_ values: some Sequence<Double>) {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    let smallest = finite.filter { $0 > 0 }.min()
    if low >= 0, let smallest, high > smallest * Self.largestLinearRatio {
      range = smallest...high
      isLogarithmic = true
    } else {
      range = low...high
      isLogarithmic = false
    }
  }

  /// The scales of all quantities in some tables.
  static func scales(of tables: [ResultsTable]) -> [String: HeatScale] {
    Dictionary(grouping: tables.compactMap(\.heat), by: \.quantity).compactMapValues { heats in
      HeatScale(heats.flatMap { $0.values.flatMap { $0.compactMap(\.self) } })
    }
  }

  func color(of value: Double) -> Color { ColorMap.viridis.color(at: position(of: value)) }

  /// From 0 for the smallest to 1 for the largest number; 0 where all are the same.
  func position(of value: Double) -> Double {
    guard range.lowerBound < range.upperBound, !value.isNaN else { return 0 }
    guard isLogarithmic else {
      return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }
    guard value > range.lowerBound else { return 0 }
    return log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
  }
}
