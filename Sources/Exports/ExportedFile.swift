/// A file that an export makes.
public struct ExportedFile: Equatable, Sendable {
  public let path: String
  /// What is in it.
  public let content: Content

  public enum Content: Equatable, Sendable {
    case table(rows: Int, columns: Int)
    case arrays(Int)
  }
}
