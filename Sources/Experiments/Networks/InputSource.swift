/// What the networks of a comparison are fed.
public enum InputSource: Codable, Hashable, Sendable {
  /// Independent standard normals.
  case normal
  /// Stretches of a recording, told by its digest: a name for people, and its steps.
  case recorded(name: String, digest: UInt64, rows: Int)

  /// For people.
  public var name: String {
    switch self {
    case .normal: "standard normal"
    case .recorded(let name, _, _): name
    }
  }

  /// Text that is equal for equal inputs only, whatever file they are from.
  var exactText: String {
    switch self {
    case .normal: "normal"
    case .recorded(_, let digest, let rows): "recorded,\(digest),\(rows)"
    }
  }
}
