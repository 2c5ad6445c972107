/// A variable of results that sums up the measured repeats of runs that are alike in all else.
public struct Statistic<Value>: Sendable {
  /// Of its variable in results.
  public let name: String
  /// The type of its values.
  public let kind: ColumnKind
  /// Its axes beyond those of the runs but for the repeats.
  public let axes: [Axis]
  /// What it is, in words.
  public let longName: String
  /// Of its values; "1" where these have none.
  public let units: String
  /// The arithmetic revision of the measure that first had it.
  public private(set) var revision = 1
  /// Whether results of the same format from before are without it, and all others that were added.
  public private(set) var isAdded = false
  /// As many values as the axes ask for, of any number of runs, in the order of the repeats.
  public let values: @Sendable ([Value]) -> ColumnValues

  /// A name, a type, axes, words, units, and the values of a sample.
  public init(
    _ name: String, _ kind: ColumnKind = .number, along axes: [Axis] = [], _ longName: String,
    units: String = "1", values: @escaping @Sendable ([Value]) -> ColumnValues
  ) {
    self.name = name
    self.kind = kind
    self.axes = axes
    self.longName = longName
    self.units = units
    self.values = values
  }

  /// Values that it has for a sample.
  public var count: Int { axes.reduce(1) { $0 * $1.count } }

  /// The same, of results since an arithmetic revision only.
  public func since(revision: Int) -> Statistic {
    var statistic = self
    statistic.revision = revision
    return statistic
  }

  /// The same, which results from before do not have.
  public func added() -> Statistic {
    var statistic = self
    statistic.isAdded = true
    return statistic
  }

  /// One number of every repeat made one of all.
  public static func number(
    _ name: String, _ longName: String, units: String = "1",
    _ number: @escaping @Sendable ([Value]) -> Double
  ) -> Statistic {
    Statistic(name, .number, longName, units: units) { .numbers([number($0)]) }
  }
}
