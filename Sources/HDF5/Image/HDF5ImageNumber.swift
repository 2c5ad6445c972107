import Files

/// The number formats that are read from an HDF5 file in memory.
package enum HDF5ImageNumber: String, CaseIterable, Sendable {
  case float16, bfloat16, float32, float64
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64

  /// Bytes of one number.
  package var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  package var isInteger: Bool { exponentBits == nil }

  /// Nil for integers.
  var exponentBits: Int? {
    switch self {
    case .float16: 5
    case .bfloat16, .float32: 8
    case .float64: 11
    default: nil
    }
  }

  /// Numbers with the lowest byte of each first.
  func littleEndian(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> ArraySlice<UInt8> {
    guard isBigEndian else { return bytes }
    var bytes = Array(bytes)
    for start in stride(from: 0, to: bytes.count, by: size) { bytes[start..<start + size].reverse() }
    return bytes[...]
  }

  /// The numbers as float64, integers beyond 2^53 the nearest one.
  ///
  /// - Precondition: a whole number of them.
  package func doubles(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool = false) -> [Double] {
    precondition(bytes.count.isMultiple(of: size))
    return switch self {
    case .float16: Self.doubles(bytes, isBigEndian) { (bits: UInt16) in Double(Float16(bitPattern: bits)) }
    case .bfloat16:
      Self.doubles(bytes, isBigEndian) { (bits: UInt16) in Double(Float(bitPattern: UInt32(bits) << 16)) }
    case .float32: Self.doubles(bytes, isBigEndian) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case .float64: Self.doubles(bytes, isBigEndian) { (bits: UInt64) in Double(bitPattern: bits) }
    case .int8: Self.doubles(bytes, isBigEndian) { (integer: Int8) in Double(integer) }
    case .int16: Self.doubles(bytes, isBigEndian) { (integer: Int16) in Double(integer) }
    case .int32: Self.doubles(bytes, isBigEndian) { (integer: Int32) in Double(integer) }
    case .int64: Self.doubles(bytes, isBigEndian) { (integer: Int64) in Double(integer) }
    case .uint8: Self.doubles(bytes, isBigEndian) { (integer: UInt8) in Double(integer) }
    case .uint16: Self.doubles(bytes, isBigEndian) { (integer: UInt16) in Double(integer) }
    case .uint32: Self.doubles(bytes, isBigEndian) { (integer: UInt32) in Double(integer) }
    case .uint64: Self.doubles(bytes, isBigEndian) { (integer: UInt64) in Double(integer) }
    }
  }

  private static func doubles<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool, _ number: (Integer) -> Double
  ) -> [Double] {
    let size = MemoryLayout<Integer>.size
    return Array(inLargePages: bytes.count / size) { place, count in
      bytes.withUnsafeBytes { bytes in
        for index in 0..<bytes.count / size {
          let stored = bytes.loadUnaligned(fromByteOffset: index * size, as: Integer.self)
          let integer = isBigEndian ? Integer(bigEndian: stored) : Integer(littleEndian: stored)
          place.initializeElement(at: index, to: number(integer))
        }
      }
      count = bytes.count / size
    }
  }
}
