import RecurrentNetworks

/// A network whose recall was measured, but for its weights.
public struct RecalledNetwork: Codable, Hashable, Sendable {
  /// By which results and tables call it.
  public let name: String
  /// From the first, which reads the inputs, to the last, whose hidden state is the output.
  public let layers: [LayerShape]
  public let readout: RecallReadout
  /// What is known of its recall beforehand; nil for networks from elsewhere.
  public let promise: RecallPromise?

  /// Units of the last layer.
  public var hiddenSize: Int { layers.last?.hiddenSize ?? 0 }

  /// Values per input step.
  public var inputSize: Int { layers.first?.inputSize ?? 0 }

  init(_ subject: RecallSubject) {
    name = subject.name
    layers = subject.network.layers.map(LayerShape.init)
    readout = subject.readout
    promise = subject.promise
  }
}
