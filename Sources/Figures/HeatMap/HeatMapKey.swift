import Drawing
import Foundation

/// What hatched and empty cells are, where there are any.
struct HeatMapKey {
  let cells: [HeatCell]
  /// What is to be said of lower bounds.
  let lowerBound: String
  var missing = "no measured run"

  var key: Key {
    var entries: [KeyEntry] = []
    let isHatched = cells.contains { if case .lowerBound = $0.value { true } else { false } }
    if isHatched { entries.append(entry(lowerBound, .lowerBound(1))) }
    if cells.contains(where: { $0.value == .missing }) { entries.append(entry(missing, .missing)) }
    return Key(entries)
  }

  private func entry(_ text: String, _ value: HeatCell.Value) -> KeyEntry {
    KeyEntry(text) {
      let place = CGRect(x: $0.x - 8, y: $0.y - 7, width: 16, height: 14)
      HeatSwatch(value: value, scale: ColorScale(domain: 0...1, isLogarithmic: false)).draw(on: &$1, in: place)
    }
  }
}
