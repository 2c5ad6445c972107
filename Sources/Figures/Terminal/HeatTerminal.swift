import Drawing
import Text

/// Colours the tables of one output.
struct HeatTerminal {
  let colors: TerminalColors
  /// By quantity.
  let scales: [String: ColorScale]

  private static let legendWidth = 24

  /// Nil without colours.
  init?(_ colors: TerminalColors?, tables: [ResultsTable]) {
    guard let colors else { return nil }
    self.colors = colors
    scales = HeatValues.scales(of: tables)
  }

  /// A line with all colours from the smallest number to the largest.
  func legend(_ scale: ColorScale) -> String {
    let ramp = (0..<Self.legendWidth).map { place in
      let position = Double(place) / Double(Self.legendWidth - 1)
      return colors.painted(" ", ColorMap.viridis.color(at: position))
    }
    func text(_ value: Double) -> String {
      value >= 10 && value.rounded() == value ? NumberText.whole(Int(value)) : NumberText.twoDigits(value)
    }
    let kind = scale.isLogarithmic ? " (logarithmic)" : ""
    return "\(text(scale.domain.lowerBound)) \(ramp.joined()) \(text(scale.domain.upperBound))\(kind)"
  }
}
