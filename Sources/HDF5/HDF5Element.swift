import CHDF5

/// A number that datasets and attributes can hold: `Int8`, `Int32`, `Int64`, `UInt64`, `Float` or `Double`.
///
/// Stored in the machine's own byte order; read from either.
package protocol HDF5Element: Numeric, BitwiseCopyable, Sendable {
  /// The type in the file. Must have the memory layout of the conforming type.
  static var hdf5Type: HDF5ElementType { get }
}

extension Int8: HDF5Element {
  package static var hdf5Type: HDF5ElementType { .int8 }
}

extension Int32: HDF5Element {
  package static var hdf5Type: HDF5ElementType { .int32 }
}

extension Int64: HDF5Element {
  package static var hdf5Type: HDF5ElementType { .int64 }
}

extension UInt64: HDF5Element {
  package static var hdf5Type: HDF5ElementType { .uint64 }
}

extension Float: HDF5Element {
  package static var hdf5Type: HDF5ElementType { .float32 }
}

extension Double: HDF5Element {
  package static var hdf5Type: HDF5ElementType { .float64 }
}

/// The number types that `HDF5Element`s are stored as.
package enum HDF5ElementType: String, Sendable {
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

/// What a file says that a dataset or an attribute holds.
enum StoredType: Equatable {
  case integer(bits: Int, signed: Bool)
  case float(bits: Int)
  /// Every string as long as it is.
  case variableLengthString
  /// Every string takes this many bytes, filled up with null characters or spaces.
  case fixedLengthString(bytes: Int)
  /// None of those: the name of the library's type class.
  case other(String)

  /// - Parameters:
  ///   - type: an open datatype.
  ///   - location: for the error.
  init(of type: Handle, at location: Location) throws(HDF5Error) {
    let typeClass = HDF5Library.locked { H5Tget_class(type.id) }
    switch typeClass {
    case H5T_INTEGER:
      let sign = HDF5Library.locked { H5Tget_sign(type.id) }
      self = .integer(bits: Self.size(of: type) * 8, signed: sign == H5T_SGN_2)
    case H5T_FLOAT:
      self = .float(bits: Self.size(of: type) * 8)
    case H5T_STRING:
      let isVariable = try location.check("H5Tis_variable_str") { H5Tis_variable_str(type.id) } > 0
      self = isVariable ? .variableLengthString : .fixedLengthString(bytes: Self.size(of: type))
    default:
      self = .other(Self.classNames[typeClass.rawValue] ?? "unknown")
    }
  }

  private static func size(of type: Handle) -> Int {
    HDF5Library.locked { H5Tget_size(type.id) }
  }

  private static let classNames: [Int32: String] = [
    H5T_TIME.rawValue: "time", H5T_BITFIELD.rawValue: "bit field", H5T_OPAQUE.rawValue: "opaque",
    H5T_COMPOUND.rawValue: "compound", H5T_REFERENCE.rawValue: "reference", H5T_ENUM.rawValue: "enumeration",
    H5T_VLEN.rawValue: "sequence", H5T_ARRAY.rawValue: "array",
  ]

  /// Whether every value of this type is also a value of `other`: the only conversions done on reading. The
  /// library itself would clip and round without a word.
  func fits(in other: StoredType) -> Bool {
    switch (self, other) {
    case (.integer(let bits, let signed), .integer(let otherBits, let otherSigned)):
      signed == otherSigned ? bits <= otherBits : !signed && bits < otherBits
    case (.float(let bits), .float(let otherBits)):
      bits <= otherBits
    default:
      self == other
    }
  }
}

extension StoredType: CustomStringConvertible {
  var description: String {
    switch self {
    case .integer(let bits, let signed): (signed ? "int" : "uint") + String(bits)
    case .float(let bits): "float" + String(bits)
    case .variableLengthString: "string"
    case .fixedLengthString(let bytes): "string of \(bytes) bytes"
    case .other(let name): name
    }
  }
}
