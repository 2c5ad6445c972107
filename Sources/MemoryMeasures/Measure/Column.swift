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

/// A variable of results: what of a run's value it holds, and how the value is made of it again.
public struct Column<Value>: Sendable {
  /// The variable's name: "settled_steps".
  public let name: String
  /// The type of its values.
  public let kind: ColumnKind
  /// Its axes beyond those of the runs.
  public let axes: [Axis]
  /// What it holds, in words.
  public let longName: String
  /// 1 for a pure number.
  public let units: String
  /// As many values as the axes ask for.
  public let values: @Sendable (Value) -> ColumnValues
  /// The version of the measure's format since which files have it by this name, with this meaning.
  public private(set) var version = 1
  /// Its name before; nil if files had nothing of the kind, or something else by this name. It is then blank.
  public private(set) var formerName: String?
  /// Puts values where they came from; false if no run can have them. Nil for what follows from other columns.
  public let restore: (@Sendable (ColumnValues, inout Value) -> Bool)?
  /// The arithmetic revision of the measure that first had the column: results from before are without it.
  public private(set) var revision = 1

  /// A column of one's own; most are made by the functions below.
  public init(
    _ name: String, _ kind: ColumnKind, along axes: [Axis] = [], _ longName: String, units: String = "1",
    values: @escaping @Sendable (Value) -> ColumnValues,
    restore: (@Sendable (ColumnValues, inout Value) -> Bool)? = nil
  ) {
    self.name = name
    self.kind = kind
    self.axes = axes
    self.longName = longName
    self.units = units
    self.values = values
    self.restore = restore
  }

  /// Values of one run.
  public var count: Int { axes.reduce(1) { $0 * $1.count } }

  /// The same, of results since an arithmetic revision only.
  public func since(revision: Int) -> Column {
    var column = self
    column.revision = revision
    return column
  }

  /// Its name in files of a version of the format; nil if they do not have it.
  public func name(inVersion version: Int) -> String? { version < self.version ? formerName : name }

  // MARK: Declaring columns

  /// The column as files have it since a version of the format, and what they had before.
  public func since(_ version: Int, formerly name: String? = nil) -> Column {
    var column = self
    (column.version, column.formerName) = (version, name)
    return column
  }

  /// A column whose values lie at a path.
  ///
  /// - Parameters:
  ///   - wrap, unwrap: from what lies there to the column's values and back; nil for what no run can have.
  private init<Part>(
    _ name: String, _ kind: ColumnKind, _ path: WritableKeyPath<Value, Part> & Sendable, along axes: [Axis],
    _ longName: String, _ units: String, wrap: @escaping @Sendable (Part) -> ColumnValues,
    unwrap: @escaping @Sendable (ColumnValues) -> Part?
  ) {
    self.init(
      name, kind, along: axes, longName, units: units, values: { wrap($0[keyPath: path]) },
      restore: { values, value in
        guard let part = unwrap(values) else { return false }
        value[keyPath: path] = part
        return true
      })
  }

  /// A whole number.
  public static func count(
    _ name: String, _ path: WritableKeyPath<Value, Int> & Sendable, _ longName: String, units: String = "1"
  ) -> Column {
    Column(
      name, .count, path, along: [], longName, units, wrap: { .counts([Int32(clamping: $0)]) },
      unwrap: { if case .counts(let counts) = $0 { Int(counts[0]) } else { nil } })
  }

  /// How something ended. The raw values are 0, 1, ...
  public static func outcome<Outcome: RawRepresentable<Int8> & CaseIterable & Sendable>(
    _ name: String, _ path: WritableKeyPath<Value, Outcome> & Sendable, meanings: [String],
    _ longName: String
  ) -> Column {
    Column(
      name, .flag(meanings), path, along: [], longName, "1", wrap: { .flags([$0.rawValue]) },
      unwrap: { if case .flags(let flags) = $0 { Outcome(rawValue: flags[0]) } else { nil } })
  }

