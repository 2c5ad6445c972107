import Drawing
import Foundation

/// What hatched and empty cells are, where there are any.
struct HeatMapKey {
  let cells: [HeatCell]
  var style = HeatStyle.tiles
  /// What is to be said of lower bounds.
  var lowerBound = ""
  /// Of cells that were measured without a number.
  var failed = ""
  var missing = "no measured run"
  /// Of the line across the cells; empty where there is none.
  var border = ""

  var key: Key {
    var entries: [KeyEntry] = []
    let isHatched = cells.contains { if case .lowerBound = $0.value { true } else { false } }
    if isHatched { entries.append(entry(lowerBound, .lowerBound(1))) }
    if cells.contains(where: { $0.value == .failed }) { entries.append(entry(failed, .failed)) }
    if cells.contains(where: { $0.value == .missing }) { entries.append(entry(missing, .missing)) }
    if !border.isEmpty {
      entries.append(
        KeyEntry(border) {
          $1.line(
            from: CGPoint(x: $0.x - 8, y: $0.y), to: CGPoint(x: $0.x + 8, y: $0.y),
            HeatPanelDrawing.borderStroke)
        })
    }
    return Key(entries)
  }

  private func entry(_ text: String, _ value: HeatCell.Value) -> KeyEntry {
    KeyEntry(text) {
      let place = CGRect(x: $0.x - 8, y: $0.y - 7, width: 16, height: 14)
      let scale = ColorScale(domain: 0...1, isLogarithmic: false)
      HeatSwatch(value: value, scale: scale, style: style).draw(on: &$1, in: place)
    }
  }
}
