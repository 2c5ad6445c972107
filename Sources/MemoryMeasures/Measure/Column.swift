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
    let place = PlaceInValue(path)
    self.init(
      name, kind, along: axes, longName, units: units, values: { wrap(place.part(of: $0)) },
      restore: { values, value in
        guard let part = unwrap(values) else { return false }
        place.set(part, of: &value)
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
    let place = PlaceInValue(path)
    return steps(
      "\(name)_steps", reached: name, event, censored, get: { [place.part(of: $0)] },
      set: { counts, value in for count in counts { place.set(count, of: &value) } })
  }

  /// Counts that may be censored: the steps, and whether they were reached.
  public static func steps(
    _ name: String, reached: String, along axes: [Axis],
    _ path: WritableKeyPath<Value, [CensoredSteps]> & Sendable, _ event: String,
    censored: String = "the horizon if never"
  ) -> [Column] {
    let place = PlaceInValue(path)
    return steps(
      name, reached: reached, along: axes, event, censored, get: { place.part(of: $0) },
      set: { place.set($0, of: &$1) })
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

/// What lies at a path of values: of one that is stored in them by its first byte, since to follow a path takes longer
/// than all else that is done with a column of a tiny run.
private struct PlaceInValue<Value, Part>: Sendable {
  private let path: WritableKeyPath<Value, Part> & Sendable
  private let offset: Int?

  init(_ path: WritableKeyPath<Value, Part> & Sendable) {
    self.path = path
    offset = MemoryLayout<Value>.offset(of: path)
  }

  func part(of value: Value) -> Part {
    guard let offset else { return value[keyPath: path] }
    return withUnsafePointer(to: value) {
      (UnsafeRawPointer($0) + offset).assumingMemoryBound(to: Part.self).pointee
    }
  }

  func set(_ part: Part, of value: inout Value) {
    guard let offset else { return value[keyPath: path] = part }
    withUnsafeMutablePointer(to: &value) {
      (UnsafeMutableRawPointer($0) + offset).assumingMemoryBound(to: Part.self).pointee = part
    }
  }
}
