import Files
import Foundation
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

@Suite struct JournalTests {
  private typealias Entry = JournalEntry<DivergencePlan>

  private let folder: TemporaryFolder
  private let plan: DivergencePlan
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
    path = folder.path("x.h5.journal")
  }

  private func open(overwrites: Bool = false) throws -> Journal<DivergencePlan> {
    try Journal(path, plan: plan, shard: .whole, overwrites: overwrites)
  }

  /// Writes a journal of the first runs of the plan; returns their records.
  @discardableResult
  private func writeJournal(runs count: Int) throws -> [RunCoordinates: RunRecord] {
    let journal = try open()
    try journal.begin()
    var records: [RunCoordinates: RunRecord] = [:]
    for (index, run) in plan.grid.coordinates.prefix(count).enumerated() {
      let record =
        index == 2
        ? RunRecord.failed(reason: "output not finite at shared step 4")
        : .measured(Example.measurement(of: run, in: plan))
      try journal.append(run, record)
      records[run] = record
    }
    return records
  }

  @Test func whatIsAppendedIsRead() throws {
    let records = try writeJournal(runs: 10)
    #expect(try open().records == records)
  }

  @Test func everyNumberSurvives() throws {
    let plan = try Example.plan(thresholds: [], recordsCurve: true)
    let run = plan.grid.coordinates[0]
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
      measurement.forgettingRate = number
      measurement.finalDifference = number
      let line = try JournalLine.encode(Entry(run: run, record: .measured(measurement)))
      let entry = try JournalLine.decode(Entry.self, from: line.dropLast())
      #expect(entry.record == .measured(measurement))
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
      let expected = Set(plan.grid.coordinates.prefix(max(0, wholeLines - 1)))
      #expect(journal.records == records.filter { expected.contains($0.key) })

      try journal.begin()
      for run in plan.grid.coordinates.prefix(4) where journal.records[run] == nil {
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
        #expect(found.allSatisfy { records[$0.key] == $0.value })
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
    #expect(throws: SweepOutputError.journalHoldsOtherPlan(path: path, difference: .field(.seed))) {
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
    #expect(try JournalContents<DivergencePlan>(bytes(of: path), path: path).header?.plan == other)
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
    func expectProblem(_ problem: JournalProblem, run: RunCoordinates, _ record: RunRecord) throws {
      try writeBytes(before + JournalLine.encode(Entry(run: run, record: record)), to: path)
      #expect(throws: JournalError.malformed(path: path, line: 3, problem)) { try open() }
    }
    let stranger = Example.run(hidden: 99)
    try expectProblem(.outsidePlan(AnyRun(stranger)), run: stranger, .failed(reason: ""))
    let known = plan.grid.coordinates[0]
    try expectProblem(.contradictsEarlierLine(AnyRun(known)), run: known, .failed(reason: ""))
    let next = plan.grid.coordinates[1]
    var measurement = Example.measurement(of: next, in: plan)
    measurement.thresholds.removeLast()
    try expectProblem(.outsidePlan(AnyRun(next)), run: next, .measured(measurement))
    measurement = Example.measurement(of: next, in: plan)
    measurement.settled = CensoredSteps(steps: plan.settings.horizon + 1, reached: true)
    try expectProblem(.outsidePlan(AnyRun(next)), run: next, .measured(measurement))
  }

  @Test func aLineTwiceIsNoContradiction() throws {
    let records = try writeJournal(runs: 1)
    let whole = try bytes(of: path)
    let lines = whole.split(separator: UInt8(ascii: "\n"))
    try writeBytes(whole + lines[1] + [UInt8(ascii: "\n")], to: path)
    #expect(try open().records == records)
  }

  @Test func refusesLaterFormats() throws {
    struct Header: Encodable {
      let journal: Int
    }
    try writeBytes(JournalLine.encode(Header(journal: 2)), to: path)
    #expect(throws: JournalError.malformed(path: path, line: 1, .unsupportedVersion(2))) { try open() }
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
