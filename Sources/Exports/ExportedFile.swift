/// A file that an export makes.
public struct ExportedFile {
  public let path: String
  public let content: Content
  private let make: () throws(ExportError) -> [UInt8]

  /// What is in it.
  public enum Content: Equatable, Sendable {
    case table(rows: Int, columns: Int)
    case arrays(Int)
  }

  init(path: String, content: Content, _ make: @escaping () throws(ExportError) -> [UInt8]) {
    self.path = path
    self.content = content
    self.make = make
  }

  /// The bytes of the file; equal results give equal bytes.
  public func bytes() throws(ExportError) -> [UInt8] { try make() }
}
