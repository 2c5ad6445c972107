import Drawing
import Experiments
import MemoryMeasures
import Text

/// The largest Lyapunov exponents of a sweep, over what networks differ in.
struct LargestExponents {
  let results: Results<Lyapunov>
  let caption: String

  private var plan: Plan<Lyapunov> { results.plan }

  /// Over the hidden size: a panel for each depth, a curve for each cell type and input size. Nil where there is one size.
  var overHiddenSize: CurvesFigure? {
    guard let grid = plan.subjects.grid, grid.hiddenSizes.count > 1 else { return nil }
    let sizes = grid.hiddenSizes.sorted()
    let kinds = grid.cells.flatMap { cell in grid.inputSizes.map { (cell: cell, inputs: $0) } }
    let names = kinds.map { kind in
      kind.cell.title + (grid.inputSizes.count > 1 ? ", \(NumberText.count(kind.inputs, "input"))" : "")
    }
    func color(_ kind: Int) -> Color { PlotColor.series(kind, of: kinds.count, alone: PlotColor.blue) }
    let panels = grid.layers.map { layers in
      CurvePanel(
        heading: grid.layers.count > 1 ? NumberText.count(layers, "layer") : "",
        series: kinds.indices.map { index in
          let type = NetworkType(cell: kinds[index].cell, layers: layers)
          return series(
            names[index], color(index), xs: sizes.map(Double.init),
            subjects: sizes.map { type.subject(hidden: $0, input: kinds[index].inputs) })
        }, levels: [.unchanged])
    }
    return figure(
      "largest-exponent", panels,
      x: (.wholes(Double(sizes[0])...Double(sizes[sizes.count - 1])), "hidden size (units)"),
      unit: "hidden size", headline: "How fast do networks forget, by their size?",
      key: Key(kinds.indices.map { .line(names[$0], color($0)) }))
  }

  /// - Parameter checkpoints: by ascending step.
  func overTraining(_ checkpoints: [GivenNetwork]) -> CurvesFigure {
    let steps = checkpoints.map { Double($0.checkpoint ?? 0) }
    let panel = CurvePanel(
      heading: "",
      series: [
        series("the network", PlotColor.blue, xs: steps, subjects: checkpoints.map { .given($0.name) })
      ], levels: [.unchanged])
    return figure(
      "exponent-over-training", [panel], x: (.training(steps), checkpoints.counted),
      unit: "training step",
      headline: "How does forgetting change while the network is trained?", key: Key())
  }

  /// - Parameter subjects: one for every x.
  private func series(_ name: String, _ color: Color, xs: [Double], subjects: [Subject]) -> CurveSeries {
    let found = subjects.map { results.measured($0) }
    let curves = (0..<plan.repeats).map { index in
      found.map { index < $0.count ? $0[index].largest : .nan }
    }
    return CurveSeries(name: name, color: color, xs: xs, curves: curves, told: { Array($0.indices) }) {
      point in
      """
      \(name) at \(NumberText.whole(Int(saturating: point.x))): median largest exponent \(NumberText.tick(point.middle)) \
      (\(NumberText.tick(point.low)) to \(NumberText.tick(point.high)))
      """
    }
  }

  private func figure(
    _ name: String, _ panels: [CurvePanel], x: (axis: CurveAxis, title: String), unit: String,
    headline: String, key: Key
  ) -> CurvesFigure {
    CurvesFigure(
      name: name, panels: panels, x: x, y: (panels.heights, "largest exponent (nats per step)"),
      alternativeText: CurvesDescription(panels: panels, unit: unit, verb: "goes", number: NumberText.tick)
        .text,
      sheet: FigureSheet(
        headline,
        explanation: """
          The largest Lyapunov exponent of the complete state along a driven trajectory: median over \
          \(results.repeatWords()); the band reaches from the smallest to the largest. Minus infinity is \
          not drawn.
          """,
        key: key, notes: results.gapNotes, caption: caption))
  }
}

extension CurveLevel {
  /// The rate of differences that stay as large as they are.
  static let unchanged = CurveLevel(value: 0, label: "neither grows nor fades")
}

extension [CurvePanel] {
  /// An axis as far as the curves reach, and 0.
  var heights: CurveAxis {
    let heights = flatMap(\.series).flatMap(\.points).flatMap { [$0.low, $0.high] }
    let (low, high) = (Swift.min(0, heights.min() ?? -1), Swift.max(0, heights.max() ?? 0))
    let margin = Swift.max(high - low, 1e-3) / 20
    return .linear(low - margin...high + margin)
  }
}
