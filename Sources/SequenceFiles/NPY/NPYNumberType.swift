/// The numbers of an array, as its `descr` names them: `<f8`, `>i2`, `|u1`.
struct NPYNumberType: Equatable {
  private enum Kind: String {
    case float16 = "f2"
    case float32 = "f4"
    case float64 = "f8"
    case int8 = "i1"
    case int16 = "i2"
    case int32 = "i4"
    case int64 = "i8"
    case uint8 = "u1"
    case uint16 = "u2"
    case uint32 = "u4"
    case uint64 = "u8"
  }

  private let kind: Kind
  private let isBigEndian: Bool
  /// Bytes of one number.
  let size: Int

  /// Nil for whatever is not a number of one of those kinds. A byte order is asked for where there is one.
  init?(descriptor: String) {
    guard let order = descriptor.first, let kind = Kind(rawValue: String(descriptor.dropFirst())),
      let size = descriptor.last?.wholeNumberValue
    else { return nil }
    switch order {
    case "<": isBigEndian = false
    case ">": isBigEndian = true
    case "|" where size == 1: isBigEndian = false
    default: return nil
    }
    self.kind = kind
    self.size = size
  }

  /// - Precondition: a whole number of values.
  func values(in bytes: ArraySlice<UInt8>) -> [Double] {
    switch kind {
    case .float16: integers(in: bytes, UInt16.self).map { Double(Float16(bitPattern: $0)) }
    case .float32: integers(in: bytes, UInt32.self).map { Double(Float(bitPattern: $0)) }
    case .float64: integers(in: bytes, UInt64.self).map { Double(bitPattern: $0) }
    case .int8: integers(in: bytes, Int8.self).map { Double($0) }
    case .int16: integers(in: bytes, Int16.self).map { Double($0) }
    case .int32: integers(in: bytes, Int32.self).map { Double($0) }
    case .int64: integers(in: bytes, Int64.self).map { Double($0) }
    case .uint8: integers(in: bytes, UInt8.self).map { Double($0) }
    case .uint16: integers(in: bytes, UInt16.self).map { Double($0) }
    case .uint32: integers(in: bytes, UInt32.self).map { Double($0) }
    case .uint64: integers(in: bytes, UInt64.self).map { Double($0) }
    }
  }

  private func integers<Integer: FixedWidthInteger & BitwiseCopyable>(
    in bytes: ArraySlice<UInt8>, _: Integer.Type
  ) -> [Integer] {
    precondition(bytes.count % size == 0 && MemoryLayout<Integer>.size == size)
    return bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / size).map { index in
        let stored = buffer.loadUnaligned(fromByteOffset: index * size, as: Integer.self)
        return isBigEndian ? Integer(bigEndian: stored) : Integer(littleEndian: stored)
      }
    }
  }
}
