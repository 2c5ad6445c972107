import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// What a divergence sweep found, as a picture: per cell type and depth a panel of shared steps against the
/// hidden size, counted by bit-identity and by a threshold (that of the tables), with the region shaded where
/// runs end at the rounding floor. Made from results alone, finished or not; nothing is measured again.
///
/// A point is the median over the input sizes of the means over the repeats; the band reaches from the
/// smallest to the largest of these means. What is only a lower bound has an open marker with an arrow.
struct MemoryFigure: Figure {
  /// By depth, then cell type, both in the grid's order.
  let panels: [MemoryPanel]
  let alternativeText: String
  let sheet: FigureSheet
  private let layout: PanelGrid
  private let sizes: [Int]
  /// The axis of the steps.
  private let steps: ClosedRange<Double>

  let name = "memory"
  var panelsBottom: Double { layout.bottom }

  init(_ results: Results<Divergence>, grid: NetworkGrid, caption: String) {
    let columns = grid.panelColumns(otherwise: 2)
    panels = grid.panelTypes.map { MemoryPanel(results: results, grid: grid, type: $0) }
    sizes = grid.hiddenSizes
    let points = panels.flatMap(\.curves).flatMap(\.points)
    // From 10, or the power of ten below the smallest value, to the horizon.
    let horizon = Double(results.plan.settings.horizon)
    let smallest = points.map(\.smallest).reduce(min(10, horizon), min)
    steps = pow(10, log10(smallest).rounded(.down))...horizon
    sheet = FigureSheet(
      headline: MemoryHeadline(results, grid: grid).lines,
      explanation: """
        Shared steps until the \(results.plan.readWords) of one network, fed \(results.plan.settings.pairWords), \
        agree for good.
        """,
      key: Self.key(
        grid, repeats: results.repeatWords(), hasLowerBounds: points.contains(where: \.medianIsLowerBound),
        hasMarks: points.contains(where: \.isMarked),
        curves: columns.count > 2 ? results.plan.tabulatedCounts : [],
        hasFloors: columns.count > 2 && panels.contains { !$0.floorSizes.isEmpty }),
      notes: results.gapNotes, caption: caption)
    layout = PanelGrid(
      count: panels.count, columns: min(panels.count, columns.count), top: sheet.contentTop,
      panelHeight: columns.count > 2 ? 250 : 330)
    let sentences = panels.map(\.description)
    alternativeText = "Shared steps against hidden size. " + sentences.joined(separator: " ")
  }

  /// What points, bands and arrows are; and curves and shades, where there is no room to say it in the panels.
  private static func key(
    _ grid: NetworkGrid, repeats: String, hasLowerBounds: Bool, hasMarks: Bool, curves: [ShownCount],
    hasFloors: Bool
  ) -> Key {
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
        KeyEntry("lower bound: some runs are censored") {
          let mark = CGPoint(x: $0.x, y: $0.y + 2)
          MemoryMarker(shape: .circle, color: PlotColor.quiet, isLowerBound: true).draw(on: &$1, at: mark)
        })
    }
    if hasMarks { entries.append(.floorMark) }
    entries += curves.map { .line($0.curveLabel.joined(separator: " "), $0.curveColor) }
    if hasFloors {
      entries.append(
        KeyEntry(MemoryPanelDrawing.floorWords) {
          $1.fill(CGRect(x: $0.x - 8, y: $0.y - 7, width: 16, height: 14), PlotColor.shade)
        })
    }
    return Key(entries)
  }

  func drawPanels(on canvas: inout Canvas) {
    for (index, panel) in panels.enumerated() {
      let geometry = MemoryGeometry(frame: layout.frame(index), sizes: sizes, steps: steps)
      MemoryPanelDrawing(
        panel: panel, geometry: geometry, hasYTitle: layout.isFirst(index), hasLabels: layout.columns <= 2
      ).draw(on: &canvas)
    }
  }
}

/// What the panel of one cell type at one depth shows.
struct MemoryPanel: Equatable {
  let heading: String
  /// Bit-identity first, then the tabulated threshold where there is one.
  let curves: [MemoryCurve]
  /// Hidden sizes of which at least one run ended at the rounding floor, ascending.
  let floorSizes: [Int]

  init(results: Results<Divergence>, grid: NetworkGrid, type: NetworkType) {
    heading = grid.heading(type)
    curves = results.plan.tabulatedCounts.map {
      MemoryCurve($0, results: results, grid: grid, type: type)
    }
    floorSizes = grid.hiddenSizes.sorted().filter { hidden in
      grid.inputSizes.contains { input in
        let measured = results.measured(type.subject(hidden: hidden, input: input))
        return measured.contains { $0.outcome == .roundingFloor }
      }
    }
  }

