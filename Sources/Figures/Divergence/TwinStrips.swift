import Drawing
import Experiments
import Foundation
import MemoryMeasures
import Text

/// Given networks among their twins, every network a point: the median of its counts over the pairs. Of networks without
/// twins every run.
struct TwinStrips {
  let results: Results<Divergence>
  let comparisons: [TwinComparison]
  let caption: String

  private var plan: Plan<Divergence> { results.plan }
  private var networks: [GivenNetwork] { plan.subjects.given }
  private var hasTwins: Bool { !plan.subjects.twinKinds.isEmpty }
  private var isFair: Bool { plan.subjects.twinPairs == .shared }

  /// Bit-identity is not compared.
  private var counts: [ShownCount] {
    let thresholds = plan.drawnThresholds
    return hasTwins && !thresholds.isEmpty ? thresholds : [.settled] + thresholds
  }

  var figure: DistributionsFigure {
    let panels =
      hasTwins
      ? plan.subjects.samples.flatMap { sample in counts.map { panel(sample, $0) } } : counts.map(panel)
    return DistributionsFigure(
      panels: panels, columns: counts.count, horizon: plan.settings.horizon,
      alternativeText: description(panels),
      sheet: FigureSheet(
        hasTwins
          ? "Do these networks remember longer than random twins?" : "How long do these networks remember?",
        explanation: """
          Shared steps until the \(plan.readWords) of a network, fed \(plan.settings.pairWords), \
          agree for good. \(point)
          """,
        key: key(panels), notes: results.gapNotes, caption: caption))
  }

  private var point: String {
    guard hasTwins else { return "Every point is a run." }
    guard isFair else {
      return "Every point is a network: trained by the median of its runs, twins by one run each."
    }
    return """
      Every point is a network, by its median over \(results.repeatWords("pair")) of sequences, which all of \
      them read.
      """
  }

  /// Networks without twins, one under the other.
  private func panel(_ count: ShownCount) -> StripPanel {
    StripPanel(network: "", heading: count.label, samples: networks.map { sample($0, count) })
  }

  private func sample(_ network: GivenNetwork, _ count: ShownCount) -> StripSample {
    let runs = results.measured(.given(network.name))
    let summary = count.summary(runs)
    return StripSample(
      name: network.name, isReference: false, counts: runs.map(count.steps), median: summary.steps,
      isLowerBound: summary.isLowerBound, mark: summary.isMarked ? ShownCount.mark : "", comparison: nil,
      description: "\(network.name), \(count.label): \(words(summary, "run"))")
  }

  /// Networks over their twins.
  private func panel(_ sample: ComparedSample, _ count: ShownCount) -> StripPanel {
    StripPanel(
      network: sample.name, heading: count.label, samples: plan.sources.map { self.sample(sample, $0, count) }
    )
  }

  private func sample(_ sample: ComparedSample, _ source: NetworkSource, _ count: ShownCount) -> StripSample {
    let name = sample.networks[0].name(of: source)
    let medians = results.medians(of: source, for: sample, count)
    let comparison = comparisons.first {
      $0.sample == sample && $0.isOf(count) && .twin($0.kind) == source && $0.twins > 0
    }
    var text = "\(sample.name), \(name), \(count.label): "
    text += words(medians.summary, "network")
    if let comparison { text += words(comparison) }
    return StripSample(
      name: name, isReference: source == .trained,
      counts: medians.medians.map {
        CensoredSteps(steps: Int(saturating: $0.steps.rounded()), reached: !$0.isLowerBound)
      },
      median: medians.summary.steps, isLowerBound: medians.summary.isLowerBound,
      mark: medians.summary.isMarked ? ShownCount.mark : "",
      comparison: comparison.map { comparison in
        let interval = comparison.interval.intervalText
        return StripSample.Comparison(
          text: "×\(comparison.ratio.text)" + (interval == "–" ? "" : " (\(interval))"),
          isSignificant: [.longer, .shorter].contains(comparison.finding))
      }, description: text)
  }

  private func words(_ summary: StepsSummary, _ noun: String) -> String {
    guard summary.count > 0 else { return "no measured \(noun)" }
    let steps = "median \(NumberText.steps(summary.steps, isLowerBound: summary.isLowerBound)) shared steps"
    let mark = summary.isMarked ? "; \(ShownCount.markText)" : ""
    guard noun == "run" || summary.count > 1 else { return "\(steps) over the pairs\(mark)" }
    return """
      \(steps) over \(NumberText.count(summary.count, noun)), of which \(NumberText.fraction(summary.fraction)) \
      got there\(mark)
      """
  }

  private func words(_ comparison: TwinComparison) -> String {
    let below =
      "\(NumberText.whole(comparison.twinsBelow)) of \(NumberText.count(comparison.twins, "twin")) take less"
    let ratio = "ratio \(comparison.ratio.text)"
    guard !comparison.pValue.isNaN else { return "; \(below), \(ratio), not tested" }
    return """
      ; \(below), \(ratio) (95%: \(comparison.interval.intervalText)), \
      p \(NumberText.probability(comparison.adjustedPValue))
      """
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
      let test = isFair ? "with its 95% interval (bold: p ≤ 5%, Holm)" : "(not tested)"
      entries.append(
        KeyEntry("ratio of medians \(test)") {
          $1.text("×", at: CGPoint(x: $0.x, y: $0.y + 4), PlotColor.ink, alignment: .middle)
        })
    }
    return Key(entries)
  }

  /// The last count of every network: the smallest threshold that is drawn.
  private func description(_ panels: [StripPanel]) -> String {
    guard hasTwins else { return panels.last.map(medians) ?? "" }
    return plan.subjects.samples.map(\.name).compactMap { name in
      panels.last { $0.network == name }.map { "\(name), \(medians($0))" }
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
