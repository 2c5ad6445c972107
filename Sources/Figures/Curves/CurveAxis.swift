import Foundation
import Text

/// An axis of curves before it is known where it lies.
enum CurveAxis: Equatable, Sendable {
  /// Logarithmic, from end to end.
  case steps(ClosedRange<Double>)
  /// Logarithmic, as far as the numbers reach, with a place for zero; numbers below the floor are not told apart.
  case magnitudes(floor: Double)
  case linear(ClosedRange<Double>)

  /// - Parameters:
  ///   - numbers: that are drawn.
  ///   - start: the pixel of the lower end.
  func placed(_ numbers: @autoclosure () -> [Double], start: Double, end: Double) -> PlacedAxis {
    switch self {
    case .steps(let domain):
      let scale = LogScale(base: .ten, domain: domain, start: start, end: end)
      return PlacedAxis(
        position: scale.position,
        ticks: scale.powers.map { Tick(scale.position($0), NumberText.large($0)) })
    case .magnitudes(let floor):
      let scale = ZeroLogScale(numbers: numbers(), floor: floor, start: start, end: end)
      return PlacedAxis(position: scale.position, ticks: scale.ticks(NumberText.tick))
    case .linear(let domain):
      let scale = LinearScale(domain: domain, start: start, end: end)
      return PlacedAxis(
        position: { scale.position(min(max($0, domain.lowerBound), domain.upperBound)) },
        ticks: scale.ticks.map { Tick(scale.position($0), Self.text($0)) })
    }
  }

  private static func text(_ number: Double) -> String {
    number.magnitude >= 1_000 ? NumberText.large(number) : NumberText.shortest(number)
  }
}
