import Experiments
import Foundation

/// The line that says what points, bands and arrows are.
struct PlotKey {
  let results: DivergenceResults
  let hasLowerBounds: Bool

  /// - Parameters:
  ///   - left: where the line begins.
  ///   - baseline: of its text.
  func elements(left: Double, baseline: Double) -> [SVGElement] {
    var x = left
    let middle = baseline - 4
    return entries.flatMap { entry -> [SVGElement] in
      let center = CGPoint(x: x + 8, y: middle)
      let text = SVGElement.text(
        entry.text, at: CGPoint(x: x + 20, y: baseline), [("fill", PlotColor.quiet)])
      x += 20 + PlotText.width(entry.text) + 14
      return entry.symbol(center) + [text]
    }
  }

  private var entries: [(text: String, symbol: (CGPoint) -> [SVGElement])] {
    let grid = results.plan.grid
    let repeats = NumberText.count(grid.repeats, "repeat")
    let point =
      grid.inputSizes.count == 1
      ? "mean over \(repeats), input size \(NumberText.whole(grid.inputSizes[0]))"
      : "median over \(NumberText.whole(grid.inputSizes.count)) input sizes of means over \(repeats)"
    var entries: [(text: String, symbol: (CGPoint) -> [SVGElement])] = [
      (point, { [.circle(at: $0, radius: 4, [("fill", PlotColor.quiet)])] })
    ]
    if grid.inputSizes.count > 1 {
      entries.append(("smallest to largest", { [band($0)] }))
    }
    if hasLowerBounds {
      entries.append(("lower bound: some runs ended first", lowerBound))
    }
    return entries
  }

  private func band(_ center: CGPoint) -> SVGElement {
    .rectangle(
      CGRect(x: center.x - 8, y: center.y - 5, width: 16, height: 10),
      [("fill", PlotColor.quiet), ("fill-opacity", "0.3")])
  }

  private func lowerBound(_ center: CGPoint) -> [SVGElement] {
    let mark = CGPoint(x: center.x, y: center.y + 2)
    let look = [("fill", PlotColor.background), ("stroke", PlotColor.quiet), ("stroke-width", "1.6")]
    return [.circle(at: mark, radius: 4, look), CurveDrawing.arrow(over: mark, PlotColor.quiet)]
  }
}
