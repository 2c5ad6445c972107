/// A group or a dataset of an HDF5 file in memory.
package struct HDF5ImageObject {
  /// The path inside the file, beginning with `/`.
  package let path: String
  /// Where the object's header is in the file: by this two objects are told to be the same.
  package let address: UInt64
  let image: HDF5Image
  let messages: [HeaderMessage]

  /// Reads the object's header.
  init(in image: HDF5Image, path: String, address: UInt64) throws(HDF5ImageError) {
    self.image = image
    self.path = path
    self.address = address
    messages = try Self.located(path) { () throws(HDF5ImageProblem) in try image.messages(at: address) }
  }

  package var isGroup: Bool {
    messages.contains { $0.kind == .symbolTable || $0.kind == .linkInfo || $0.kind == .groupInfo }
  }

  package var isDataset: Bool { messages.contains { $0.kind == .layout } }

  // MARK: Members

  /// What a group holds, in the order in which it was made as far as the file tells; nothing for a dataset.
  ///
  /// - Throws: `HDF5ImageError`: `unsupported` for any link but a hard one; `malformed` if two have one name.
  package func members() throws(HDF5ImageError) -> [(name: String, object: HDF5ImageObject)] {
    try links().links.map { link throws(HDF5ImageError) in
      (link.name, try follow(link))
    }
  }

  /// The member of this name; nil if there is none.
  ///
  /// - Throws: `HDF5ImageError`: `unsupported` if the name is that of any link but a hard one.
  package func member(_ name: String) throws(HDF5ImageError) -> HDF5ImageObject? {
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

/// Numbers on a grid; on one of more than three axes they are not read.
package struct HDF5ImageDataset {
  /// The axis lengths, the last axis running fastest; empty for a single number.
  package var shape: [Int] { array.shape }
  package let number: HDF5ImageNumber
  let isBigEndian: Bool
  let array: StoredArray

  /// No weight of a recurrent layer has more.
  private static let mostAxes = 3

  /// All numbers, the last axis running fastest, as bytes, the lowest first: those of the file where they stand there
  /// like that. Otherwise allocates no more than is stored, or a thousand times that for what is compressed.
  ///
  /// - Throws: `HDF5ImageError`.
  package func read() throws(HDF5ImageError) -> ArraySlice<UInt8> {
    try HDF5ImageObject.located(array.object.path) { () throws(HDF5ImageProblem) in
      guard shape.count <= Self.mostAxes else {
        throw .tooLarge(what: "the number of axes", found: UInt64(shape.count), limit: UInt64(Self.mostAxes))
      }
      return number.littleEndian(try array.bytes(), isBigEndian: isBigEndian)
    }
  }
}

extension HDF5ImageObject {
  /// What the object declares to hold, if it is a dataset of numbers. bfloat16, which HDF5 does not know, is two
  /// opaque bytes under an attribute `dtype` that says so.
  ///
  /// - Parameter integers: whether integers will do, too.
  /// - Throws: `HDF5ImageError`: `malformed` if it is no dataset, `wrongType` if it holds something else, naming
  ///   what.
  package func dataset(integers: Bool = false) throws(HDF5ImageError) -> HDF5ImageDataset {
    let marks = try strings(attribute: "dtype")
    return try Self.located(path) { () throws(HDF5ImageProblem) in
      let (type, shape) = try declaration()
      switch type {
      case .number(let number, let isBigEndian) where integers || !number.isInteger:
        return try dataset(shape, number, isBigEndian: isBigEndian)
      case .opaque(bytes: 2) where marks == ["bfloat16"]:
        return try dataset(shape, .bfloat16, isBigEndian: false)
      case let other:
        throw .wrongType(found: other.description)
      }
    }
  }

  private func dataset(
    _ shape: [UInt64], _ number: HDF5ImageNumber, isBigEndian: Bool
  ) throws(HDF5ImageProblem) -> HDF5ImageDataset {
    HDF5ImageDataset(
      number: number, isBigEndian: isBigEndian,
      array: try StoredArray(of: self, shape: shape, valueSize: number.size))
  }

  /// The type and the shape of a dataset.
  func declaration() throws(HDF5ImageProblem) -> (type: ImageType, shape: [UInt64]) {
    guard isDataset else { throw .malformed("a group where there has to be a dataset") }
    var type = try content(.datatype)
    var space = try content(.dataspace)
    let shape = try ImageShape.read(&space)
    return (try ImageType(&type), shape)
  }

  /// The one message of a kind that a dataset has.
  func content(_ kind: HeaderMessage.Kind) throws(HDF5ImageProblem) -> ImageCursor {
    let found = messages.filter { $0.kind == kind }
    guard let message = found.first, found.count == 1 else {
      throw .malformed("\(found.count) messages of kind \(kind.rawValue) instead of one")
    }
    guard !message.isShared else { throw .unsupported("a type or a shape shared with others") }
    return ImageCursor(image.bytes, in: message.content)
  }
}
