import CHDF5

/// The number types that `HDF5Element`s are stored as.
public enum HDF5ElementType: String, Sendable {
  case int8, int32, int64, uint64, float32, float64

  /// The library's identifier of the type in this machine's byte order. Predefined, so never closed.
  var native: hid_t {
    HDF5Library.locked {
      switch self {
      case .int8: CHDF5_T_NATIVE_INT8()
      case .int32: CHDF5_T_NATIVE_INT32()
      case .int64: CHDF5_T_NATIVE_INT64()
      case .uint64: CHDF5_T_NATIVE_UINT64()
      case .float32: CHDF5_T_NATIVE_FLOAT()
      case .float64: CHDF5_T_NATIVE_DOUBLE()
      }
    }
  }

  var stored: StoredType {
    switch self {
    case .int8: .integer(bits: 8, signed: true)
    case .int32: .integer(bits: 32, signed: true)
    case .int64: .integer(bits: 64, signed: true)
    case .uint64: .integer(bits: 64, signed: false)
    case .float32: .float(bits: 32)
    case .float64: .float(bits: 64)
    }
  }
}
