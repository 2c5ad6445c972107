/// A named, labelled axis of results.
public struct Axis: Hashable, Sendable {
  /// The dimension in results files: "hidden_size".
  public let name: String
  /// What its values are, in words.
  public let longName: String
  /// What its places are labelled with.
  public let values: AxisValues
  /// Of the labels: "steps"; "1" where these have none.
  public let units: String

  /// A name, what it is in words, the labels and their units.
  public init(_ name: String, _ longName: String, _ values: AxisValues, units: String = "1") {
    self.name = name
    self.longName = longName
    self.values = values
    self.units = units
  }

  /// Places along it.
  public var count: Int {
    switch values {
    case .wholes(let values): values.count
    case .numbers(let values): values.count
    case .names(let values): values.count
    }
  }
}

/// Labels of an axis, all of one type.
public enum AxisValues: Hashable, Sendable {
  /// Whole numbers, as sizes.
  case wholes([Int])
  /// Numbers, as thresholds.
  case numbers([Double])
  /// Names, as cells.
  case names([String])
}
