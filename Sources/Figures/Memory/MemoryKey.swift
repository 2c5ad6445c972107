import Drawing
import Experiments
import Foundation
import Text

/// What points, bands and arrows of a memory figure are.
struct MemoryKey {
  let results: DivergenceResults
  let hasLowerBounds: Bool

  var key: Key {
    let grid = results.plan.grid
    let repeats = NumberText.count(grid.repeats, "repeat")
    let point =
      grid.inputSizes.count == 1
      ? "mean over \(repeats), input size \(NumberText.whole(grid.inputSizes[0]))"
      : "median over \(NumberText.whole(grid.inputSizes.count)) input sizes of means over \(repeats)"
    var entries = [KeyEntry(point) { $1.fill(.circle(at: $0, radius: 4), PlotColor.quiet) }]
    if grid.inputSizes.count > 1 {
      entries.append(
        KeyEntry("smallest to largest") {
          let band = CGRect(x: $0.x - 8, y: $0.y - 5, width: 16, height: 10)
          $1.fill(band, PlotColor.quiet.withOpacity(0.3))
        })
    }
    if hasLowerBounds {
      entries.append(
        KeyEntry("lower bound: some runs ended first") {
          let mark = CGPoint(x: $0.x, y: $0.y + 2)
          MemoryMarker(shape: .circle, color: PlotColor.quiet, isLowerBound: true).draw(on: &$1, at: mark)
        })
    }
    return Key(entries)
  }
}
