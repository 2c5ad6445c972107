import CHDF5

/// A dataset: numbers or strings on a grid of any number of axes, and attributes.
public final class HDF5Dataset: HDF5Object {
  /// The axis lengths, the last axis running fastest; empty for a single value.
  public let shape: [Int]
  private let values: StoredValues

  init(opened handle: Handle, at location: Location, in file: Handle) throws(HDF5Error) {
    let space = try location.own("H5Dget_space", closedBy: H5Sclose) { H5Dget_space(handle.id) }
    values = StoredValues(
      handle: handle,
      type: try location.own("H5Dget_type", closedBy: H5Tclose) { H5Dget_type(handle.id) },
      space: space)
    shape = try Dataspace.shape(of: space, at: location)
    super.init(handle, at: location, in: file)
  }

  /// The name in its group.
  public var name: String {
    String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...])
  }

  /// All numbers, the last axis running fastest.
  /// - Parameters:
  ///   - type: any that holds every value of the stored type: an int8 can be read as `Int32`, but a float64
  ///     not as `Float`.
  ///   - byteLimit: the most bytes that they may take in memory.
  /// - Throws: `HDF5Error`: `wrongType`, `tooLarge`; a failed call if the file is damaged.
  public func read<Element: HDF5Element>(
    as type: Element.Type, byteLimit: Int = defaultByteLimit
  ) throws(HDF5Error) -> [Element] {
    try values.checkFits(type, at: location)
    var elements = [Element](
      repeating: .zero,
      count: try values.count(
        bytesPerValue: MemoryLayout<Element>.stride, limit: byteLimit, at: location))
    try location.check("H5Dread") {
      H5Dread(
        handle.id, Element.hdf5Type.native, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_P_DEFAULT(), &elements)
    }
    return elements
  }

  /// All strings, the last axis running fastest; of fixed or variable length.
  /// - Parameter byteLimit: the most bytes that they, or pointers to those of variable length, may take.
  /// - Throws: `HDF5Error`: `wrongType`, `tooLarge`, `invalidUTF8`; a failed call if the file is damaged.
  public func readStrings(byteLimit: Int = defaultByteLimit) throws(HDF5Error) -> [String] {
    let count = try values.count(
      bytesPerValue: values.bytesPerValue, limit: byteLimit, at: location)
    return try StringStorage.read(
      count: count, type: values.type, space: values.space, at: location
    ) { type, memory throws(HDF5Error) in
      try location.check("H5Dread") {
        H5Dread(handle.id, type, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_P_DEFAULT(), memory)
      }
    }
  }
}
