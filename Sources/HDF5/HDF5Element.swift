import CHDF5

/// A number that datasets and attributes can hold, stored in the machine's own byte order.
package protocol HDF5Element: Numeric, BitwiseCopyable, Sendable {
  /// The library's identifier of the type in the file, which has the memory layout of this one. Predefined, so
  /// never closed; to be asked for under the library's lock.
  static func nativeType() -> hid_t
}

extension HDF5Element {
  package static var hdf5Type: hid_t { HDF5Library.locked(nativeType) }
}

extension Int8: HDF5Element { package static func nativeType() -> hid_t { hdf5.int8 } }
extension Int32: HDF5Element { package static func nativeType() -> hid_t { hdf5.int32 } }
extension Int64: HDF5Element { package static func nativeType() -> hid_t { hdf5.int64 } }
extension UInt64: HDF5Element { package static func nativeType() -> hid_t { hdf5.uint64 } }
extension Float: HDF5Element { package static func nativeType() -> hid_t { hdf5.float32 } }
extension Double: HDF5Element { package static func nativeType() -> hid_t { hdf5.float64 } }
