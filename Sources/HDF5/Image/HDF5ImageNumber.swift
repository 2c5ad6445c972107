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
    case .float16: integers(bytes, UInt16.self, isBigEndian).map { Double(Float16(bitPattern: $0)) }
    case .bfloat16:
      integers(bytes, UInt16.self, isBigEndian).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .float32: integers(bytes, UInt32.self, isBigEndian).map { Double(Float(bitPattern: $0)) }
    case .float64: integers(bytes, UInt64.self, isBigEndian).map { Double(bitPattern: $0) }
    case .int8: integers(bytes, Int8.self, isBigEndian).map { Double($0) }
    case .int16: integers(bytes, Int16.self, isBigEndian).map { Double($0) }
    case .int32: integers(bytes, Int32.self, isBigEndian).map { Double($0) }
    case .int64: integers(bytes, Int64.self, isBigEndian).map { Double($0) }
    case .uint8: integers(bytes, UInt8.self, isBigEndian).map { Double($0) }
    case .uint16: integers(bytes, UInt16.self, isBigEndian).map { Double($0) }
    case .uint32: integers(bytes, UInt32.self, isBigEndian).map { Double($0) }
    case .uint64: integers(bytes, UInt64.self, isBigEndian).map { Double($0) }
    }
  }

  private func integers<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: ArraySlice<UInt8>, _: Integer.Type, _ isBigEndian: Bool
  ) -> [Integer] {
    bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count, by: MemoryLayout<Integer>.size).map { offset in
        let stored = buffer.loadUnaligned(fromByteOffset: offset, as: Integer.self)
        return isBigEndian ? Integer(bigEndian: stored) : Integer(littleEndian: stored)
      }
    }
  }
}
