import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// How the difference of the outputs fades, in a sweep that recorded it. Of drawn networks a panel per cell type and
/// depth, with a curve per hidden size over all input sizes and repeats; of given ones a panel for each network or group,
/// with a curve per source over all pairs and twins; of a series of checkpoints one panel, with a curve for each. A curve
/// is the median over its runs, and its band holds the middle 80% of them.
struct DifferenceCurves {
  let results: Results<Divergence>
  let caption: String

  /// What becomes a curve.
  private struct Line {
    /// As in the key.
    let name: String
    /// As it is told of a point; the name by default.
    var place: String?
    let color: Color
    let runs: [DivergenceMeasurement]
  }

  private var plan: Plan<Divergence> { results.plan }
  private var hiddenSizes: [Int] { plan.subjects.grid?.hiddenSizes.sorted() ?? [] }

  /// Nil where no curves were recorded.
  var figure: CurvesFigure? {
    guard plan.settings.recordsCurve else { return nil }
    let groups = groups
    let panels = groups.map { panel($0.heading, $0.lines) }
    let title =
      plan.subjects.grid != nil
      ? "hidden size:" : plan.subjects.checkpoints.map { "\($0.counted):" } ?? ""
    return CurvesFigure(
      name: "difference-curves", panels: panels,
      x: (.steps(1...max(10, Double(plan.settings.horizon))), "shared step"),
      // What is less than a hundredth of a unit of rounding is drawn as that.
      y: (.magnitudes(floor: ulp * 1e-2), "largest difference of the \(plan.readWords)"),
      columns: plan.subjects.grid?.panelColumns(otherwise: 2) ?? .atMost(2),
      alternativeText: CurvesDescription(panels: panels, verb: "falls").text,
      sheet: FigureSheet(
        "How the difference of the \(plan.readWords) fades", explanation: explanation,
        key: Key(title: title, Self.told(groups.first?.lines ?? []).map { .line($0.name, $0.color) }),
        notes: results.gapNotes, caption: caption))
  }

  /// Of many lines the first and the last.
  private static func told(_ lines: [Line]) -> [Line] {
    lines.count > 12 ? [lines[0], lines[lines.count - 1]] : lines
  }

  private var groups: [(heading: String, lines: [Line])] {
    if let grid = plan.subjects.grid {
      return grid.panelTypes.map { type in
        let lines = hiddenSizes.enumerated().map { index, hidden in
          Line(
            name: "\(hidden)", place: "hidden \(hidden)",
            color: PlotColor.series(index, of: hiddenSizes.count),
            runs: grid.inputSizes.flatMap { results.measured(type.subject(hidden: hidden, input: $0)) })
        }
        return (grid.heading(type), lines)
      }
    }
    if let checkpoints = plan.subjects.checkpoints {
      let lines = checkpoints.enumerated().map { index, network in
        Line(
          name: NumberText.whole(network.checkpoint ?? 0), place: network.name,
          color: PlotColor.series(index, of: checkpoints.count), runs: runs(of: .trained, [network]))
      }
      return [(NumberText.count(checkpoints.count, "checkpoint"), lines)]
    }
    return plan.subjects.samples.map { sample in
      let lines = plan.sources.map { source in
        Line(
          name: sample.networks[0].name(of: source), color: color(source),
          runs: runs(of: source, sample.networks))
      }
      return (sample.name, lines)
    }
  }

  private func color(_ source: NetworkSource) -> Color {
    guard case .twin(let kind) = source else { return PlotColor.blue }
    return plan.subjects.color(of: kind)
  }

  private func runs(of source: NetworkSource, _ networks: [GivenNetwork]) -> [DivergenceMeasurement] {
    networks.flatMap { plan.subjects(of: source, for: $0.name).flatMap { results.measured($0) } }
  }

  private var explanation: String {
    """
    Of one network, fed two sequences that agree from shared step 1 on. Median over \(runs); the band holds the \
    middle 80%. Shaded: less than a unit in the last place of 1.
    """
  }

  private var runs: String {
    guard let grid = plan.subjects.grid else {
      let pairs = results.repeatWords("pair")
      let twins = plan.subjects.twins
      return twins == 0 || plan.subjects.checkpoints != nil
        ? pairs : "\(pairs) or, of every kind, \(NumberText.count(twins, "twin"))"
    }
    let (repeats, inputs) = (results.repeatWords(), grid.inputSizes.count)
    return inputs == 1 ? repeats : "\(NumberText.count(inputs, "input size")) and \(repeats)"
  }

  private var ulp: Double { plan.precision.ulpOfOne }

  private func panel(_ heading: String, _ lines: [Line]) -> CurvePanel {
    CurvePanel(
      heading: heading, series: lines.map { series($0, heading) },
      levels: [CurveLevel(value: ulp, label: "\(plan.precision.rawValue) rounding", isFloor: true)])
  }

  private func series(_ line: Line, _ heading: String) -> CurveSeries {
    CurveSeries(
      name: line.name, color: line.color, xs: plan.settings.curveSteps.map(Double.init),
      curves: line.runs.map { $0.curve.map(Double.init) }, band: 0.1...0.9, told: Self.toldPlaces
    ) { point in
      """
      \(heading), \(line.place ?? line.name), shared step \(NumberText.whole(Int(saturating: point.x))): median \
      difference \(NumberText.twoDigits(point.middle)) (80% of \(NumberText.count(line.runs.count, "run")): \
      \(NumberText.twoDigits(point.low)) to \(NumberText.twoDigits(point.high)))
      """
    }
  }

  /// The places of the steps next to the powers of ten.
  private static func toldPlaces(_ points: [CurveSeries.Point]) -> [Int] {
    let powers = LogScale(base: .ten, domain: 1...max(1, points.last?.x ?? 1), start: 0, end: 1).powers
    return powers.compactMap { power in
      points.indices.min { abs(log(points[$0].x / power)) < abs(log(points[$1].x / power)) }
    }
  }
}
