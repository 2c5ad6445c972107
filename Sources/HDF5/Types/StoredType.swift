import CHDF5

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
