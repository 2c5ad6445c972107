/// An array of a results file whose axes have names.
public struct LabelledVariable: Equatable, Sendable {
  public let name: String
  /// The names of its axes, slowest first; a coordinate's own.
  public let dimensions: [String]
  /// The lengths of its axes.
  public let shape: [Int]
  public let values: LabelledValues
  /// One value that stands for none, of the type of the values; nil if there is none. NaN stands for none as
  /// well.
  public let fill: LabelledValues?
  /// What its values mean, if it is a flag.
  public let flags: [LabelledFlag]
  /// What else the file says about it: `long_name`, `units` and the like.
  public let attributes: [LabelledAttribute]

  public init(
    name: String, dimensions: [String], shape: [Int], values: LabelledValues, fill: LabelledValues? = nil,
    flags: [LabelledFlag] = [], attributes: [LabelledAttribute] = []
  ) {
    self.name = name
    self.dimensions = dimensions
    self.shape = shape
    self.values = values
    self.fill = fill
    self.flags = flags
    self.attributes = attributes
  }

  /// The text of an attribute; empty if there is none.
  public func text(_ attribute: String) -> String {
    attributes.first { $0.name == attribute }?.values.strings?.first ?? ""
  }

  /// Whether there is no value at a place: a run that is not done, or one of no use for this variable.
  public func isMissing(_ index: Int) -> Bool {
    switch (values, fill) {
    case (.int8(let values), .int8(let fill)): values[index] == fill.first
    case (.int32(let values), .int32(let fill)): values[index] == fill.first
    case (.int64(let values), .int64(let fill)): values[index] == fill.first
    case (.uint64(let values), .uint64(let fill)): values[index] == fill.first
    case (.float32(let values), _): values[index].isNaN
    case (.float64(let values), _): values[index].isNaN
    default: false
    }
  }
}
