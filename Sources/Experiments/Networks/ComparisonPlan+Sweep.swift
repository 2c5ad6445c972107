import MemoryMeasures

extension ComparisonPlan: DivergenceRunsPlan {
  /// What runs have in common that are fed the same pair of input sequences.
  public struct LineupKey: Hashable, Sendable {
    let inputSize: Int
    let isTwin: Bool
    let index: Int
  }

  public typealias Value = DivergenceMeasurement
  public typealias Failure = DivergenceError

  public static let format = "memprobe comparison"

  public var fields: [(field: PlanField, exactText: String)] {
    [
      (.arithmeticRevision, "\(arithmeticRevision)"),
      (.networks, networks.map(\.exactText).joined(separator: ";")),
      (.pairs, "\(pairs)"),
      (.twinKinds, twinKinds.map(\.rawValue).joined(separator: ",")),
      (.twins, "\(twins)"),
      (.seed, "\(seed)"),
      (.precision, precision.rawValue),
      (.inputs, inputs.exactText),
    ] + ExactText.fields(of: settings)
  }

  public var runCount: Int { networks.count * (pairs + twinKinds.count * twins) }

  /// Every run: by network, then by source, then by number.
  public var coordinates: [NetworkRun] { places.compactMap(\.self) }

  /// The places of a results file (network, source, run; the last fastest), as many runs for every source as
  /// the one with the most has; nil where a source has fewer.
  var places: [NetworkRun?] {
    networks.flatMap { network in
      sources.flatMap { source in
        (0..<mostRuns).map { index in
          index < count(of: source)
            ? NetworkRun(network: network.name, source: source, index: index) : nil
        }
      }
    }
  }

  /// Runs of the source that has the most.
  var mostRuns: Int { max(pairs, twins) }

  public func lineupKey(of run: NetworkRun) -> LineupKey {
    LineupKey(
      inputSize: network(named: run.network).inputSize, isTwin: run.source != .trained, index: run.index)
  }

  public func cost(of run: NetworkRun) -> Double {
    Divergence.estimatedCost(network(named: run.network).envelope, settings: settings)
  }

  public func bytes(of run: NetworkRun) -> Double {
    Divergence.estimatedBytes(network(named: run.network).envelope, precision: precision)
  }

  public var recordBytes: Double { settings.recordBytes }

  public func accepts(_ value: DivergenceMeasurement) -> Bool { settings.accept(value) }
}

/// What a divergence sweep over given networks has found so far.
public typealias ComparisonResults = SweepResults<ComparisonPlan>
/// A divergence sweep over given networks.
public typealias ComparisonSweep = Sweep<ComparisonResultsFile>
/// Joins the parts of a divergence sweep over given networks.
public typealias ComparisonMerge = SweepMerge<ComparisonResultsFile>
