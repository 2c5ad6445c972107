/// A named, labelled axis of results.
public struct Axis: Hashable, Sendable {
  /// The dimension in results files: "hidden_size".
  public let name: String
  /// What its values are, in words.
  public let longName: String
  public let values: AxisValues

  public init(_ name: String, _ longName: String, _ values: AxisValues) {
    self.name = name
    self.longName = longName
    self.values = values
  }

  public var count: Int {
    switch values {
    case .wholes(let values): values.count
    case .numbers(let values): values.count
    case .names(let values): values.count
    }
  }
}

public enum AxisValues: Hashable, Sendable {
  case wholes([Int])
  case numbers([Double])
  case names([String])
}
