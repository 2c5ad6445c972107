/// The number types in which files store sequences.
enum SequenceNumber {
  case float16, bfloat16, float32, float64
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64

  /// Numbers one after the other; integers beyond 2^53 become the nearest float64.
  ///
  /// - Precondition: a whole number of values.
  func values(in bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> [Double] {
    func integers<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type) -> [Integer] {
      let size = MemoryLayout<Integer>.size
      precondition(bytes.count % size == 0)
      return bytes.withUnsafeBytes { buffer in
        (0..<buffer.count / size).map { index in
          let stored = buffer.loadUnaligned(fromByteOffset: index * size, as: Integer.self)
          return isBigEndian ? Integer(bigEndian: stored) : Integer(littleEndian: stored)
        }
      }
    }
    return switch self {
    case .float16: integers(UInt16.self).map { Double(Float16(bitPattern: $0)) }
    case .bfloat16: integers(UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .float32: integers(UInt32.self).map { Double(Float(bitPattern: $0)) }
    case .float64: integers(UInt64.self).map { Double(bitPattern: $0) }
    case .int8: integers(Int8.self).map { Double($0) }
    case .int16: integers(Int16.self).map { Double($0) }
    case .int32: integers(Int32.self).map { Double($0) }
    case .int64: integers(Int64.self).map { Double($0) }
    case .uint8: integers(UInt8.self).map { Double($0) }
    case .uint16: integers(UInt16.self).map { Double($0) }
    case .uint32: integers(UInt32.self).map { Double($0) }
    case .uint64: integers(UInt64.self).map { Double($0) }
    }
  }
}
