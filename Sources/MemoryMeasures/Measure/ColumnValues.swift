/// What one or several runs have in a column, the last axis fastest.
public enum ColumnValues: Sendable {
  /// Flags and codes.
  case flags([Int8])
  /// Whole numbers.
  case counts([Int32])
  /// Numbers of which few digits matter.
  case singles([Float])
  /// Numbers.
  case numbers([Double])

  /// How many values.
  public var count: Int {
    switch self {
    case .flags(let values): values.count
    case .counts(let values): values.count
    case .singles(let values): values.count
    case .numbers(let values): values.count
    }
  }

  /// Some of the values, in their order.
  public subscript(range: Range<Int>) -> ColumnValues {
    switch self {
    case .flags(let values): .flags(Array(values[range]))
    case .counts(let values): .counts(Array(values[range]))
    case .singles(let values): .singles(Array(values[range]))
    case .numbers(let values): .numbers(Array(values[range]))
    }
  }

  /// Those of some runs, by their numbers, of which each has as many.
  public func of(runs: [Int], count: Int) -> ColumnValues {
    func values<Value>(_ all: [Value]) -> [Value] { runs.flatMap { all[$0 * count..<($0 + 1) * count] } }
    return switch self {
    case .flags(let all): .flags(values(all))
    case .counts(let all): .counts(values(all))
    case .singles(let all): .singles(values(all))
    case .numbers(let all): .numbers(values(all))
    }
  }

  /// Appends values of the same type. What is not a number is always stored as the same one, since the bits of a NaN
  /// depend on where it came from.
  public mutating func append(_ other: ColumnValues) {
    switch (self, other) {
    case (.flags(var values), .flags(let others)):
      self = .flags([])
      values += others
      self = .flags(values)
    case (.counts(var values), .counts(let others)):
      self = .counts([])
      values += others
      self = .counts(values)
    case (.singles(var values), .singles(let others)):
      self = .singles([])
      values += others.lazy.map { $0.isNaN ? .nan : $0 }
      self = .singles(values)
    case (.numbers(var values), .numbers(let others)):
      self = .numbers([])
      values += others.lazy.map { $0.isNaN ? .nan : $0 }
      self = .numbers(values)
    default: preconditionFailure("values of two types in one column")
    }
  }

  /// Whether both have the same bits, but for numbers that are not numbers, which are all the same.
  public func isIdentical(to other: ColumnValues) -> Bool {
    switch (self, other) {
    case (.flags(let values), .flags(let others)): values == others
    case (.counts(let values), .counts(let others)): values == others
    case (.singles(let values), .singles(let others)): values.elementsEqual(others, by: Self.same)
    case (.numbers(let values), .numbers(let others)): values.elementsEqual(others, by: Self.same)
    default: false
    }
  }

  private static func same<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number) -> Bool {
    (left == right && left.sign == right.sign) || (left.isNaN && right.isNaN)
  }
}

/// What the values of a column are, which decides their type in results files.
public enum ColumnKind: Hashable, Sendable {
  /// Whole numbers of 32 bits.
  case count
  /// The numbers 0, 1, ... of 8 bits with these meanings.
  case flag([String])
  /// Of 32 bits.
  case single
  /// Of 64 bits.
  case number

  /// None, of its type.
  public var noValues: ColumnValues {
    switch self {
    case .count: .counts([])
    case .flag: .flags([])
    case .single: .singles([])
    case .number: .numbers([])
    }
  }

  /// What stands for values that there are not: masked by readers of netCDF.
  public func missing(_ count: Int) -> ColumnValues {
    switch self {
    case .count: .counts(Array(repeating: Self.missingCount, count: count))
    case .flag: .flags(Array(repeating: Self.missingFlag, count: count))
    case .single: .singles(Array(repeating: .nan, count: count))
    case .number: .numbers(Array(repeating: .nan, count: count))
    }
  }

  /// In place of a count that is not there.
  public static let missingCount = Int32.min
  /// In place of a flag that is not there.
  public static let missingFlag = Int8.min
}
