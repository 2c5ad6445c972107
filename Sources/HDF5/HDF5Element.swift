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

extension Int8: HDF5Element { package static func nativeType() -> hid_t { CHDF5_T_NATIVE_INT8() } }
extension Int32: HDF5Element { package static func nativeType() -> hid_t { CHDF5_T_NATIVE_INT32() } }
extension Int64: HDF5Element { package static func nativeType() -> hid_t { CHDF5_T_NATIVE_INT64() } }
extension UInt64: HDF5Element { package static func nativeType() -> hid_t { CHDF5_T_NATIVE_UINT64() } }
extension Float: HDF5Element { package static func nativeType() -> hid_t { CHDF5_T_NATIVE_FLOAT() } }
extension Double: HDF5Element { package static func nativeType() -> hid_t { CHDF5_T_NATIVE_DOUBLE() } }
