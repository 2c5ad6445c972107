import MemoryMeasures

/// The finished runs of a plan: for millions of them, a row of bytes each, in order of their places when they are asked
/// for one after the other.
package struct Records<M: Measure>: Sendable {
  private let plan: Plan<M>
  private let format: RecordFormat<M>
  /// The number of every place's row, of its reason as -2, -3, ..., or -1 for neither; empty as long as there are none.
  private var entries: [Int32] = []
  private var rows: [UInt8] = []
  private var rowCount = 0
  private var reasons: [String] = []

  /// None yet.
  init(of plan: Plan<M>) {
    self.plan = plan
    format = RecordFormat(plan)
  }

  /// - Parameter records: those that are not of the plan are left out.
  init(of plan: Plan<M>, _ records: [Run: Record<M.Value>]) {
    self.init(of: plan)
    for (run, record) in records {
      if let place = plan.layout.place(of: run) { add(format.stored(record), at: place) }
    }
  }

  package var count: Int { rowCount + reasons.count }
  package var isEmpty: Bool { count == 0 }
  package var failedCount: Int { reasons.count }

  // MARK: Stored records

  /// Has room for so many more made, in one piece.
  mutating func reserve(_ count: Int) {
    rows.reserveCapacity(rows.count + count * format.byteCount)
  }

  /// - Precondition: the plan has the place, and a run there may have such a record.
  /// - Returns: false if the run has another one, which stays.
  @discardableResult
  mutating func add(_ record: StoredRecord, at place: Int) -> Bool {
    if let known = stored(at: place) { return known == record }
    if entries.isEmpty { entries = Array(repeating: -1, count: plan.layout.placeCount) }
    switch record {
    case .row(let row):
      rows += row
      entries[place] = Int32(clamping: rowCount)
      rowCount += 1
    case .failed(let reason):
      reasons.append(reason)
      entries[place] = -1 - Int32(clamping: reasons.count)
    }
    return true
  }

  func contains(_ place: Int) -> Bool { entry(place) != -1 }

  private func entry(_ place: Int) -> Int { entries.isEmpty ? -1 : Int(entries[place]) }

  private func row(_ entry: Int) -> ArraySlice<UInt8> {
    rows[entry * format.byteCount..<(entry + 1) * format.byteCount]
  }

  /// Nil if the run at the place is not finished.
  func stored(at place: Int) -> StoredRecord? {
    switch entry(place) {
    case -1: nil
    case let entry where entry < 0: .failed(reasons[-2 - entry])
    case let entry: .row(Array(row(entry)))
    }
  }

  /// All of them, with their places.
  var stored: some Sequence<(place: Int, record: StoredRecord)> {
    entries.indices.lazy.compactMap { place in stored(at: place).map { (place, $0) } }
  }

  /// Why the run at a place failed; nil if it did not.
  func reason(at place: Int) -> String? {
    let entry = entry(place)
    return entry < -1 ? reasons[-2 - entry] : nil
  }

  func status(at place: Int) -> RunStatus {
    let entry = entry(place)
    return entry == -1 ? .missing : entry < 0 ? .failed : .done
  }

  /// What was measured at these places, in their order; nothing of a run that failed or is not finished.
  func values(at places: some Collection<Int>) -> [M.Value] {
    var found: [M.Value] = []
    found.reserveCapacity(places.count)
    var rest = places[...]
    while !rest.isEmpty {
      let places = rest.prefix(format.rowsAtOnce).filter { entry($0) >= 0 }
      guard let values = format.values(rows, places.map(entry), at: places) else {
        preconditionFailure("a record that no run can have")
      }
      found += values
      rest = rest.dropFirst(format.rowsAtOnce)
    }
    return found
  }

  /// Places whose values are made together.
  var rowsAtOnce: Int { format.rowsAtOnce }

  /// A column at these places, with what stands for values that there are not; nil for one that is not kept.
  func values(of column: Column<M.Value>, at places: [Int]) -> ColumnValues? {
    format.values(of: column, rows, runs: places.count) { [entries] run in
      entries.isEmpty ? -1 : Swift.max(-1, Int(entries[places[run]]))
    }
  }

  // MARK: Records of runs

  package subscript(run: Run) -> Record<M.Value>? { plan.layout.place(of: run).flatMap { self[place: $0] } }

  private subscript(place place: Int) -> Record<M.Value>? {
    reason(at: place).map { .failed(reason: $0) } ?? values(at: [place]).first.map { .measured($0) }
  }

  /// The records at these places.
  func filter(places isIncluded: (Int) -> Bool) -> Records {
    var found = Records(of: plan)
    for place in entries.indices where contains(place) && isIncluded(place) {
      if let record = stored(at: place) { found.add(record, at: place) }
    }
    return found
  }

  /// The records of the runs of a smaller plan.
  func of(_ plan: Plan<M>) -> Records {
    var found = Records(of: plan)
    for place in 0..<plan.layout.placeCount {
      let own = plan.layout.run(at: place).flatMap(self.plan.layout.place)
      if let record = own.flatMap(stored) { found.add(record, at: place) }
    }
    return found
  }

  /// The records of one of several precisions, as those of a plan of that one alone.
  func of(precision: Int, alone plan: Plan<M>) -> Records {
    var found = Records(of: plan)
    let (repeats, precisions) = (self.plan.layout.repeats, self.plan.precisions.count)
    for place in entries.indices where place / repeats % precisions == precision {
      if let record = stored(at: place) {
        found.add(record, at: place / repeats / precisions * repeats + place % repeats)
      }
    }
    return found
  }
}

extension Records: Sequence {
  package typealias Element = (key: Run, value: Record<M.Value>)

  package struct Iterator: IteratorProtocol {
    fileprivate let records: Records
    fileprivate var place = 0
    /// Of the next places, the last of them first.
    fileprivate var values: [M.Value] = []

    package mutating func next() -> Element? {
      while place < records.entries.count {
        defer { place += 1 }
        guard records.contains(place), let run = records.plan.layout.run(at: place) else { continue }
        if let reason = records.reason(at: place) { return (run, .failed(reason: reason)) }
        if values.isEmpty {
          let end = Swift.min(place + records.rowsAtOnce, records.entries.count)
          values = records.values(at: place..<end).reversed()
        }
        return (run, .measured(values.removeLast()))
      }
      return nil
    }
  }

  /// In the order of the plan.
  package func makeIterator() -> Iterator { Iterator(records: self) }
  package var underestimatedCount: Int { count }

  package var keys: some Sequence<Run> { lazy.map(\.key) }
  package var values: some Sequence<Record<M.Value>> { lazy.map(\.value) }

  package func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> [Run: Record<M.Value>] {
    var found: [Run: Record<M.Value>] = [:]
    for element in self where try isIncluded(element) { found[element.key] = element.value }
    return found
  }
}
