import Files
import Foundation
import LabelledFiles
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

  /// After a second it is time to wait for the disk.
  @Test func base64IsThatOfFoundation() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 97 + 13 * count) }
      var text: [UInt8] = [1]
      text.append(base64: bytes)
      #expect(text == [1] + Data(bytes).base64EncodedData())
    }
  }

  @Test func whatIsAppendedLaterIsReadToo() throws {
    let journal = try open()
    try journal.begin()
    Thread.sleep(forTimeInterval: 1.1)
    for run in plan.runs.prefix(3) { try journal.append(run, .failed(reason: "test")) }
    #expect(try read(folder.path("x.h5")).records.count == 3)
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
      let format = RecordFormat(plan)
      let line = JournalLine.encode(JournalEntry(3, format.stored(record)).text, seed: 5)
      let entry = try JournalEntry(text: JournalLine.text(of: line.dropLast(), seed: 5))
      #expect(entry.place == 3 && entry.record == format.stored(record))
      guard case .row(let row) = entry.record else { continue }
      let found = Record.measured(try #require(format.values(row, [0], at: [0])?.first))
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

  /// Whatever becomes of a byte, at most the run of its line is lost, and said to be unless it may be torn; what is
  /// written then is a journal without damage.
  @Test(arguments: [3, 2]) func aFlippedByteLosesNoOtherLine(version: Int) throws {
    var records = try writeJournal(runs: 4)
    if version == 2 {
      try writeBytes(bytes(of: Self.version2), to: path)
      records = try open().records.filter { _ in true }
    }
    let whole = try bytes(of: path)
    let newline = UInt8(ascii: "\n")
    let header = whole.prefix { $0 != newline }.count
    // Of a journal of version 2 the first line is needed: no other says of which plan it is.
    for index in whole.indices.dropFirst(version == 2 ? header + 1 : 0) {
      guard index % 23 == 0 || (version == 3 && index >= header) else { continue }
      // Any bit, all bits, and what makes an end of a line, or of its checksum, where there is none.
      let masks = [1 << UInt8(index % 8), 0xff, whole[index] ^ newline, whole[index] ^ 0x20].filter {
        $0 != 0
      }
      for mask in whole[index] == newline ? masks : [masks[index % masks.count]] {
        var damaged = whole
        damaged[index] ^= mask
        try writeBytes(damaged, to: path)
        var notices: [SweepNotice] = []
        var journal: Journal? = try Journal(
          path, plan: plan, shard: .whole, overwrites: false, notice: { notices.append($0) })
        let found: [Run: Record<DivergenceMeasurement>] = try #require(journal?.records).filter { _ in true }
        #expect(plan.agree(found, records.filter { found[$0.key] != nil }))
        let isInLine = index > header && whole[index] != newline
        #expect(found.count == records.count - (isInLine || index == whole.count - 1 ? 1 : 0), "\(index)")
        #expect(notices.isEmpty == (index == whole.count - 1), "\(index): \(notices)")
        #expect(try bytes(of: path) == damaged)
        try journal?.begin()
        for (run, record) in records where found[run] == nil { try journal?.append(run, record) }
        journal = nil
        let repaired = try JournalContents<Divergence>(bytes(of: path), path: path)
        #expect(repaired.damagedLines.isEmpty && plan.agree(repaired.records, records))
      }
    }
  }

  private static let version2 = Repository.path(
    "Tests/ExperimentsTests/Fixtures/version2journal/divergence.h5.journal")

  /// A journal of the version before is read, and written anew in the present one: the same as a sweep of today.
  @Test func version2IsRead() throws {
    try writeBytes(bytes(of: Self.version2), to: path)
    let output = folder.path("today.h5")
    let today = try Example.sweep(plan, to: output, prober: Prober(plan)).run()
    #expect(try plan.agree(open().records, today.records))
    #expect(try plan.agree(read(folder.path("x.h5")).records, today.records))
    try open().begin()
    let contents = try JournalContents<Divergence>(bytes(of: path), path: path)
    #expect(contents.header.isCurrent && plan.agree(contents.records, today.records))
  }

  /// Lines of another plan's journal are not taken for this one's, nor are those where nothing tells whose they are.
  @Test func aDamagedFirstLineOfAnotherPlan() throws {
    try writeJournal(runs: 3)
    var damaged = try bytes(of: path)
    damaged[20] ^= 1
    try writeBytes(damaged, to: path)
    let other = try Example.plan(seed: 8)
    #expect(throws: JournalError.malformed(path: path, line: 1, .wrongChecksum)) {
      try Journal(path, plan: other, shard: .whole, overwrites: false)
    }
    #expect(throws: JournalError.malformed(path: path, line: 1, .wrongChecksum)) {
      try read(folder.path("x.h5"))
    }
    #expect(try bytes(of: path) == damaged)
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
    #expect(folder.names == ["x.h5.journal", "x.h5.lock"])
    let owner = FileClaim.owner(at: folder.path("x.h5.lock"))
    #expect(owner?.process == getpid())
    #expect(try JournalContents<Divergence>(bytes(of: path), path: path).header.plan == other)
    #expect(throws: OutputError.inUse(path: path, by: owner)) {
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
    let format = RecordFormat(plan)
    let seed = try JournalContents<Divergence>(before, path: path).seed
    func expectProblem(
      _ problem: JournalProblem, place: Int, _ record: Record<DivergenceMeasurement>
    ) throws {
      let entry = JournalEntry(place, format.stored(record))
      try writeBytes(before + JournalLine.encode(entry.text, seed: seed), to: path)
      #expect(throws: JournalError.malformed(path: path, line: 3, problem)) { try open() }
    }
    for stranger in [16, 0xffff_ffff] {
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
    try writeBytes(JournalLine.encode(CanonicalJSON.encode(Header(journal: 4))), to: path)
    #expect(throws: JournalError.malformed(path: path, line: 1, .unsupportedVersion(4))) { try open() }
  }

  @Test func isForOneWriterAtATime() throws {
    let first = try open()
    let owner = FileClaim.owner(at: folder.path("x.h5.lock"))
    #expect(owner != nil)
    #expect(throws: OutputError.inUse(path: path, by: owner)) { try open() }
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
