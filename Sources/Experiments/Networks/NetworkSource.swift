/// Where the network of a run comes from.
public enum NetworkSource: Hashable, Sendable {
  /// The given network itself.
  case trained
  case twin(TwinKind)

  /// The name used in results files and tables.
  public var name: String {
    switch self {
    case .trained: "trained"
    case .twin(let kind): kind.rawValue
    }
  }

  init?(name: String) {
    if name == "trained" {
      self = .trained
    } else if let kind = TwinKind(rawValue: name) {
      self = .twin(kind)
    } else {
      return nil
    }
  }
}

extension NetworkSource: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let source = NetworkSource(name: name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no source '\(name)'")
    }
    self = source
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
