/// A group or a dataset of an HDF5 file in memory.
public struct HDF5ImageObject {
  /// The path inside the file, beginning with `/`.
  public let path: String
  /// Where the object's header is in the file: by this two objects are told to be the same.
  public let address: UInt64
  let image: HDF5Image
  let messages: [HeaderMessage]

  /// Reads the object's header.
  init(in image: HDF5Image, path: String, address: UInt64) throws(HDF5ImageError) {
    self.image = image
    self.path = path
    self.address = address
    messages = try Self.located(path) { () throws(HDF5ImageProblem) in try image.messages(at: address) }
  }

  public var isGroup: Bool {
    messages.contains { $0.kind == .symbolTable || $0.kind == .linkInfo || $0.kind == .groupInfo }
  }

  public var isDataset: Bool { messages.contains { $0.kind == .layout } }

  // MARK: Members

  /// What a group holds, in the order in which it was made as far as the file tells; nothing for a dataset.
  ///
  /// - Throws: `HDF5ImageError`: `unsupported` for any link but a hard one; `malformed` if two have one name.
  public func members() throws(HDF5ImageError) -> [(name: String, object: HDF5ImageObject)] {
    try links().links.map { link throws(HDF5ImageError) in
      (link.name, try follow(link))
    }
  }

  /// The member of this name; nil if there is none.
  ///
  /// - Throws: `HDF5ImageError`: `unsupported` if the name is that of any link but a hard one.
  public func member(_ name: String) throws(HDF5ImageError) -> HDF5ImageObject? {
    try links()[name].map { link throws(HDF5ImageError) in try follow(link) }
  }

  private func links() throws(HDF5ImageError) -> LinkTable {
    try Self.located(path) { () throws(HDF5ImageProblem) in
      try image.links(of: messages, at: address)
    }
  }

  private func follow(_ link: HDF5ImageLink) throws(HDF5ImageError) -> HDF5ImageObject {
    let path = path == "/" ? "/" + link.name : path + "/" + link.name
    guard let target = link.target else {
      throw HDF5ImageError(object: path, problem: .unsupported(link.kind))
    }
    return try HDF5ImageObject(in: image, path: path, address: target)
  }

  // MARK: Errors

  static func located<Result>(
    _ object: String, _ body: () throws(HDF5ImageProblem) -> Result
  ) throws(HDF5ImageError) -> Result {
    do { return try body() } catch { throw HDF5ImageError(object: object, problem: error) }
  }
}