  /// A number.
  public static func number(
    _ name: String, _ path: WritableKeyPath<Value, Double> & Sendable, _ longName: String,
    units: String = "1"
  ) -> Column {
    Column(
      name, .number, path, along: [], longName, units, wrap: { .numbers([$0]) },
      unwrap: { if case .numbers(let numbers) = $0 { numbers[0] } else { nil } })
  }

  /// Numbers along an axis.
  public static func numbers(
    _ name: String, _ path: WritableKeyPath<Value, [Double]> & Sendable, along axes: Axis...,
    longName: String, units: String = "1"
  ) -> Column {
    Column(
      name, .number, path, along: axes, longName, units, wrap: { .numbers($0) },
      unwrap: { if case .numbers(let numbers) = $0 { numbers } else { nil } })
  }

  /// Numbers along an axis, of which few digits matter.
  public static func singles(
    _ name: String, _ path: WritableKeyPath<Value, [Float]> & Sendable, along axes: [Axis],
    longName: String, units: String = "1"
  ) -> Column {
    Column(
      name, .single, path, along: axes, longName, units, wrap: { .singles($0) },
      unwrap: { if case .singles(let numbers) = $0 { numbers } else { nil } })
  }

  /// What follows from other columns.
  public static func derived(
    _ name: String, along axes: [Axis] = [], _ longName: String, units: String = "1",
    _ number: @escaping @Sendable (Value) -> [Double]
  ) -> Column {
    Column(name, .number, along: axes, longName, units: units, values: { .numbers(number($0)) })
  }

  /// Whether something holds, along an axis: what follows from other columns. The meanings are those of false and true.
  public static func flags(
    _ name: String, along axis: Axis, meanings: [String], _ longName: String,
    _ flags: @escaping @Sendable (Value) -> [Bool]
  ) -> Column {
    Column(
      name, .flag(meanings), along: [axis], longName, values: { .flags(flags($0).map { $0 ? 1 : 0 }) })
  }

  /// A count that may be censored: the steps, and whether they were reached, by the names NAME_steps and NAME.
  ///
  /// - Parameters:
  ///   - name: NAME.
  ///   - path: where a run has it.
  ///   - event: what is reached, in words.
  ///   - censored: what the steps are where they were not reached.
  public static func steps(
    _ name: String, _ path: WritableKeyPath<Value, CensoredSteps> & Sendable, _ event: String,
    censored: String = "the horizon if never"
  ) -> [Column] {
    steps(
      "\(name)_steps", reached: name, event, censored, get: { [$0[keyPath: path]] },
      set: { counts, value in for count in counts { value[keyPath: path] = count } })
  }

  /// Counts that may be censored: the steps, and whether they were reached.
  public static func steps(
    _ name: String, reached: String, along axes: [Axis],
    _ path: WritableKeyPath<Value, [CensoredSteps]> & Sendable, _ event: String,
    censored: String = "the horizon if never"
  ) -> [Column] {
    steps(
      name, reached: reached, along: axes, event, censored, get: { $0[keyPath: path] },
      set: { $1[keyPath: path] = $0 })
  }

  private static func steps(
    _ name: String, reached: String, along axes: [Axis] = [], _ event: String, _ censored: String,
    get: @escaping @Sendable (Value) -> [CensoredSteps],
    set: @escaping @Sendable ([CensoredSteps], inout Value) -> Void
  ) -> [Column] {
    [
      Column(
        name, .count, along: axes, "shared steps until \(event); \(censored)", units: "steps",
        values: { .counts(get($0).map { Int32(clamping: $0.steps) }) },
        restore: { values, value in
          guard case .counts(let counts) = values else { return false }
          set(counts.map { CensoredSteps(steps: Int($0), reached: false) }, &value)
          return true
        }),
      Column(
        reached, .flag(["censored", "reached"]), along: axes, "whether \(event)",
        values: { .flags(get($0).map { $0.reached ? 1 : 0 }) },
        restore: { values, value in
          guard case .flags(let flags) = values, flags.allSatisfy({ $0 == 0 || $0 == 1 }) else {
            return false
          }
          // The steps, whose column comes before this one.
          set(zip(get(value), flags).map { CensoredSteps(steps: $0.steps, reached: $1 == 1) }, &value)
          return true
        }),
    ]
  }
}
