import MemoryMeasures
import RecurrentNetworks

/// A network whose recall is measured, and how its answer is read.
public struct RecallSubject: Sendable {
  /// By which results and tables call it.
  public let name: String
  /// Float64 holds the weights of either precision exactly.
  public let network: RecurrentNetwork<Double>
  public let readout: RecallReadout
  /// What is known of its recall beforehand; nil for networks from elsewhere.
  public let promise: RecallPromise?

  /// A network from elsewhere.
  ///
  /// - Throws: `RecallSubjectError` if the readout names a unit that there is not.
  public init(
    name: String, network: RecurrentNetwork<Double>, readout: RecallReadout
  ) throws(RecallSubjectError) {
    if case .unit(let unit, _) = readout, !(0..<network.outputSize).contains(unit) {
      throw .noSuchUnit(unit, network: name, units: network.outputSize)
    }
    self.name = name
    self.network = network
    self.readout = readout
    promise = nil
  }

  /// A constructed network, with its exact readout if it has one.
  public init<Scalar: NetworkScalar>(_ constructed: ConstructedNetwork<Scalar>) {
    name = "\(constructed.construction.rawValue) \(constructed.cell.rawValue)"
    network = RecurrentNetwork(rounding: constructed.network)
    promise = constructed.recall?.promise
    readout = constructed.recall.map { .unit($0.unit, scale: $0.scale) } ?? .fitted
  }
}
