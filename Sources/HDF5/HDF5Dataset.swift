import CHDF5

/// A dataset: numbers or strings on a grid of any number of axes, and attributes.
package final class HDF5Dataset: HDF5Object {
  /// The axis lengths, the last axis running fastest; empty for a single value.
  let shape: [Int]

  init(_ handle: Handle, shape: [Int], at location: Location, in file: Handle) {
    self.shape = shape
    super.init(handle, at: location, in: file)
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
    try location.check("H5DSset_scale") { hdf5.H5DSset_scale(handle.id, name) }
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
    try location.check("H5DSattach_scale") { hdf5.H5DSattach_scale(handle.id, scale.handle.id, UInt32(axis)) }
  }
}
