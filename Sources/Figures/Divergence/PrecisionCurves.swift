import Drawing
import Experiments
import MemoryMeasures
import Text

/// The same drawn networks and inputs in several precisions, over the hidden size: which counts move with the digits, and
/// which stay.
struct PrecisionCurves {
  /// In the order of the plan, each of one precision.
  private let parts: [DivergencePresentation]
  private let grid: NetworkGrid
  private let program: String?

  /// Nil for networks that are not drawn.
  init?(_ parts: [DivergencePresentation], program: String?) {
    guard let first = parts.first, let grid = first.plan.subjects.grid else { return nil }
    self.parts = parts
    self.grid = grid
    self.program = program
  }

  /// Bit-identity; then the smallest threshold that is clear of the floors of half of the runs or more, at every hidden size
  /// in every precision, or else the largest.
  private func counts(_ type: NetworkType) -> [PrecisionQuantity] {
    let ascending = parts[0].plan.comparedCounts.sorted { $0.difference < $1.difference }
    let clear = ascending.first { count in
      parts.allSatisfy { part in
        grid.hiddenSizes.allSatisfy { count.mark(ofMedian: measured(part, type, $0)).isEmpty }
      }
    }
    return [.steps(.settled)] + [clear ?? ascending.last].compactMap(\.self).map { .steps($0) }
  }

  // MARK: Tables

  /// Medians by hidden size and precision, a table for each cell type, depth and quantity.
  var tables: [ResultsTable] {
    grid.types.flatMap { type in (counts(type) + [.floor]).map { table(type, $0) } }
  }

  private func table(_ type: NetworkType, _ quantity: PrecisionQuantity) -> ResultsTable {
    let values = grid.hiddenSizes.map { hidden in
      parts.map { part in quantity.summary(measured(part, type, hidden)) }
    }
    var notes = ["median over \(runs); columns are precisions"]
    if values.joined().contains(where: { $0?.isLowerBound ?? false }) {
      notes.append("≥ lower bound: the run in the middle had not got there \(parts[0].plan.deadline)")
    }
    if values.joined().contains(where: { $0?.isMarked ?? false }) {
      notes.append("\(ShownCount.mark) \(ShownCount.markText), in half of the runs or more")
    }
    if values.joined().contains(where: { $0 == nil }) { notes.append("– \(quantity.missing)") }
    return ResultsTable(
      title: "\(grid.heading(type)): \(quantity.title(parts[0].plan.readWords))", notes: notes,
      table: TextTable(
        rowTitle: (name: "hidden size", unit: "(units)"), columnTitle: "precision", columns: names,
        rows: zip(grid.hiddenSizes, values).map { hidden, values in
          (label: "\(hidden)", cells: values.map { $0.map(quantity.text) ?? "–" })
        }))
  }

  private var names: [String] { parts.map(\.plan.precision.rawValue) }

  private var repeats: String { parts[0].results.repeatWords(with: parts.map(\.results)) }

  private var runs: String {
    grid.inputSizes.count == 1
      ? repeats : "\(repeats) of \(NumberText.count(grid.inputSizes.count, "input size"))"
  }

  private func measured(
    _ part: DivergencePresentation, _ type: NetworkType, _ hidden: Int
  ) -> [DivergenceMeasurement] {
    grid.inputSizes.flatMap { part.results.measured(type.subject(hidden: hidden, input: $0)) }
  }

  // MARK: Figures

  /// Steps, then floors.
  var figures: [any Figure] {
    [
      figure(
        "precisions", counts, title: "shared steps",
        headline: "Which counts move with the digits of the arithmetic?",
        explanation: """
          The same networks and inputs in every precision. Median over \(runs); the band reaches from the smallest to the \
          largest. Runs that did not get there count with the steps that were watched.
          """),
      figure(
        "rounding-floors", { _ in [.floor] }, title: "median difference that does not fade",
        headline: "What do differences stop falling at?",
        explanation: """
          The median of the differences after they have stopped falling: over \(runs), of the runs that have such a floor; \
          the band reaches from the smallest to the largest.
          """),
    ]
  }

