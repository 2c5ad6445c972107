import HDF5

/// The values of a variable, a coordinate or an attribute in the type in which the file has them, the last
/// axis running fastest.
public enum LabelledValues: Equatable, Sendable {
  case int8([Int8])
  case int32([Int32])
  case int64([Int64])
  case uint64([UInt64])
  case float32([Float])
  case float64([Double])
  case strings([String])

  /// Nil for a number type that results files do not have.
  init?(_ stored: HDF5ImageValues) {
    switch stored {
    case .strings(let strings): self = .strings(strings)
    case .numbers(.int8, let bytes): self = .int8(Self.integers(bytes))
    case .numbers(.int32, let bytes): self = .int32(Self.integers(bytes))
    case .numbers(.int64, let bytes): self = .int64(Self.integers(bytes))
    case .numbers(.uint64, let bytes): self = .uint64(Self.integers(bytes))
    case .numbers(.float32, let bytes):
      self = .float32(Self.integers(bytes, UInt32.self).map(Float.init(bitPattern:)))
    case .numbers(.float64, let bytes):
      self = .float64(Self.integers(bytes, UInt64.self).map(Double.init(bitPattern:)))
    case .numbers: return nil
    }
  }

  /// Integers with the lowest byte first.
  private static func integers<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: [UInt8], _ type: Integer.Type = Integer.self
  ) -> [Integer] {
    let size = MemoryLayout<Integer>.size
    return bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / size).map { index in
        Integer(littleEndian: buffer.loadUnaligned(fromByteOffset: index * size, as: Integer.self))
      }
    }
  }

  public var count: Int {
    switch self {
    case .int8(let values): values.count
    case .int32(let values): values.count
    case .int64(let values): values.count
    case .uint64(let values): values.count
    case .float32(let values): values.count
    case .float64(let values): values.count
    case .strings(let values): values.count
    }
  }

  /// The values as whole numbers; nil if they are of another type, or too large.
  public var integers: [Int]? {
    switch self {
    case .int8(let values): return values.map(Int.init)
    case .int32(let values): return values.map(Int.init)
    case .int64(let values): return values.map(Int.init)
    case .uint64(let values):
      let exact = values.compactMap { Int(exactly: $0) }
      return exact.count == values.count ? exact : nil
    case .float32, .float64, .strings: return nil
    }
  }

  /// Nil for numbers.
  public var strings: [String]? {
    guard case .strings(let strings) = self else { return nil }
    return strings
  }
}

extension LabelledValues {
  /// Floats are compared bit by bit: NaN, which stands for missing values, is equal to itself.
  public static func == (one: LabelledValues, other: LabelledValues) -> Bool {
    switch (one, other) {
    case (.int8(let values), .int8(let others)): values == others
    case (.int32(let values), .int32(let others)): values == others
    case (.int64(let values), .int64(let others)): values == others
    case (.uint64(let values), .uint64(let others)): values == others
    case (.float32(let values), .float32(let others)):
      values.lazy.map(\.bitPattern).elementsEqual(others.lazy.map(\.bitPattern))
    case (.float64(let values), .float64(let others)):
      values.lazy.map(\.bitPattern).elementsEqual(others.lazy.map(\.bitPattern))
    case (.strings(let values), .strings(let others)): values == others
    default: false
    }
  }
}
