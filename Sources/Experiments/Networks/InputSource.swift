import MemoryMeasures

/// What the networks of a comparison are fed.
public enum InputSource: Codable, Hashable, Sendable {
  /// Independent standard normals.
  case normal
  /// Stretches of a recording, which is told by its digest; the name is for people.
  case recorded(name: String, digest: UInt64, rows: Int, columns: Int)

  /// - Parameter name: of the file, say.
  public init(_ recorded: RecordedInputs, name: String) {
    self = .recorded(
      name: name, digest: Self.digest(of: recorded), rows: recorded.rows, columns: recorded.columns)
  }

  /// For people.
  public var name: String {
    switch self {
    case .normal: "standard normal"
    case .recorded(let name, _, _, _): name
    }
  }

  /// Text that is equal for equal inputs only, whatever file they are from.
  var exactText: String {
    switch self {
    case .normal: "normal"
    case .recorded(_, let digest, let rows, let columns): "recorded,\(digest),\(rows),\(columns)"
    }
  }

  /// A number that differs for recordings that differ by accident: FNV-1a over sizes and values.
  static func digest(of recorded: RecordedInputs) -> UInt64 {
    var hash = FNV1a()
    hash.append("\(recorded.rows),\(recorded.columns);".utf8)
    hash.append(recorded.values)
    return hash.hash
  }
}
