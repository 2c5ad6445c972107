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
  /// As many values as the axes ask for of every run, one run after the other; of a run that has not as many, what stands
  /// for none.
  public let values: @Sendable ([Value]) -> ColumnValues
  /// The version of the measure's format since which files have it by this name, with this meaning.
  public private(set) var version = 1
  /// Its name before; nil if files had nothing of the kind, or something else by this name. It is then blank.
  public private(set) var formerName: String?
  /// Puts values where they came from, one run after the other; false if no run can have them. Nil for what follows from
  /// other columns.
  public let restore: (@Sendable (ColumnValues, inout [Value]) -> Bool)?
  /// The arithmetic revision of the measure that first had the column: results from before are without it.
  public private(set) var revision = 1

  /// A column of one's own, of values and restoring of a single run; most are made by the functions below.
  public init(
    _ name: String, _ kind: ColumnKind, along axes: [Axis] = [], _ longName: String, units: String = "1",
    values: @escaping @Sendable (Value) -> ColumnValues,
    restore: (@Sendable (ColumnValues, inout Value) -> Bool)? = nil
  ) {
    let count = Self.count(along: axes)
    var restoring: (@Sendable (ColumnValues, inout [Value]) -> Bool)?
    if let restore {
      restoring = { values, runs in
        for index in runs.indices
        where !restore(values[index * count..<(index + 1) * count], &runs[index]) { return false }
        return true
      }
    }
    self.init(
      name, kind, along: axes, longName, units: units,
      ofAll: { runs in
        var all = kind.noValues
        for run in runs {
          let found = values(run)
          all.append(found.count == count ? found : kind.missing(count))
        }
        return all
      }, restoringAll: restoring)
  }

  /// Of the values of all runs at once: there may be millions of short ones.
  private init(
    _ name: String, _ kind: ColumnKind, along axes: [Axis] = [], _ longName: String, units: String,
    ofAll values: @escaping @Sendable ([Value]) -> ColumnValues,
    restoringAll restore: (@Sendable (ColumnValues, inout [Value]) -> Bool)?
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
  public var count: Int { Self.count(along: axes) }

  /// The values of some of the runs, and what stands for none of the others.
  ///
  /// - Parameters:
  ///   - runs: that have values, in their order.
  ///   - areThere: for every run whether it is one of them.
  public func values(_ runs: [Value], where areThere: [Bool]) -> ColumnValues {
    let found = values(runs)
    guard runs.count < areThere.count else { return found }
    var (all, next) = (kind.noValues, 0)
    for isThere in areThere {
      all.append(isThere ? found[next * count..<(next + 1) * count] : kind.missing(count))
      if isThere { next += 1 }
    }
    return all
  }

  private static func count(along axes: [Axis]) -> Int { axes.reduce(1) { $0 * $1.count } }

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

  /// A whole number.
  public static func count(
    _ name: String, _ path: WritableKeyPath<Value, Int> & Sendable, _ longName: String, units: String = "1"
  ) -> Column {
    let place = PlaceInValue(path)
    return Column(
      name, .count, longName, units: units,
      ofAll: { .counts(place.parts(of: $0).map { Int32(clamping: $0) }) },
      restoringAll: { values, runs in
        guard case .counts(let counts) = values else { return false }
        return place.update(&runs) { $1 = Int(counts[$0]) }
      })
  }

  /// How something ended. The raw values are 0, 1, ...
  public static func outcome<Outcome: RawRepresentable<Int8> & CaseIterable & Sendable>(
    _ name: String, _ path: WritableKeyPath<Value, Outcome> & Sendable, meanings: [String],
    _ longName: String
  ) -> Column {
    let place = PlaceInValue(path)
    return Column(
      name, .flag(meanings), longName, units: "1", ofAll: { .flags(place.parts(of: $0).map(\.rawValue)) },
      restoringAll: { values, runs in
        guard case .flags(let flags) = values else { return false }
        let outcomes = flags.compactMap { Outcome(rawValue: $0) }
        return outcomes.count == flags.count && place.update(&runs) { $1 = outcomes[$0] }
      })
  }

  /// A number.
  public static func number(
    _ name: String, _ path: WritableKeyPath<Value, Double> & Sendable, _ longName: String,
    units: String = "1"
  ) -> Column {
    let place = PlaceInValue(path)
    return Column(
      name, .number, longName, units: units, ofAll: { .numbers(place.parts(of: $0)) },
      restoringAll: { values, runs in
        guard case .numbers(let numbers) = values else { return false }
        return place.update(&runs) { $1 = numbers[$0] }
      })
  }

  /// Numbers along an axis.
  public static func numbers(
    _ name: String, _ path: WritableKeyPath<Value, [Double]> & Sendable, along axes: Axis...,
    longName: String, units: String = "1"
  ) -> Column {
    let (place, count) = (PlaceInValue(path), count(along: axes))
    return Column(
      name, .number, along: axes, longName, units: units,
      ofAll: { .numbers(place.elements(of: $0, count, missing: .nan)) },
      restoringAll: { values, runs in
        guard case .numbers(let numbers) = values else { return false }
        return place.update(&runs) { $1 = Array(numbers[$0 * count..<($0 + 1) * count]) }
      })
  }

  /// Numbers along an axis, of which few digits matter.
  public static func singles(
    _ name: String, _ path: WritableKeyPath<Value, [Float]> & Sendable, along axes: [Axis],
    longName: String, units: String = "1"
  ) -> Column {
    let (place, count) = (PlaceInValue(path), count(along: axes))
    return Column(
      name, .single, along: axes, longName, units: units,
      ofAll: { .singles(place.elements(of: $0, count, missing: .nan)) },
      restoringAll: { values, runs in
        guard case .singles(let numbers) = values else { return false }
        return place.update(&runs) { $1 = Array(numbers[$0 * count..<($0 + 1) * count]) }
      })
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
      "\(name)_steps", reached: name, event, censored, get: { place.parts(of: $0) },
      update: { runs, change in place.update(&runs, change) })
  }

  /// Counts that may be censored: the steps, and whether they were reached.
  public static func steps(
    _ name: String, reached: String, along axes: [Axis],
    _ path: WritableKeyPath<Value, [CensoredSteps]> & Sendable, _ event: String,
    censored: String = "the horizon if never"
  ) -> [Column] {
    let (place, count) = (PlaceInValue(path), count(along: axes))
    let missing = CensoredSteps(steps: Int(ColumnKind.missingCount), reached: false)
    return steps(
      name, reached: reached, along: axes, event, censored,
      get: { place.elements(of: $0, count, missing: missing) },
      update: { runs, change in
        place.update(&runs) { run, counts in
          if counts.count != count { counts = Array(repeating: missing, count: count) }
          for index in counts.indices { change(run * count + index, &counts[index]) }
        }
      })
  }

  private static func steps(
    _ name: String, reached: String, along axes: [Axis] = [], _ event: String, _ censored: String,
    get: @escaping @Sendable ([Value]) -> [CensoredSteps],
    update: @escaping @Sendable (inout [Value], (Int, inout CensoredSteps) -> Void) -> Bool
  ) -> [Column] {
    [
      Column(
        name, .count, along: axes, "shared steps until \(event); \(censored)", units: "steps",
        ofAll: { .counts(get($0).map { Int32(clamping: $0.steps) }) },
        restoringAll: { values, runs in
          guard case .counts(let counts) = values else { return false }
          return update(&runs) { $1 = CensoredSteps(steps: Int(counts[$0]), reached: false) }
        }),
      Column(
        reached, .flag(["censored", "reached"]), along: axes, "whether \(event)", units: "1",
        ofAll: { .flags(get($0).map { $0.reached ? 1 : 0 }) },
        restoringAll: { values, runs in
          guard case .flags(let flags) = values, flags.allSatisfy({ $0 == 0 || $0 == 1 }) else {
            return false
          }
          // The steps' column comes before this one.
          return update(&runs) { $1.reached = flags[$0] == 1 }
        }),
    ]
  }
}
