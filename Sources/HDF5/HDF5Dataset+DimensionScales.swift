import CHDF5

/// Dimension scales: datasets of one axis that name the axes of others and label their positions. Readers of
/// netCDF-4 files know axes by these alone; without them they guess by length, and swap the axes of a square.
/// Source: HDF5 Dimension Scale Specification.
extension HDF5Dataset {
  /// Makes this dataset a dimension scale.
  /// - Parameter name: of the axes that it labels; netCDF-4 expects the dataset's own.
  /// - Throws: `HDF5Error` if scales are attached to this dataset itself.
  public func makeDimensionScale(named name: String) throws(HDF5Error) {
    try location.check("H5DSset_scale") { H5DSset_scale(handle.id, name) }
  }

  /// Labels an axis of this dataset.
  /// - Parameters:
  ///   - scale: a dimension scale of the same file, as long as the axis.
  ///   - axis: from 0, the slowest axis, to below the rank.
  /// - Throws: `HDF5Error`: `scaleShape`; a failed call if this dataset is a dimension scale itself.
  public func attachScale(_ scale: HDF5Dataset, axis: Int) throws(HDF5Error) {
    precondition(shape.indices.contains(axis), "axis \(axis) of \(shape.count)")
    // The library takes a scale of any length, and readers then cut the data.
    guard scale.shape == [shape[axis]] else {
      throw location.error(.scaleShape(found: scale.shape, axis: axis, length: shape[axis]))
    }
    try location.check("H5DSattach_scale") { H5DSattach_scale(handle.id, scale.handle.id, UInt32(axis)) }
  }

  /// The paths of the scales of every axis, in the order of attachment.
  /// - Throws: `HDF5Error` if the file is damaged.
  public func scalePaths() throws(HDF5Error) -> [[String]] {
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
