/// A number that datasets and attributes can hold: `Int8`, `Int32`, `Int64`, `UInt64`, `Float` or `Double`.
///
/// Stored in the machine's own byte order; read from either.
public protocol HDF5Element: Numeric, BitwiseCopyable, Sendable {
  /// The type in the file. Must have the memory layout of the conforming type.
  static var hdf5Type: HDF5ElementType { get }
}

extension Int8: HDF5Element {
  public static var hdf5Type: HDF5ElementType { .int8 }
}

extension Int32: HDF5Element {
  public static var hdf5Type: HDF5ElementType { .int32 }
}

extension Int64: HDF5Element {
  public static var hdf5Type: HDF5ElementType { .int64 }
}

extension UInt64: HDF5Element {
  public static var hdf5Type: HDF5ElementType { .uint64 }
}

extension Float: HDF5Element {
  public static var hdf5Type: HDF5ElementType { .float32 }
}

extension Double: HDF5Element {
  public static var hdf5Type: HDF5ElementType { .float64 }
}
