/// What a results file says about itself or about one of its variables.
public struct LabelledAttribute: Equatable, Sendable {
  public let name: String
  /// One value, or several.
  public let values: LabelledValues

  public init(name: String, values: LabelledValues) {
    self.name = name
    self.values = values
  }
}
