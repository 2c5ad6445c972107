import Drawing
import Experiments
import MemoryMeasures

/// What figures over a training have in common: the network's curve, and behind it the bands of its checkpoints' twins.
struct TrainingSeries<M: Measure> {
  let results: Results<M>
  /// By ascending step.
  let checkpoints: [GivenNetwork]

  private var kinds: [TwinKind] { results.plan.subjects.twinKinds }
  var xs: [Double] { checkpoints.map { Double($0.checkpoint ?? 0) } }

  /// - Parameter trained: what the network's curve is called.
  func key(trained: String) -> Key {
    kinds.isEmpty
      ? Key()
      : Key(
        [.line(trained, PlotColor.blue)]
          + kinds.map { .line("\($0.rawValue) twins", results.plan.subjects.color(of: $0)) })
  }

  /// Behind what is said of the network's curve; empty where there are no twins.
  var bandsWords: String {
    kinds.isEmpty ? "" : "; of random twins the median network, and a band over 90% of them"
  }

  /// A curve for every kind of twins.
  ///
  /// - Parameter number: that of a network, of its runs.
  func twins(_ number: ([M.Value]) -> Double) -> [CurveSeries] {
    kinds.map { kind in
      series("\(kind.rawValue) twins", results.plan.subjects.color(of: kind), band: 0.05...0.95) { network in
        results.networks(of: .twin(kind), for: network.name).compactMap { records in
          let runs = records.compactMap(\.value)
          return runs.isEmpty ? nil : number(runs)
        }
      }
    }
  }

  /// A curve of the median of some numbers of every checkpoint; what is not finite is not drawn.
  func series(
    _ name: String, _ color: Color, band: ClosedRange<Double>, values: (GivenNetwork) -> [Double],
    told: (GivenNetwork, Int) -> String? = { _, _ in nil }
  ) -> CurveSeries {
    var points: [CurveSeries.Point] = []
    var descriptions: [Int: String] = [:]
    for (network, x) in zip(checkpoints, xs) {
      let found = values(network).filter(\.isFinite)
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

extension Subjects {
  /// Of the curves of twins of a kind.
  func color(of kind: TwinKind) -> Color {
    let place = twinKinds.firstIndex(of: kind) ?? 0
    return place == 0 ? PlotColor.orange : PlotColor.series(place - 1, of: max(2, twinKinds.count - 1))
  }
}
