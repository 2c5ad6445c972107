import MemoryMeasures
import RecurrentNetworks

/// Measures the runs of a capacity plan: draws their networks, or takes the given ones, and hands them to
/// `Capacity`.
public struct CapacityProbe: RunProber {
  public typealias Plan = CapacityPlan

  private let plan: CapacityPlan
  private let networks: [String: RecurrentNetwork<Double>]
  private let path: SIMDPath

  /// - Parameters:
  ///   - networks: the given ones of the plan, in its order; none for a grid.
  ///   - path: kernels to run on; the fastest by default. All give the same bits.
  /// - Throws: `GivenNetworksError.otherWeights` for a network that is not the plan's.
  public init(
    _ plan: CapacityPlan, networks: [RecurrentNetwork<Double>] = [], path: SIMDPath = .best
  ) throws(GivenNetworksError) {
    self.plan = plan
    self.path = path
    guard case .networks(let given) = plan.subjects else {
      self.networks = [:]
      return
    }
    self.networks = try given.matched(networks)
  }

  public func measure(
    _ runs: [CapacityRun], isCancelled: () -> Bool,
    completed: (CapacityRun, Result<CapacityMeasurement, CapacityError>) -> Void
  ) throws(CancellationError) {
    for run in runs {
      do throws(CapacityError) {
        switch plan.precision {
        case .float32: completed(run, .success(try measure(run, in: Float.self, isCancelled)))
        case .float64: completed(run, .success(try measure(run, in: Double.self, isCancelled)))
        }
      } catch .cancelled {
        throw CancellationError()
      } catch {
        completed(run, .failure(error))
      }
    }
  }

  private func measure<Scalar: NetworkScalar>(
    _ run: CapacityRun, in: Scalar.Type, _ isCancelled: () -> Bool
  ) throws(CapacityError) -> CapacityMeasurement {
    try Capacity.measure(
      network(run, in: Scalar.self), settings: plan.settings,
      stream: plan.inputStream(repeatIndex: run.repeatIndex), path: path, isCancelled: isCancelled)
  }

  /// The network of a run, in the precision of the plan.
  func network<Scalar: NetworkScalar>(_ run: CapacityRun, in: Scalar.Type) -> RecurrentNetwork<Scalar> {
    switch (run.subject, plan.subjects) {
    case (.drawn(let shape), .grid(_, let initialization)):
      return RecurrentNetwork(
        shape: shape, initialization: initialization,
        stream: plan.networkStream(shape, repeatIndex: run.repeatIndex))
    case (.given(let name), _):
      guard let network = networks[name] else {
        preconditionFailure("there is no network \(name) in the plan")
      }
      return RecurrentNetwork(rounding: network)
    case (.drawn, .networks): preconditionFailure("the plan draws no networks")
    }
  }
}
