import CHDF5

/// A dataset: numbers or strings on a grid of any number of axes, and attributes.
package final class HDF5Dataset: HDF5Object {
  /// The axis lengths, the last axis running fastest; empty for a single value.
  package let shape: [Int]
  private let values: StoredValues

  init(opened handle: Handle, at location: Location, in file: Handle) throws(HDF5Error) {
    let space = try location.own("H5Dget_space", closedBy: H5Sclose) { H5Dget_space(handle.id) }
    values = StoredValues(
      location: location,
      type: try location.own("H5Dget_type", closedBy: H5Tclose) { H5Dget_type(handle.id) },
      space: space,
      call: (
        "H5Dread", { H5Dread(handle.id, $0, CHDF5_S_ALL(), CHDF5_S_ALL(), CHDF5_P_DEFAULT(), $1) }
      ))
    shape = try Dataspace.shape(of: space, at: location)
    super.init(handle, at: location, in: file)
  }

  /// The name in its group.
  package var name: String {
    String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...])
  }

  /// All numbers, the last axis running fastest.
  /// - Parameters:
  ///   - type: any that holds every value of the stored type: an int8 can be read as `Int32`, but a float64
  ///     not as `Float`.
  ///   - byteLimit: the most bytes that they may take in memory.
  /// - Throws: `HDF5Error`: `wrongType`, `tooLarge`; a failed call if the file is damaged.
  package func read<Element: HDF5Element>(
    as type: Element.Type, byteLimit: Int = defaultByteLimit
  ) throws(HDF5Error) -> [Element] {
    try values.numbers(as: type, byteLimit: byteLimit)
  }

  /// All strings, the last axis running fastest; of fixed or variable length.
  /// - Parameter byteLimit: the most bytes that they, or pointers to those of variable length, may take.
  /// - Throws: `HDF5Error`: `wrongType`, `tooLarge`, `invalidUTF8`; a failed call if the file is damaged.
  package func readStrings(byteLimit: Int = defaultByteLimit) throws(HDF5Error) -> [String] {
    try values.strings(byteLimit: byteLimit)
  }
}

/// Dimension scales: datasets of one axis that name the axes of others and label their positions. Readers of
/// netCDF-4 files know axes by these alone; without them they guess by length, and swap the axes of a square.
/// Source: HDF5 Dimension Scale Specification.
extension HDF5Dataset {
  /// Makes this dataset a dimension scale.
  /// - Parameter name: of the axes that it labels; netCDF-4 expects the dataset's own.
  /// - Throws: `HDF5Error` if scales are attached to this dataset itself.
  package func makeDimensionScale(named name: String) throws(HDF5Error) {
    try location.check("H5DSset_scale") { H5DSset_scale(handle.id, name) }
  }

  /// Labels an axis of this dataset.
  /// - Parameters:
  ///   - scale: a dimension scale of the same file, as long as the axis.
  ///   - axis: from 0, the slowest axis, to below the rank.
  /// - Throws: `HDF5Error`: `scaleShape`; a failed call if this dataset is a dimension scale itself.
  package func attachScale(_ scale: HDF5Dataset, axis: Int) throws(HDF5Error) {
    precondition(shape.indices.contains(axis), "axis \(axis) of \(shape.count)")
    // The library takes a scale of any length, and readers then cut the data.
    guard scale.shape == [shape[axis]] else {
      throw location.error(.scaleShape(found: scale.shape, axis: axis, length: shape[axis]))
    }
    try location.check("H5DSattach_scale") { H5DSattach_scale(handle.id, scale.handle.id, UInt32(axis)) }
  }

  /// The paths of the scales of every axis, in the order of attachment.
  /// - Throws: `HDF5Error` if the file is damaged.
  package func scalePaths() throws(HDF5Error) -> [[String]] {
    try shape.indices.map { axis throws(HDF5Error) in
      var paths: [String] = []
      try withUnsafeMutablePointer(to: &paths) { collected throws(HDF5Error) in
        _ = try location.check("H5DSiterate_scales") {
          H5DSiterate_scales(
            handle.id, UInt32(axis), nil,
            { _, _, scale, collected in
              let path = StringStorage.readName { H5Iget_name(scale, $0, $1) }
              collected?.assumingMemoryBound(to: [String].self).pointee.append(path)
              return 0
            }, collected)
        }
      }
      return paths
    }
  }
}
