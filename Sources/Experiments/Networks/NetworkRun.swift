/// Where a run lies in a comparison. With the plan it determines everything about the run.
public struct NetworkRun: Codable, Hashable, Sendable {
  /// The name of the given network.
  public var network: String
  public var source: NetworkSource
  /// From 0: for `trained` the number of the pair of input sequences, else that of the twin, which has a pair of
  /// its own.
  public var index: Int

  public init(network: String, source: NetworkSource, index: Int) {
    self.network = network
    self.source = source
    self.index = index
  }
}
