/// A named axis that variables share.
public struct LabelledDimension: Equatable, Sendable {
  public let name: String
  public let length: Int

  public init(name: String, length: Int) {
    self.name = name
    self.length = length
  }
}
