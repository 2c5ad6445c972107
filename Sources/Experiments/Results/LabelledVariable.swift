import HDF5
import MemoryMeasures

/// An array of a results file whose axes have names.
package struct LabelledVariable: Equatable, Sendable {
  package let name: String
  /// The names of its axes, slowest first; a coordinate's own.
  package let dimensions: [String]
  /// The lengths of its axes.
  package let shape: [Int]
  package let values: LabelledValues
  /// One value that stands for none, of the type of the values; nil if there is none. NaN stands for none as
  /// well.
  package let fill: LabelledValues?
  /// What its values mean, if it is a flag.
  package let flags: [LabelledFlag]
  /// What else the file says about it: `long_name`, `units` and the like.
  package let attributes: [LabelledAttribute]

  package init(
    name: String, dimensions: [String], shape: [Int], values: LabelledValues, fill: LabelledValues? = nil,
    flags: [LabelledFlag] = [], attributes: [LabelledAttribute] = []
  ) {
    self.name = name
    self.dimensions = dimensions
    self.shape = shape
    self.values = values
    self.fill = fill
    self.flags = flags
    self.attributes = attributes
  }

  /// The text of an attribute; empty if there is none.
  package func text(_ attribute: String) -> String {
    attributes.first { $0.name == attribute }?.values.strings?.first ?? ""
  }

  /// Whether there is no value at a place: a run that is not done, or one of no use for this variable.
  package func isMissing(_ index: Int) -> Bool {
    switch (values, fill) {
    case (.int8(let values), .int8(let fill)): values[index] == fill.first
    case (.int8(let values), nil): values[index] == ColumnKind.missingFlag
    case (.int32(let values), .int32(let fill)): values[index] == fill.first
    case (.int32(let values), nil): values[index] == ColumnKind.missingCount
    case (.int64(let values), .int64(let fill)): values[index] == fill.first
    case (.uint64(let values), .uint64(let fill)): values[index] == fill.first
    case (.float32(let values), _): values[index].isNaN
    case (.float64(let values), _): values[index].isNaN
    default: false
    }
  }
}

/// A value of a flag variable and what it means (CF conventions, section 3.5: `flag_values`,
/// `flag_meanings`).
package struct LabelledFlag: Equatable, Sendable {
  package let value: Int
  package let meaning: String

  package init(value: Int, meaning: String) {
    self.value = value
    self.meaning = meaning
  }
}

/// The values of a variable, a coordinate or an attribute in the type in which the file has them, the last
/// axis running fastest.
package enum LabelledValues: Equatable, Sendable {
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

  package var count: Int {
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

  /// The type of the values, as errors name it.
  var typeName: String {
    switch self {
    case .int8: "int8"
    case .int32: "int32"
    case .int64: "int64"
    case .uint64: "uint64"
    case .float32: "float32"
    case .float64: "float64"
    case .strings: "text"
    }
  }

  /// The values as whole numbers; nil if they are of another type, or too large.
  package var integers: [Int]? {
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
  package var strings: [String]? {
    guard case .strings(let strings) = self else { return nil }
    return strings
  }
}

extension LabelledValues {
  /// Floats are compared bit by bit: NaN, which stands for missing values, is equal to itself.
  package static func == (one: LabelledValues, other: LabelledValues) -> Bool {
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
