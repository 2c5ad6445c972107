import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// The counts of given networks against those of their twins, every run a point.
struct ComparisonStrips {
  let results: ComparisonResults
  let program: String?
  private let comparisons: [TwinComparison]

  init(_ results: ComparisonResults, program: String?) {
    self.results = results
    self.program = program
    comparisons = results.comparisons
  }

  private var plan: ComparisonPlan { results.plan }

  var figure: DistributionsFigure {
    let measures = results.tabulatedMeasures
    let panels =
      plan.twinKinds.isEmpty
      ? measures.map(panel)
      : plan.networks.flatMap { network in measures.map { panel(network.name, $0) } }
    return DistributionsFigure(
      panels: panels, columns: measures.count, horizon: plan.settings.horizon,
      alternativeText: description(panels),
      sheet: FigureSheet(
        headline: [(headline, PlotColor.ink)],
        explanation: """
          Shared steps until the outputs of a network, fed two sequences that differ only at the beginning, \
          agree for good. Every point is a run.
          """,
        key: key(panels), notes: GapNotes(results).text,
        caption: DivergenceCaption.text(plan, program: program)))
  }

  private var headline: String {
    plan.twinKinds.isEmpty
      ? "How long do these networks remember?" : "Do these networks remember longer than random twins?"
  }

  /// Networks without twins, one under the other.
  private func panel(_ measure: StepsMeasure) -> StripPanel {
    StripPanel(
      network: "", heading: name(measure),
      samples: plan.networks.map { sample($0.name, .trained, measure) })
  }

  /// A network over its twins.
  private func panel(_ network: String, _ measure: StepsMeasure) -> StripPanel {
    StripPanel(
      network: network, heading: name(measure), samples: plan.sources.map { sample(network, $0, measure) })
  }

  private func sample(
    _ network: String, _ source: NetworkSource, _ measure: StepsMeasure
  ) -> StripSample {
    let statistics = results.statistics(network: network, source: source, measure: measure)
    let comparison = comparisons.first {
      $0.network == network && $0.measure == measure && .twin($0.kind) == source && !$0.pValue.isNaN
    }
    let isAlone = plan.twinKinds.isEmpty
    var text = isAlone ? "\(network), \(name(measure)): " : "\(network), \(source.name), \(name(measure)): "
    if statistics.count == 0 {
      text += "no measured run"
    } else {
      let median = NumberText.steps(statistics.median.steps, isLowerBound: statistics.median.isLowerBound)
      text += """
        median \(median) shared steps over \(NumberText.count(statistics.count, "run")), of which \
        \(NumberText.fraction(statistics.fraction)) got there
        """
    }
    if let comparison {
      text += """
        ; the network against them: Cliff's delta \(NumberText.signed(comparison.delta)), \
        p \(NumberText.probability(comparison.adjustedPValue))
        """
    }
    return StripSample(
      name: isAlone ? network : source.name, isReference: source == .trained && !isAlone,
      counts: results.counts(network: network, source: source, measure: measure),
      median: statistics.median.steps, isLowerBound: statistics.median.isLowerBound,
      comparison: comparison.map {
        StripSample.Comparison(
          text: NumberText.signed($0.delta), isSignificant: $0.finding != .noDifference)
      }, description: text)
  }

  private func name(_ measure: StepsMeasure) -> String {
    switch measure {
    case .settled: "bit-identical for good"
    case .threshold(let place): "within \(NumberText.shortest(plan.settings.thresholds[place])) for good"
    }
  }

  private func key(_ panels: [StripPanel]) -> Key {
    var entries = [
      KeyEntry("median") {
        $1.line(
          from: CGPoint(x: $0.x, y: $0.y - 7), to: CGPoint(x: $0.x, y: $0.y + 7),
          Stroke(PlotColor.ink, width: 2))
      }
    ]
    if panels.flatMap(\.samples).flatMap(\.counts).contains(where: { !$0.reached }) {
      let horizon = NumberText.whole(plan.settings.horizon)
      entries.append(
        KeyEntry("not there after \(horizon) steps") {
          $1.stroke(.circle(at: $0, radius: StripGeometry.radius - 0.4), Stroke(PlotColor.blue, width: 1.1))
        })
    }
    if !plan.twinKinds.isEmpty {
      entries.append(
        KeyEntry("Cliff's delta, network against twins (bold: p ≤ 5%, Holm)") {
          $1.text(
            StripPanelDrawing.comparisonName, at: CGPoint(x: $0.x, y: $0.y + 4), PlotColor.ink,
            alignment: .middle)
        })
    }
    return Key(entries)
  }

  /// The last count of every network: the smallest threshold that is drawn.
  private func description(_ panels: [StripPanel]) -> String {
    if plan.twinKinds.isEmpty { return panels.last.map(medians) ?? "" }
    return plan.networks.compactMap { network in
      panels.last { $0.network == network.name }.map { "\(network.name), \(medians($0))" }
    }.joined(separator: " ")
  }

  /// median shared steps within 1e-6 for good: trained 503, glorot 43.
  private func medians(_ panel: StripPanel) -> String {
    let medians = panel.samples.filter { !$0.counts.isEmpty }.map { sample in
      "\(sample.name) \(NumberText.steps(sample.median, isLowerBound: sample.isLowerBound))"
    }
    let told = medians.isEmpty ? "no measured run" : medians.joined(separator: ", ")
    return "median shared steps \(panel.heading): \(told)."
  }
}
