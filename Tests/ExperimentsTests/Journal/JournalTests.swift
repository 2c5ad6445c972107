import Files
import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct JournalTests {
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
    path = folder.path("x.h5.journal")
  }

  private func open(overwrites: Bool = false) throws -> Journal<Divergence> {
    try Journal(path, plan: plan, shard: .whole, overwrites: overwrites)
  }

  /// Writes a journal of the first runs of the plan; returns their records.
  @discardableResult
  private func writeJournal(runs count: Int) throws -> [Run: Record<DivergenceMeasurement>] {
    let journal = try open()
    try journal.begin()
    var records: [Run: Record<DivergenceMeasurement>] = [:]
    for (index, run) in plan.runs.prefix(count).enumerated() {
      let record =
        index == 2
        ? Record<DivergenceMeasurement>.failed(reason: "output not finite at shared step 4")
        : .measured(Example.measurement(of: run, in: plan))
      try journal.append(run, record)
      records[run] = record
    }
    return records
  }

  @Test func whatIsAppendedIsRead() throws {
    let records = try writeJournal(runs: 10)
    #expect(try plan.agree(open().records, records))
  }

  @Test func everyNumberSurvives() throws {
    let plan = try Example.plan(thresholds: [], recordsCurve: true)
    let run = plan.runs[0]
    var values: [Float] = [.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, .pi, 8.589973e9]
    let count = plan.settings.curveSteps.count
    var bits: UInt32 = 1
    while values.count < count {
      bits = bits &* 1_664_525 &+ 1_013_904_223
      values.append(Float(bitPattern: bits))
    }
    for number in [Double.nan, .infinity, -0.0, .leastNonzeroMagnitude, 1 / 3, .greatestFiniteMagnitude] {
      var measurement = Example.measurement(of: run, in: plan)
      measurement.curve = Array(values.prefix(count))
      measurement.decay.rate = number
      measurement.floor.largest = number
      measurement.finalDifference = number
      let record = Record.measured(measurement)
      let columns = Divergence.columns(plan.settings)
      let line = try JournalLine.encode(JournalEntry(0, record, columns: columns))
      let entry = try JournalLine.decode(JournalEntry.self, from: line.dropLast())
      let found = try #require(entry.record(of: Divergence.self, columns, plan.settings, in: .float32))
      #expect(plan.areEqual(found, record))
      guard case .measured(let value) = found else { continue }
      // But for what is not a number, which has no sign.
      #expect(zip(value.curve, measurement.curve).allSatisfy { $0.bitPattern == $1.bitPattern || $1.isNaN })
    }
  }

  @Test func tornAtEveryByteItResumesWithTheWholeLines() throws {
    let records = try writeJournal(runs: 4)
    let whole = try bytes(of: path)
    let lineEnds = whole.indices.filter { whole[$0] == UInt8(ascii: "\n") }
    for length in 0...whole.count {
      try writeBytes(whole.prefix(length), to: path)
      let wholeLines = lineEnds.count { $0 < length }
      let journal = try open()
      let expected = Set(plan.runs.prefix(max(0, wholeLines - 1)))
      #expect(plan.agree(journal.records, records.filter { expected.contains($0.key) }))

      try journal.begin()
      for run in plan.runs.prefix(4) where journal.records[run] == nil {
        try journal.append(run, try #require(records[run]))
      }
      #expect(try bytes(of: path) == whole)
    }
  }

  @Test func aFlippedByteIsAnErrorOrDropsTheTornEnd() throws {
    let records = try writeJournal(runs: 3)
    let whole = try bytes(of: path)
    let newline = UInt8(ascii: "\n")
    for index in whole.indices {
      // Any bit, all bits, and what makes an end of a line where there is none.
      let masks = [1 << UInt8(index % 8), 0xff, whole[index] ^ newline].filter { $0 != 0 }
      var damaged = whole
      damaged[index] ^= masks[index % masks.count]
      try writeBytes(damaged, to: path)
      do {
        let found = try open().records
        #expect(plan.agree(found, records.filter { found[$0.key] != nil }))
        // Only the end of the last line can pass for torn.
        #expect(index == whole.count - 1)
      } catch JournalError.malformed(path, let line, _) {
        #expect(line == whole[..<index].count { $0 == newline } + 1)
      }
      #expect(try bytes(of: path) == damaged)
    }
  }

  @Test func refusesAnotherPlan() throws {
    try writeJournal(runs: 3)
    let other = try Example.plan(seed: 8)
    let before = try bytes(of: path)
    #expect(throws: SweepOutputError.journalHoldsOtherPlan(path: path, difference: .key("seed"))) {
      try Journal(path, plan: other, shard: .whole, overwrites: false)
    }
    let part = try Shard("1/2")
    #expect(throws: SweepOutputError.journalHoldsOtherPlan(path: path, difference: .shard(.whole, part))) {
      try Journal(path, plan: plan, shard: part, overwrites: false)
    }
    #expect(try bytes(of: path) == before)

    let replacing = try Journal(path, plan: other, shard: .whole, overwrites: true)
    #expect(replacing.records.isEmpty)
    #expect(try bytes(of: path) == before)
    try replacing.begin()
    try replacing.append(Example.run(), .failed(reason: "test"))
    #expect(folder.names == ["x.h5.journal"])
    #expect(try JournalContents<Divergence>(bytes(of: path), path: path).header?.plan == other)
    #expect(throws: OutputError.inUse(path: path)) {
      try Journal(path, plan: other, shard: .whole, overwrites: true)
    }
  }

  @Test func refusesWhatIsNoJournal() throws {
    try writeBytes("my precious notes".utf8, to: path)
    #expect(throws: JournalError.malformed(path: path, line: 1, .notAJournalLine)) { try open() }
    try writeBytes("my precious notes\n".utf8, to: path)
    #expect(throws: JournalError.malformed(path: path, line: 1, .notAJournalLine)) { try open() }
    #expect(try open(overwrites: true).records.isEmpty)
    #expect(try bytes(of: path) == Array("my precious notes\n".utf8))
  }

  @Test func refusesRunsThatDoNotBelong() throws {
    try writeJournal(runs: 1)
    let before = try bytes(of: path)
    let columns = Divergence.columns(plan.settings)
    func expectProblem(
      _ problem: JournalProblem, place: Int, _ record: Record<DivergenceMeasurement>
    ) throws {
      let entry = JournalEntry(place, record, columns: columns)
      try writeBytes(before + JournalLine.encode(entry), to: path)
      #expect(throws: JournalError.malformed(path: path, line: 3, problem)) { try open() }
    }
    for stranger in [16, -1] {
      try expectProblem(
        .outsidePlan(RunLabel([("run", "\(stranger)")])), place: stranger, .failed(reason: ""))
    }
    let known = plan.runs[0]
    try expectProblem(.contradictsEarlierLine(plan.label(of: known)), place: 0, .failed(reason: ""))
    let next = plan.runs[1]
    var measurement = Example.measurement(of: next, in: plan)
    measurement.thresholds.removeLast()
    try expectProblem(.outsidePlan(plan.label(of: next)), place: 1, .measured(measurement))
    measurement = Example.measurement(of: next, in: plan)
    measurement.settled = CensoredSteps(steps: plan.settings.horizon + 1, reached: true)
    try expectProblem(.outsidePlan(plan.label(of: next)), place: 1, .measured(measurement))
  }

  @Test func aLineTwiceIsNoContradiction() throws {
    let records = try writeJournal(runs: 1)
    let whole = try bytes(of: path)
    let lines = whole.split(separator: UInt8(ascii: "\n"))
    try writeBytes(whole + lines[1] + [UInt8(ascii: "\n")], to: path)
    #expect(try plan.agree(open().records, records))
  }

  @Test func refusesLaterFormats() throws {
    struct Header: Encodable {
      let journal: Int
    }
    try writeBytes(JournalLine.encode(Header(journal: 3)), to: path)
    #expect(throws: JournalError.malformed(path: path, line: 1, .unsupportedVersion(3))) { try open() }
  }

  @Test func isForOneWriterAtATime() throws {
    let first = try open()
    #expect(throws: OutputError.inUse(path: path)) { try open() }
    withExtendedLifetime(first) {}
  }

  @Test func refusesPathsThatAreNoFiles() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: OutputError.notAFile(path: path)) { try open() }
    #expect(throws: OutputError.notAFile(path: "/dev/null")) {
      try Journal("/dev/null", plan: plan, shard: .whole, overwrites: false)
    }
  }
}

@Suite struct CRC32Tests {
  /// The check value that every description of the algorithm gives.
  @Test func checkValue() {
    #expect(CRC32.checksum("123456789".utf8) == 0xcbf4_3926)
    #expect(CRC32.checksum([]) == 0)
  }
}
