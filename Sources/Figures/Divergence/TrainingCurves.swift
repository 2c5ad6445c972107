import Drawing
import Experiments
import MemoryMeasures
import Text

/// How memory changes while a network is trained: a panel for each count, its median over the pairs at every checkpoint,
/// and behind it the band of the checkpoints' random twins.
struct TrainingCurves {
  let results: Results<Divergence>
  /// By ascending step.
  let checkpoints: [GivenNetwork]
  let caption: String

  private var plan: Plan<Divergence> { results.plan }
  private var kinds: [TwinKind] { plan.subjects.twinKinds }
  private var xs: [Double] { checkpoints.map { Double($0.checkpoint ?? 0) } }

  /// Bit-identity is not compared.
  private var counts: [ShownCount] {
    let thresholds = plan.drawnThresholds
    return kinds.isEmpty || thresholds.isEmpty ? [.settled] + thresholds : thresholds
  }

  var figure: CurvesFigure {
    let panels = counts.map(panel)
    return CurvesFigure(
      name: "memory-over-training", panels: panels, x: (.training(xs), checkpoints.counted),
      y: (.magnitudes(floor: 1), "shared steps until the \(plan.readWords) are"),
      alternativeText: CurvesDescription(
        panels: panels, unit: "training step", verb: "goes", number: NumberText.tick
      ).text,
      sheet: FigureSheet(
        "How does memory change while the network is trained?",
        explanation: """
          Shared steps until the \(plan.readWords) agree for good: the median over \
          \(results.repeatWords("pair")) of sequences, with a band over the middle half of them\
          \(kinds.isEmpty ? "" : "; of random twins the median network, and a band over 90% of them"). Counts that were \
          not reached stand at what they have at least.
          """,
        key: key, notes: results.gapNotes, caption: caption))
  }

  private var key: Key {
    kinds.isEmpty
      ? Key()
      : Key(
        [.line("trained", PlotColor.blue)]
          + kinds.map { .line("\($0.rawValue) twins", plan.subjects.color(of: $0)) })
  }

  private func panel(_ count: ShownCount) -> CurvePanel {
    let twins = kinds.map { kind in
      series("\(kind.rawValue) twins", plan.subjects.color(of: kind), band: 0.05...0.95) { network in
        results.networks(of: .twin(kind), for: network.name).compactMap { records in
          let runs = records.compactMap(\.value)
          return runs.isEmpty ? nil : count.summary(runs).steps
        }
      } told: { _, _ in
        nil
      }
    }
    let trained = series("trained", PlotColor.blue, band: 0.25...0.75) { network in
      results.measured(.given(network.name)).map { Double(count.steps($0).steps) }
    } told: { network, step in
      let summary = count.summary(results.measured(.given(network.name)))
      return
        "\(network.name.printable), step \(NumberText.whole(step)): \(count.label) after \(summary.text) steps"
    }
    return CurvePanel(heading: count.label, series: twins + [trained])
  }

  private func series(
    _ name: String, _ color: Color, band: ClosedRange<Double>, values: (GivenNetwork) -> [Double],
    told: (GivenNetwork, Int) -> String?
  ) -> CurveSeries {
    var points: [CurveSeries.Point] = []
    var descriptions: [Int: String] = [:]
    for (network, x) in zip(checkpoints, xs) {
      let found = values(network)
      guard !found.isEmpty else { continue }
      let quantiles = Quantiles(found)
      descriptions[points.count] = told(network, Int(saturating: x))
      points.append(
        .init(x: x, low: quantiles[band.lowerBound], middle: quantiles[0.5], high: quantiles[band.upperBound])
      )
    }
    return CurveSeries(name: name, color: color, points: points, descriptions: descriptions)
  }
}

extension CurveAxis {
  /// Over training steps or epochs: logarithmic where they grow a hundredfold.
  static func training(_ steps: [Double]) -> CurveAxis {
    let (first, last) = (steps.min() ?? 0, steps.max() ?? 1)
    guard last > first else { return .wholes(first - 1...first + 1) }
    return first >= 1 && last >= 100 * first ? .steps(first...last) : .wholes(first...last)
  }
}
