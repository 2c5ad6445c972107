import Files

extension NetworkFile {
  /// Reads a network file of any format; which one is told from its bytes, not from its name.
  ///
  /// - Throws: `InputFileError` if it cannot be opened, `NetworkFileError` if it is not what it should be.
  public init(path: String) throws {
    throw NetworkFileError(path: path, .unknownFormat)
  }
}