  private func figure(
    _ name: String, _ quantities: (NetworkType) -> [PrecisionQuantity], title: String, headline: String,
    explanation: String
  ) -> CurvesFigure {
    let sizes = grid.hiddenSizes.sorted()
    let panels = grid.panelTypes.flatMap { type in
      quantities(type).map { quantity in
        CurvePanel(
          heading: "\(grid.heading(type)): \(quantity.label)",
          series: parts.indices.map { series($0, type, quantity, sizes) })
      }
    }
    let heights = panels.flatMap(\.series).flatMap(\.points).flatMap { [$0.low, $0.high] }.filter { $0 > 0 }
    let limits = (heights.min() ?? 1)...(heights.max() ?? 10)
    return CurvesFigure(
      name: name, panels: panels,
      x: (
        .doublings(Double(sizes[0])...Double(max(sizes[sizes.count - 1], sizes[0] + 1))),
        "hidden size (units)"
      ),
      y: (.magnitudes(floor: limits.lowerBound), title),
      alternativeText: CurvesDescription(panels: panels, unit: "hidden size", verb: "goes").text,
      sheet: FigureSheet(
        headline, explanation: explanation, key: Key(parts.indices.map { .line(names[$0], color($0)) }),
        notes: gapNotes, caption: caption))
  }

  private var caption: String {
    let part = parts[0]
    let arithmetic = parts.map(\.plan.arithmeticWords).joined(separator: ", ")
    return part.caption(program: program)
      .replacing("; \(part.plan.arithmeticWords);", with: "; \(arithmetic);")
      .replacing("; \(part.results.repeatWords()) per grid cell", with: "; \(repeats) per grid cell")
  }

  private var gapNotes: String {
    parts.map { ($0.plan.precision.rawValue, $0.results.gapNotes) }.filter { !$0.1.isEmpty }
      .map { "\($0): \($1)" }.joined(separator: " ")
  }

  private func color(_ part: Int) -> Color { PlotColor.series(part, of: parts.count, alone: PlotColor.blue) }

  private func series(
    _ part: Int, _ type: NetworkType, _ quantity: PrecisionQuantity, _ sizes: [Int]
  ) -> CurveSeries {
    let found = sizes.map { quantity.values(measured(parts[part], type, $0)) }
    let runs = found.map(\.count).max() ?? 0
    let name = names[part]
    return CurveSeries(
      name: name, color: color(part), xs: sizes.map(Double.init),
      curves: (0..<runs).map { run in found.map { run < $0.count ? $0[run] : .nan } },
      told: { Array($0.indices) },
      text: { point in
        """
        \(name) at \(NumberText.whole(Int(saturating: point.x))) units: median \(NumberText.tick(point.middle)) \
        (\(NumberText.tick(point.low)) to \(NumberText.tick(point.high)))
        """
      })
  }
}

/// What is compared between precisions.
private enum PrecisionQuantity {
  case steps(ShownCount)
  case floor

  typealias Summary = (value: Double, isLowerBound: Bool, isMarked: Bool)

  /// - Parameter read: what is read of the two sequences.
  func title(_ read: String) -> String {
    switch self {
    case .steps(let count): "median steps until the \(read) are \(count.label)"
    case .floor: "median difference that does not fade"
    }
  }

  var label: String {
    switch self {
    case .steps(let count): count.label
    case .floor: "floor"
    }
  }

  var missing: String {
    switch self {
    case .steps: "no measured run"
    case .floor: "no run whose differences stopped falling before they were gone"
    }
  }

  func text(_ summary: Summary) -> String {
    switch self {
    case .steps:
      NumberText.steps(summary.value, isLowerBound: summary.isLowerBound)
        + (summary.isMarked ? ShownCount.mark : "")
    case .floor: NumberText.twoDigits(summary.value)
    }
  }

  /// Nil where there is none.
  func summary(_ measured: [DivergenceMeasurement]) -> Summary? {
    switch self {
    case .steps(let count):
      guard !measured.isEmpty else { return nil }
      let summary = count.summary(measured)
      return (summary.steps, summary.isLowerBound, summary.isMarked)
    case .floor:
      let floors = values(measured)
      return floors.isEmpty ? nil : (Sample(floors).median, false, false)
    }
  }

  func values(_ measured: [DivergenceMeasurement]) -> [Double] {
    switch self {
    case .steps(let count): measured.map { Double(count.steps($0).steps) }
    case .floor: measured.map(\.floor.median).filter { !$0.isNaN }
    }
  }
}

extension ShownCount {
  /// Of a threshold; 0 of bit-identity.
  fileprivate var difference: Double {
    if case .within(let threshold, _) = self { threshold } else { 0 }
  }
}
