/// A value of a flag variable and what it means (CF conventions, section 3.5: `flag_values`,
/// `flag_meanings`).
public struct LabelledFlag: Equatable, Sendable {
  public let value: Int
  public let meaning: String

  public init(value: Int, meaning: String) {
    self.value = value
    self.meaning = meaning
  }
}
