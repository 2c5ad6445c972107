/// Numbers on a grid; on one of more than three axes they are not read.
public struct HDF5ImageDataset {
  /// The axis lengths, the last axis running fastest; empty for a single number.
  public var shape: [Int] { array.shape }
  public let number: HDF5ImageNumber
  let isBigEndian: Bool
  let array: StoredArray

  /// No weight of a recurrent layer has more.
  private static let mostAxes = 3

  /// All numbers, the last axis running fastest, as bytes, the lowest first. Allocates no more than is stored,
  /// or a thousand times that for what is compressed.
  ///
  /// - Throws: `HDF5ImageError`.
  public func read() throws(HDF5ImageError) -> [UInt8] {
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
  public func dataset(integers: Bool = false) throws(HDF5ImageError) -> HDF5ImageDataset {
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