  /// The numbers in a sentence: LSTM: bit-identical for good after a median of 38 steps at hidden size 1 and ≥99,000
  /// at 128.
  var description: String {
    let clauses = curves.compactMap { curve -> String? in
      guard let first = curve.points.first, let last = curve.points.last else { return nil }
      func steps(_ point: MemoryPoint) -> String {
        NumberText.steps(point.median, isLowerBound: point.medianIsLowerBound)
      }
      let start =
        "\(curve.count.label) after a median of \(steps(first)) steps at hidden size \(first.hiddenSize)"
      return first == last ? start : "\(start) and \(steps(last)) at \(last.hiddenSize)"
    }
    return "\(heading): \(clauses.isEmpty ? "no measured run" : clauses.joined(separator: "; "))."
  }
}

/// One count against the hidden size, for one cell type at one depth.
struct MemoryCurve: Equatable {
  let count: ShownCount
  /// By ascending hidden size; those without a measured run are left out.
  let points: [MemoryPoint]

  init(_ count: ShownCount, results: Results<Divergence>, grid: NetworkGrid, type: NetworkType) {
    self.count = count
    points = grid.hiddenSizes.sorted().compactMap { hidden in
      let measured = grid.inputSizes.map { results.measured(type.subject(hidden: hidden, input: $0)) }
      let statistics = measured.map(count.statistics)
      let means = statistics.filter { $0.count > 0 }
        .map { (steps: $0.mean, isLowerBound: $0.fraction < 1) }
      return MemoryPoint(
        hiddenSize: hidden, means: means,
        isMarked: measured.contains { !count.mark(ofMean: $0).isEmpty })
    }
  }

  var color: Color { count.curveColor }
}

extension ShownCount {
  /// The label of a curve, line by line: with the name that the count has in tables and files.
  var curveLabel: [String] { self == .settled ? [label, "(settled)"] : [label] }

  var curveColor: Color { self == .settled ? PlotColor.orange : PlotColor.blue }
}

/// The spread, over the input sizes, of the mean steps of one hidden size.
struct MemoryPoint: Equatable {
  let hiddenSize: Int
  let smallest: Double
  let median: Double
  let largest: Double
  /// Whether the median could be larger had the runs gone on: it rests on a mean that is a lower bound.
  let medianIsLowerBound: Bool
  let smallestIsLowerBound: Bool
  let largestIsLowerBound: Bool
  /// Whether rounding may decide any of the means.
  let isMarked: Bool

  /// - Parameter means: of the input sizes, each greater than 0.
  /// - Returns: nil without means.
  init?(hiddenSize: Int, means: [(steps: Double, isLowerBound: Bool)], isMarked: Bool = false) {
    let steps = means.map(\.steps).sorted()
    guard let first = steps.first, let last = steps.last else { return nil }
    self.hiddenSize = hiddenSize
    self.isMarked = isMarked
    smallest = first
    largest = last
    median = Sample(steps).median
    // A lower bound does not matter as long as it stands in the upper half.
    let ends = means.map { $0.isLowerBound ? Double.infinity : $0.steps }.sorted()
    medianIsLowerBound = Sample(ends).median != median
    smallestIsLowerBound = ends.first != first
    largestIsLowerBound = ends.last != last
  }
}

/// What a plot says in words: as much of the story as its results bear out.
struct MemoryHeadline {
  let lines: [(text: String, color: Color)]

  /// Of the smallest threshold that is clear of the floors of all runs.
  init(_ results: Results<Divergence>, grid: NetworkGrid) {
    let measured = results.records.values.compactMap(\.value)
    let threshold = results.plan.ascendingThresholds.first { measured.allSatisfy($0.isClear) }
    let points = threshold.map { count in
      grid.panelTypes.flatMap { MemoryCurve(count, results: results, grid: grid, type: $0).points }
    }
    guard let threshold, let points, let slowest = points.map(\.largest).max(),
      !points.contains(where: \.largestIsLowerBound), Self.isAllEndlessRounding(results)
    else {
      lines = [
        ("For how long do \(results.plan.settings.sourceWords)", PlotColor.ink),
        ("keep a network's \(results.plan.readWords) apart?", PlotColor.ink),
      ]
      return
    }
    let steps = NumberText.count(Int(saturating: slowest.rounded(.up)), "step")
    lines = [
      ("On average, memory fades to \(threshold.threshold) within \(steps) at every size.", PlotColor.blue),
      ("What seems endless is float rounding.", PlotColor.orange),
    ]
  }

  /// Whether there are runs that never settled, and all of them ended at the rounding floor.
  private static func isAllEndlessRounding(_ results: Results<Divergence>) -> Bool {
    let endless = results.records.values.compactMap(\.value).filter { !$0.settled.reached }
    return !endless.isEmpty && endless.allSatisfy { $0.outcome == .roundingFloor }
  }
}
