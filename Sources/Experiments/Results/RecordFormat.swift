import MemoryMeasures

/// What became of a run, as it is kept in memory and in journals.
enum StoredRecord: Hashable, Sendable {
  /// The bytes of its columns, one after the other.
  case row([UInt8])
  case failed(String)
}

/// Makes rows of bytes of what runs of a plan found, and that of rows again: the values of every column of which
/// values are made, in their order, little-endian.
///
/// Equal bytes are equal records, since what is not a number is always the same one.
struct RecordFormat<M: Measure>: Sendable {
  /// Of the columns of which values are made, one by one: to look at a whole column takes longer than to read its values.
  private let names: [String]
  private let kinds: [ColumnKind]
  private let counts: [Int]
  /// Where each begins in a row.
  private let starts: [Int]
  private let values: [@Sendable (M.Value) -> ColumnValues]
  private let restore: [@Sendable (ColumnValues, inout M.Value) -> Bool]
  /// Of a row.
  let byteCount: Int
  private let settings: M.Settings
  /// A value of every precision, and the runs of a place on their axis.
  private let blanks: [M.Value]
  private let repeats: Int

  init(_ plan: Plan<M>) {
    let columns = plan.columns.filter { $0.restore != nil }
    names = columns.map(\.name)
    kinds = columns.map(\.kind)
    counts = columns.map(\.count)
    values = columns.map(\.values)
    restore = columns.compactMap(\.restore)
    var byteCount = 0
    starts = columns.map { column in
      defer { byteCount += column.count * column.kind.byteCount }
      return byteCount
    }
    self.byteCount = byteCount
    settings = plan.settings
    blanks = plan.precisions.map { M.blank(plan.settings, in: $0) }
    repeats = plan.layout.repeats
  }

  /// What a value has not as many numbers of as its column is missing of it.
  func stored(_ record: Record<M.Value>) -> StoredRecord {
    switch record {
    case .failed(let reason): return .failed(reason)
    case .measured(let value):
      var row: [UInt8] = []
      row.reserveCapacity(byteCount)
      for column in names.indices {
        let found = values[column](value)
        (found.count == counts[column] ? found : kinds[column].missing(counts[column])).append(to: &row)
      }
      return .row(row)
    }
  }

  /// Nil for a row that no run at this place can have.
  func value(_ row: ArraySlice<UInt8>, at place: Int) -> M.Value? {
    guard row.count == byteCount else { return nil }
    // The axis of precisions is the last but that of repeats.
    var value = blanks[blanks.count == 1 ? 0 : place / repeats % blanks.count]
    for column in names.indices {
      let found = kinds[column].values(row.dropFirst(starts[column]), count: counts[column])
      guard restore[column](found, &value) else { return nil }
    }
    return value
  }

  /// Whether a run at this place can have found this.
  func accepts(_ record: StoredRecord, at place: Int) -> Bool {
    guard case .row(let row) = record else { return true }
    return value(row[...], at: place).map { M.accepts($0, settings: settings) } ?? false
  }

  /// The place of a column's values in a row; nil for one that is not kept.
  func start(of column: Column<M.Value>) -> Int? {
    names.firstIndex(of: column.name).map { starts[$0] }
  }
}

extension ColumnKind {
  /// Of a value.
  var byteCount: Int {
    switch self {
    case .flag: 1
    case .count, .single: 4
    case .number: 8
    }
  }

  /// The values that a row of at least as many bytes begins with.
  func values(_ row: ArraySlice<UInt8>, count: Int) -> ColumnValues {
    switch self {
    case .flag: .flags(Self.values(row, count))
    case .count: .counts(Self.values(row, count))
    case .single: .singles(Self.values(row, count))
    case .number: .numbers(Self.values(row, count))
    }
  }

  @inline(__always)
  private static func values<Value: BitwiseCopyable>(_ row: ArraySlice<UInt8>, _ count: Int) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { values, filled in
      row.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(values).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes.prefix(count * MemoryLayout<Value>.stride)))
      }
      filled = count
    }
  }
}

extension ColumnValues {
  func append(to row: inout [UInt8]) {
    switch self {
    case .flags(let values): values.withUnsafeBytes { row.append(contentsOf: $0) }
    case .counts(let values): values.withUnsafeBytes { row.append(contentsOf: $0) }
    case .singles(let values):
      for value in values { Self.append(value.isNaN ? Float.nan : value, to: &row) }
    case .numbers(let values):
      for value in values { Self.append(value.isNaN ? Double.nan : value, to: &row) }
    }
  }

  @inline(__always)
  private static func append(_ number: some BitwiseCopyable, to row: inout [UInt8]) {
    withUnsafeBytes(of: number) { row.append(contentsOf: $0) }
  }
}
