import RecurrentNetworks

/// The kinds of random networks that a given one is compared with. All have its cells and sizes, layer by layer.
///
/// The raw values are the names of the command line, and those of the initialization that is drawn from.
public enum TwinKind: String, CaseIterable, Codable, Hashable, Sendable {
  case glorot
  case glorotNormal = "glorot-normal"
  case keras
  case pytorch
  /// The given network's own values: each kernel permuted within itself, each bias within each gate. What a
  /// network has in common with these twins lies in the distribution of its weights, what not in their structure.
  case shuffled

  /// How fresh weights are drawn; nil for `shuffled`.
  public var initialization: Initialization? {
    Initialization.Preset(rawValue: rawValue).map { Initialization($0) }
  }

  /// The kind's word in the path of a stream. Never change one: results depend on it.
  var streamCode: UInt64 {
    switch self {
    case .glorot: 1
    case .glorotNormal: 2
    case .keras: 3
    case .pytorch: 4
    case .shuffled: 5
    }
  }
}
