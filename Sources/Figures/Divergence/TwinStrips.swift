import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// The counts of given networks against those of their twins, every run a point.
struct TwinStrips {
  let results: Results<Divergence>
  let caption: String
  private let comparisons: [TwinComparison]

  init(_ results: Results<Divergence>, caption: String) {
    self.results = results
    self.caption = caption
    comparisons = results.comparisons
  }

  private var plan: Plan<Divergence> { results.plan }
  private var networks: [GivenNetwork] { plan.subjects.given }
  private var hasTwins: Bool { !plan.subjects.twinKinds.isEmpty }

  var figure: DistributionsFigure {
    let counts = plan.settings.comparedCounts
    let panels =
      hasTwins ? networks.flatMap { network in counts.map { panel(network, $0) } } : counts.map(panel)
    return DistributionsFigure(
      panels: panels, columns: counts.count, horizon: plan.settings.horizon,
      alternativeText: description(panels),
      sheet: FigureSheet(
        hasTwins
          ? "Do these networks remember longer than random twins?" : "How long do these networks remember?",
        explanation: """
          Shared steps until the outputs of a network, fed two sequences that differ only at the beginning, \
          agree for good. Every point is a run.
          """,
        key: key(panels), notes: results.gapNotes, caption: caption))
  }

  /// Networks without twins, one under the other.
  private func panel(_ count: ShownCount) -> StripPanel {
    StripPanel(network: "", heading: count.label, samples: networks.map { sample($0, .trained, count) })
  }

  /// A network over its twins.
  private func panel(_ network: GivenNetwork, _ count: ShownCount) -> StripPanel {
    StripPanel(
      network: network.name, heading: count.label, samples: plan.sources.map { sample(network, $0, count) })
  }

  private func sample(_ given: GivenNetwork, _ source: NetworkSource, _ count: ShownCount) -> StripSample {
    let (network, name) = (given.name, given.name(of: source))
    let measured = results.measured(source.subject(network))
    let counts = measured.map(count.steps)
    let isMarked = !count.mark(ofMedian: measured).isEmpty
    let statistics = CensoredSample(counts)
    let comparison = comparisons.first {
      $0.network == network && $0.isOf(count) && .twin($0.kind) == source && !$0.pValue.isNaN
    }
    var text = hasTwins ? "\(network), \(name), \(count.label): " : "\(network), \(count.label): "
    if statistics.count == 0 {
      text += "no measured run"
    } else {
      text += """
        median \(statistics.medianText) shared steps over \(NumberText.count(statistics.count, "run")), of which \
        \(NumberText.fraction(statistics.fraction)) got there
        """
    }
    if let comparison {
      text += """
        ; the network against them: Cliff's delta \(NumberText.signed(comparison.delta)), \
        p \(NumberText.probability(comparison.adjustedPValue))
        """
    }
    if isMarked { text += "; \(ShownCount.markText)" }
    return StripSample(
      name: hasTwins ? name : network, isReference: source == .trained && hasTwins, counts: counts,
      median: statistics.median.steps, isLowerBound: statistics.median.isLowerBound,
      mark: isMarked ? ShownCount.mark : "",
      comparison: comparison.map {
        StripSample.Comparison(
          text: NumberText.signed($0.delta), isSignificant: $0.finding != .noDifference)
      }, description: text)
  }

  private func key(_ panels: [StripPanel]) -> Key {
    var entries = [KeyEntry.bar("median")]
    if panels.flatMap(\.samples).flatMap(\.counts).contains(where: { !$0.reached }) {
      entries.append(
        KeyEntry("not there \(plan.deadline)") {
          $1.stroke(.circle(at: $0, radius: StripGeometry.radius - 0.4), Stroke(PlotColor.blue, width: 1.1))
        })
    }
    if panels.flatMap(\.samples).contains(where: { !$0.mark.isEmpty }) { entries.append(.floorMark) }
    if hasTwins {
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
    guard hasTwins else { return panels.last.map(medians) ?? "" }
    return networks.map(\.name).compactMap { network in
      panels.last { $0.network == network }.map { "\(network), \(medians($0))" }
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
