import MemoryMeasures

/// A finished run in a journal of version 2: either the reason of its failure, or its values, column by column.
struct Version2Entry: Decodable {
  let run: Int
  private let failure: String?
  private let values: [String: [Double]]?

  init(text: ArraySlice<UInt8>) throws(JournalProblem) { self = try text.decoded() }

  /// Nil if the line says neither or both of measured and failed, or has not the values of the columns.
  func record<Value>(_ columns: [Column<Value>]) -> StoredRecord? {
    switch (values, failure) {
    case (nil, let reason?): return .failed(reason)
    case (let values?, nil):
      var row: [UInt8] = []
      for column in columns where column.restore != nil {
        guard let numbers = values[column.name], numbers.count == column.count,
          let values = column.kind.values(numbers)
        else { return nil }
        let start = row.count
        row += repeatElement(0, count: column.count * column.kind.byteCount)
        values.spread(over: &row, runs: 1, from: start, apart: 0)
      }
      return .row(row)
    default: return nil
    }
  }
}

extension ColumnKind {
  /// Nil for numbers that a column of this kind does not have.
  fileprivate func values(_ numbers: [Double]) -> ColumnValues? {
    switch self {
    case .flag:
      let values = numbers.compactMap { Int8(exactly: $0) }
      return values.count == numbers.count ? .flags(values) : nil
    case .count:
      let values = numbers.compactMap { Int32(exactly: $0) }
      return values.count == numbers.count ? .counts(values) : nil
    case .single: return .singles(numbers.map { Float($0) })
    case .number: return .numbers(numbers)
    }
  }
}
