import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// The memory capacities of a sweep against their bounds.
struct CapacityTotals {
  let results: Results<Capacity>
  let caption: String

  private var plan: Plan<Capacity> { results.plan }

  var figure: CapacityTotalsFigure {
    CapacityTotalsFigure(
      rows: plan.allSubjects.map(row),
      sheet: FigureSheet(
        "How many inputs can be read off a network?",
        explanation: """
          Memory capacity (Jaeger 2001): the memory function summed over delays 1 to \
          \(NumberText.whole(plan.settings.maximumDelay)).\
          \(isBound ? " No network has more than the units of its last layer." : "")
          """,
        key: key, notes: results.figureNotes, caption: caption))
  }

  /// The mean capacity at every checkpoint, with a band over its runs.
  ///
  /// - Parameter checkpoints: by ascending step.
  func overTraining(_ checkpoints: [GivenNetwork]) -> CurvesFigure {
    let steps = checkpoints.map { Double($0.checkpoint ?? 0) }
    var points: [CurveSeries.Point] = []
    var descriptions: [Int: String] = [:]
    for (network, step) in zip(checkpoints, steps) {
      let row = row(.given(network.name))
      let finite = row.capacities.filter(\.isFinite)
      guard let low = finite.min(), let high = finite.max() else { continue }
      descriptions[points.count] = row.description
      points.append(.init(x: step, low: low, middle: row.mean, high: high))
    }
    let panels = [
      CurvePanel(
        heading: "",
        series: [
          CurveSeries(name: "capacity", color: PlotColor.blue, points: points, descriptions: descriptions)
        ])
    ]
    let top = max(1, points.map(\.high).max() ?? 1)
    return CurvesFigure(
      name: "capacity-over-training", panels: panels, x: (.training(steps), checkpoints.counted),
      y: (.linear(0...top), "memory capacity (inputs)"),
      alternativeText: CurvesDescription(
        panels: panels, unit: "training step", verb: "goes", number: NumberText.tick
      ).text,
      sheet: FigureSheet(
        "How does memory capacity change while the network is trained?",
        explanation: """
          Memory capacity (Jaeger 2001): the memory function summed over delays 1 to \
          \(NumberText.whole(plan.settings.maximumDelay)); mean over \(results.repeatWords()), with a \
          band over all of them.
          """,
        key: Key(), notes: results.figureNotes, caption: caption))
  }

  private func row(_ subject: Subject) -> CapacityTotalsFigure.Row {
    let measured = results.shown(subject)
    let statistics = CapacityStatistics(measured)
    let (name, units) = (plan.name(of: subject), plan.outline(of: subject).outputSize)
    let spread =
      statistics.stdCapacity.isFinite ? " ± \(NumberText.tick(statistics.stdCapacity))" : ""
    let text =
      statistics.count == 0
      ? "no measured run"
      : """
      mean capacity \(NumberText.tick(statistics.meanCapacity))\(spread) over \
      \(NumberText.count(statistics.count, "repeat")), \(isBound ? "bound" : "units") \(NumberText.whole(units))
      """
    return CapacityTotalsFigure.Row(
      name: name, capacities: measured.map(\.total), mean: statistics.meanCapacity,
      bound: units, description: "\(name): \(text)")
  }

  private var key: Key {
    Key([
      KeyEntry("mean") {
        let bar = CGRect(x: $0.x - 8, y: $0.y - 6, width: 16, height: 12)
        $1.fill(bar, PlotColor.blue.withOpacity(0.25))
      },
      KeyEntry("one run") { $1.fill(.circle(at: $0, radius: 2.6), PlotColor.blue.withOpacity(0.7)) },
      .bar((isBound ? "bound: " : "") + "units of the last layer"),
    ])
  }

  /// Of recorded inputs more can be recovered than units hold.
  private var isBound: Bool { results.plan.inputs == .random }
}

/// Memory capacities against their bounds: a row for each network or kind of networks, with a bar for the mean, a point
/// for every run and a line at the bound.
struct CapacityTotalsFigure: Figure {
  struct Row: Equatable, Sendable {
    let name: String
    /// By repeat.
    let capacities: [Double]
    /// NaN without capacities.
    let mean: Double
    /// Units of the last layer.
    let bound: Int
    let description: String
  }

  let rows: [Row]
  let sheet: FigureSheet
  private let scale: LinearScale

  let name = "memory-capacity"
  var panelsBottom: Double { frame.maxY + Self.under }
  var alternativeText: String { rows.map { "\($0.description)." }.joined(separator: " ") }

  static let rowHeight = 26.0
  private static let nameWidth = 200.0
  private static let numberWidth = 96.0
  private static let under = 52.0

  init(rows: [Row], sheet: FigureSheet) {
    self.rows = rows
    self.sheet = sheet
    let left = FigureSheet.left + Self.nameWidth + 10
    let right = FigureSheet.width - FigureSheet.right - Self.numberWidth
    let largest = rows.flatMap { $0.capacities + [Double($0.bound)] }.filter(\.isFinite).max() ?? 1
    scale = LinearScale(domain: 0...max(1, largest), start: left, end: right)
  }

  private var frame: CGRect {
    CGRect(
      x: scale.start, y: sheet.contentTop + 10, width: scale.end - scale.start,
      height: Self.rowHeight * Double(rows.count))
  }

  func drawPanels(on canvas: inout Canvas) {
    let ticks = scale.ticks.map { Tick(scale.position($0), NumberText.tick($0)) }
    for tick in ticks {
      canvas.vertical(tick.position, frame.minY, frame.maxY, Stroke(PlotColor.grid))
    }
    AxesDrawing(frame: frame, heading: "", xTicks: ticks, xTitle: "memory capacity (inputs)").draw(
      on: &canvas)
    for (index, row) in rows.enumerated() {
      let place = CGRect(
        x: frame.minX, y: frame.minY + Double(index) * Self.rowHeight, width: frame.width,
        height: Self.rowHeight)
      draw(row, in: place, on: &canvas)
    }
  }

  private func draw(_ row: Row, in place: CGRect, on canvas: inout Canvas) {
    let baseline = place.midY + 4
    canvas.text(
      PlotText.shortened(row.name, width: Self.nameWidth), at: CGPoint(x: place.minX - 10, y: baseline),
      PlotColor.ink, alignment: .end)
    if row.mean.isFinite {
      let end = scale.position(max(0, row.mean))
      canvas.fill(
        CGRect(x: place.minX, y: place.midY - 7, width: end - place.minX, height: 14),
        PlotColor.blue.withOpacity(0.25))
      for capacity in row.capacities where capacity.isFinite {
        let center = CGPoint(x: scale.position(max(0, capacity)), y: place.midY)
        canvas.fill(.circle(at: center, radius: 2.6), PlotColor.blue.withOpacity(0.7))
      }
    }
    let bound = scale.position(Double(row.bound))
    canvas.vertical(bound, place.minY + 3, place.maxY - 3, Stroke(PlotColor.ink, width: 2))
    let number = row.capacities.isEmpty ? "no measured run" : "\(NumberText.tick(row.mean)) of \(row.bound)"
    canvas.text(number, at: CGPoint(x: place.maxX + 10, y: baseline), PlotColor.quiet)
    canvas.mark(place, row.description)
  }
}
