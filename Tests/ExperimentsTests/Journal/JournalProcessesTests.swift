import Files
import Foundation
import LabelledFiles
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// Which processes measured for a sweep, as journals and results files tell.
@Suite struct JournalProcessesTests {
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>
  private let output: String
  private var journal: String { JournalPath.of(output) }

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
    output = folder.path("x.h5")
  }

  /// A process of a host that began at some minute of an hour.
  private func process(
    _ host: String, minute: Int = 0, program: String = "memprobe 1", job: String? = nil
  ) -> Provenance {
    var process = Provenance(
      commandLine: "memprobe divergence --seed 7",
      date: Date(timeIntervalSince1970: TimeInterval(60 * minute)),
      program: program)
    process.details = ["host": host, "jobs": "2"]
    process.details["slurm_job"] = job
    return process
  }

  private func time(_ minute: Int) -> String {
    "1970-01-01T\(minute / 60 < 10 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00Z"
  }

  /// A sweep that stops after so many runs; nil for one that measures all that is left.
  @discardableResult
  private func sweep(
    _ process: Provenance, stopAfter count: Int? = nil, to path: String? = nil, shard: Shard = .whole
  ) throws -> [SweepNotice] {
    let prober = FakeProber(plan, stallsAfter: count ?? .max)
    let sweep = try Example.sweep(
      plan, to: path ?? output, shard: shard, provenance: process, prober: prober)
    let deadline = ContinuousClock.now + .seconds(20)
    var notices: [SweepNotice] = []
    func run() throws {
      _ = try sweep.run(
        isCancelled: {
          count.map { prober.completed.count >= $0 } ?? false || ContinuousClock.now > deadline
        },
        notice: { notices.append($0) }, progress: { _ in })
    }
    if count == nil { try run() } else { #expect(throws: CancellationError.self) { try run() } }
    return notices
  }

  /// A process that was killed after these runs.
  private func killed(
    _ process: Provenance, after runs: some Sequence<Run>, of shard: Shard = .whole, at path: String? = nil
  ) throws {
    let journal = try Journal(
      path ?? journal, plan: plan, shard: shard, overwrites: false)
    try journal.begin(as: process)
    for run in runs { try journal.append(run, .measured(Example.measurement(of: run, in: plan))) }
  }

  /// What a file or journal says of its processes; without what changes from one time to the next.
  private func entries(_ path: String? = nil) throws -> [[String: String]] {
    let entries = try Document(reading: path ?? output).provenance?.entries ?? []
    return entries.map { entry in
      #expect(entry["finished"].map { (try? Date($0, strategy: .iso8601)) != nil } ?? true)
      return entry.filter { !["hdf5", "openblas"].contains($0.key) }.merging(
        entry["finished"] == nil ? [:] : ["finished": "yes"]
      ) { $1 }
    }
  }

  private func entry(_ process: Provenance, _ number: String?, runs: Int?, ended: Bool) -> [String: String] {
    var entry = process.own
    entry["process"] = number
    entry["runs"] = runs.map { "\($0)" }
    entry["finished"] = ended ? "yes" : nil
    return entry
  }

  private func lines(_ path: String? = nil) throws -> [ArraySlice<UInt8>] {
    try bytes(of: path ?? journal).split(separator: JournalLine.newline)
  }

  /// How many lines of a journal name a process.
  private func namingLines() throws -> Int {
    let bytes = try bytes(of: journal)
    let seed = try JournalContents<Divergence>(bytes, path: journal).seed
    return try lines().dropFirst().count { line in
      try JournalEntry.bytes(of: JournalLine.text(of: line, seed: seed))[4] == 2
    }
  }

  // MARK: Sweeps

  @Test func anUninterruptedSweepHasOneProcess() throws {
    let alone = process("one")
    try sweep(alone)
    #expect(try entries() == [entry(alone, nil, runs: 16, ended: true)])
    let document = try Document(reading: output)
    #expect(document.provenance?.history == "1970-01-01T00:00:00Z: memprobe divergence --seed 7")
  }

  @Test func everyProcessIsNamedInOrder() throws {
    let whole = folder.path("whole.h5")
    try sweep(process("one"), to: whole)
    let processes = [
      process("one"), process("two", minute: 1), process("two", minute: 2, program: "memprobe 2"),
      process("one", minute: 3, job: "17"),
    ]
    try sweep(processes[0], stopAfter: 3)
    try killed(processes[1], after: plan.runs.filter { try read(output).records[$0] == nil }.prefix(2))
    try sweep(processes[2], stopAfter: 4)
    let unfinished = [
      entry(processes[0], "1/3", runs: 3, ended: true), entry(processes[1], "2/3", runs: 2, ended: false),
      entry(processes[2], "3/3", runs: 4, ended: true),
    ]
    #expect(try entries() == unfinished)
    #expect(try namingLines() == 3)
    try sweep(processes[3])
    #expect(
      try entries() == unfinished.map {
        $0.merging(["process": $0["process"]?.replacing("/3", with: "/4") ?? ""]) { $1 }
      } + [entry(processes[3], "4/4", runs: 7, ended: true)])
    let command = "memprobe divergence --seed 7"
    #expect(
      try Document(reading: output).provenance?.history
        == (0..<4).map { "\(time($0)): \(command)" }.joined(separator: "\n"))
    #expect(try Document(reading: output).provenance?.details["slurm_job"] == "17")

    let (one, other) = (
      try LabelledResults(bytes(of: output), path: ""), try LabelledResults(bytes(of: whole), path: "")
    )
    #expect(one.variables == other.variables)
    #expect(try plan.agree(read(output).records, read(whole).records))
  }

  @Test func whoMeasuresNothingIsNotNamed() throws {
    try sweep(process("idle"), stopAfter: 0)
    #expect(try lines().count == 1)
    #expect(try Document(reading: output).provenance == nil)
    let last = process("two", minute: 3)
    // All is measured, but not written.
    try killed(process("one", minute: 1), after: plan.runs)
    try sweep(process("idle", minute: 2), stopAfter: 0, to: folder.path("other.h5"))
    try sweep(last)
    #expect(
      try entries() == [
        entry(process("one", minute: 1), nil, runs: 16, ended: false), entry(last, nil, runs: 0, ended: true),
      ])
  }

  /// Keeps something of every run, and finishes none.
  private struct KeepingProber: RunProber {
    typealias M = Divergence

    func measure(
      _ runs: [Run], threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
      underway: RunsUnderway<Run>, completed: (Run, Result<DivergenceMeasurement, DivergenceError>) -> Void
    ) throws(CancellationError) {
      for run in runs { underway.keep(run, 0.5, [1]) }
      throw CancellationError()
    }
  }

  @Test func whatIsKeptOfARunNamesItsProcess() throws {
    let (first, last) = (process("one"), process("two", minute: 1))
    #expect(throws: CancellationError.self) {
      try Example.sweep(plan, to: output, provenance: first, prober: KeepingProber()).run()
    }
    #expect(fileExists(output + KeptRuns<Divergence>.ending))
    #expect(try entries() == [entry(first, nil, runs: 0, ended: true)])
    try sweep(last)
    #expect(
      try entries() == [
        entry(first, "1/2", runs: 0, ended: true), entry(last, "2/2", runs: 16, ended: true),
      ])
  }

  @Test func whatAnUnfinishedFileSaysIsKept() throws {
    let records = Example.records(of: plan).filter { $0.key.repeatIndex == 0 }
    try Results(plan: plan, records: records).write(to: output, provenance: process("merged"))
    try sweep(process("one", minute: 1), stopAfter: 3)
    try sweep(process("two", minute: 2))
    #expect(
      try entries() == [
        entry(process("merged"), nil, runs: nil, ended: true),
        entry(process("one", minute: 1), "1/2", runs: 3, ended: true),
        entry(process("two", minute: 2), "2/2", runs: 5, ended: true),
      ])
  }

  // MARK: Parts

  @Test func mergingKeepsThoseOfEveryPart() throws {
    let parts = try (1...2).map { try Shard(index: $0, count: 2) }
    let paths = [folder.path("1.h5"), folder.path("2.h5")]
    try sweep(process("one"), stopAfter: 3, to: paths[0], shard: parts[0])
    try sweep(process("two", minute: 1), to: paths[0], shard: parts[0])
    try killed(
      process("three", minute: 2), after: plan.runs(of: parts[1]).prefix(2), of: parts[1],
      at: JournalPath.of(paths[1]))
    try sweep(process("four", minute: 3), stopAfter: 1, to: paths[1], shard: parts[1])
    let first = try Document(reading: paths[0])
    let merge = try read(paths[0], Divergence.self).merged(of: first, with: paths.dropFirst())
    var provenance = process("merging", minute: 4)
    provenance.parts = merge.provenance
    try merge.results.write(to: output, provenance: provenance)
    let runs = plan.runs(of: parts[0]).count
    let expected = [
      entry(process("one"), "1/2", runs: 3, ended: true).merging(["part": "1/2"]) { $1 },
      entry(process("two", minute: 1), "2/2", runs: runs - 3, ended: true).merging(["part": "1/2"]) { $1 },
      entry(process("three", minute: 2), "1/2", runs: 2, ended: false).merging(["part": "2/2"]) { $1 },
      entry(process("four", minute: 3), "2/2", runs: 1, ended: true).merging(["part": "2/2"]) { $1 },
      entry(process("merging", minute: 4), nil, runs: nil, ended: true),
    ]
    #expect(try entries() == expected)

    // What is exported of a journal says it, too.
    let labelled = try Document(reading: paths[1]).labelled(provenance: Example.provenance)
    let json = try #require(labelled.attribute("provenance")?.strings?.first)
    #expect(try Provenance(json: json).entries.map { $0["host"] } == ["three", "four"])
    #expect(try Provenance(json: json).entries.map { $0["part"] } == ["2/2", "2/2"])
  }

  // MARK: Damage

  /// Whichever line is damaged, no other loses anything; and what cannot be known is not said.
  @Test func aDamagedLineLosesNoOther() throws {
    let processes = (0..<3).map { process("host \($0)", minute: $0) }
    for (place, process) in processes.enumerated() {
      try killed(process, after: plan.runs[3 * place..<3 * place + 3])
    }
    let whole = try bytes(of: journal)
    let lines = try lines()
    #expect(lines.count == 13)
    for (number, line) in lines.enumerated() {
      var damaged = whole
      damaged[line.startIndex + 12] ^= 1
      try writeBytes(damaged, to: journal)
      // As it is, and as a process that goes on writes it.
      let fourth = process("host 3", minute: 3)
      for isRepaired in [false, true] {
        if isRepaired {
          #expect(try sweep(fourth, stopAfter: 1) == [.damagedLines(path: journal, [number + 1])])
        }
        // Nobody knows whose a journal is whose first line is damaged.
        guard isRepaired || number > 0 else { continue }
        let named = (number - 1) % 4 == 0 ? (number - 1) / 4 : nil
        let isLine = number > 0
        let left = processes.indices.filter { !isLine || $0 != named }
        let found = try entries()
        let expected: [[String: String]] = left.map { place in
          // Its own line or that of the next is damaged, or one of its runs.
          let isUnsure = isLine && (number - 1) / 4 == (named == nil ? place : place + 1)
          return entry(processes[place], nil, runs: isUnsure ? nil : 3, ended: false)
        }
        let own = isRepaired ? [entry(fourth, nil, runs: 1, ended: true)] : []
        let numbered = found.map { entry in entry.filter { $0.key != "process" } }
        let unnamed = isLine && named == 0 ? [["runs": "3"]] : []
        #expect(numbered == unnamed + expected + own, "\(number + 1)")
        #expect(
          try read(output).records.count == (named == nil && isLine ? 8 : 9) + (isRepaired ? 1 : 0))
      }
      try sweep(process("host 4", minute: 4))
      #expect(try plan.agree(read(output).records, Example.records(of: plan)))
      try FileManager.default.removeItem(atPath: output)
    }
  }

  /// The end of a process whose line is damaged is not taken for that of the one before.
  @Test func anEndOfNobody() throws {
    try killed(process("one"), after: plan.runs.prefix(2))
    try sweep(process("one", minute: 1), stopAfter: 1)
    var damaged = try bytes(of: journal)
    damaged[try lines()[4].startIndex + 12] ^= 1
    try writeBytes(damaged, to: journal)
    for _ in 1...2 {
      #expect(try entries() == [entry(process("one"), nil, runs: nil, ended: false)])
      // Writes the journal anew, and measures nothing.
      try killed(process("idle", minute: 2), after: [])
    }
    try sweep(process("two", minute: 3))
    #expect(
      try entries() == [
        entry(process("one"), "1/2", runs: nil, ended: false),
        entry(process("two", minute: 3), "2/2", runs: 13, ended: true),
      ])
  }

  @Test func aTornLineIsDropped() throws {
    try killed(process("one"), after: plan.runs.prefix(2))
    let before = try bytes(of: journal)
    try killed(process("two", minute: 1), after: plan.runs[2..<3])
    let whole = try bytes(of: journal)
    let naming = try #require(whole.dropFirst(before.count).firstIndex(of: JournalLine.newline))
    for length in stride(from: before.count, to: whole.count, by: 29) + [naming, naming + 1] {
      try writeBytes(whole.prefix(length), to: journal)
      let isNamed = length > naming
      #expect(
        try entries() == [entry(process("one"), isNamed ? "1/2" : nil, runs: 2, ended: false)]
          + (isNamed ? [entry(process("two", minute: 1), "2/2", runs: 0, ended: false)] : []))
      try killed(process("three", minute: 2), after: plan.runs[2..<4])
      #expect(
        try entries().last
          == entry(process("three", minute: 2), isNamed ? "3/3" : "2/2", runs: 2, ended: false))
      #expect(try JournalContents<Divergence>(bytes(of: journal), path: journal).damagedLines.isEmpty)
    }
  }

  /// The first line with what is known of a kind of process is lost, and others refer to it.
  @Test func whatIsKnownIsFoundAgain() throws {
    let alike = (0..<3).map { process("one", minute: $0) }
    for (place, process) in alike.enumerated() { try killed(process, after: plan.runs[place..<place + 1]) }
    var damaged = try bytes(of: journal)
    damaged[try lines()[1].startIndex + 30] ^= 1
    try writeBytes(damaged, to: journal)
    #expect(try Document(reading: output).provenance == nil)
    // The next one tells it anew.
    try killed(process("one", minute: 3), after: plan.runs[3..<4])
    let named = (1...3).map { entry(process("one", minute: $0), "\($0)/3", runs: 1, ended: false) }
    #expect(try entries() == [["runs": "1"]] + named)
    // Another does not.
    try writeBytes(damaged, to: journal)
    try killed(process("two", minute: 3), after: plan.runs[3..<4])
    #expect(
      try entries() == [
        ["runs": "1"], ["date": time(1), "process": "1/3", "runs": "1"],
        ["date": time(2), "process": "2/3", "runs": "1"],
        entry(process("two", minute: 3), "3/3", runs: 1, ended: false),
      ])
  }

  /// A process of which this is known.
  private func signed(_ json: String) -> [UInt8] {
    let identity = CRC32.checksum(json.utf8)
    return (0..<4).map { UInt8(truncatingIfNeeded: identity >> (8 * $0)) } + [2]
      + Array(repeating: 0, count: 12) + json.utf8
  }

  @Test func linesOfNoKindAreRefused() throws {
    try killed(process("one"), after: plan.runs.prefix(1))
    let before = try bytes(of: journal)
    let seed = try JournalContents<Divergence>(before, path: journal).seed
    for (bytes, words) in [
      ([0, 0, 0, 0, 4, 1], "a run of kind 4"), ([0, 0, 0, 0, 2, 1], "not a process"),
      ([0, 0, 0, 0, 3] + Array(repeating: 255, count: 8), "not a process"),
      ([1, 2, 3, 4, 2] + Array(repeating: 0, count: 12) + Array("{}".utf8), "not a process"),
      (signed(#"{"command":"a\u0000b"}"#), "not a process"),
    ] as [([UInt8], String)] {
      var text: [UInt8] = []
      text.append(base64: bytes)
      try writeBytes(before + JournalLine.encode(text, seed: seed), to: journal)
      #expect(throws: JournalError.malformed(path: journal, line: 4, .unreadable(words))) { try read(output) }
    }
  }

  // MARK: Journals from before

  /// Runs of a journal that names nobody are said to be of nobody that is known.
  @Test(arguments: [2, 3]) func formerJournalsAreResumed(version: Int) throws {
    let former = try bytes(
      of: Repository.path("Tests/ExperimentsTests/Fixtures/version\(version)journal/divergence.h5.journal"))
    let newlines = former.indices.filter { former[$0] == JournalLine.newline }
    try #require(newlines.count == 17)
    try writeBytes(former[...newlines[12]], to: journal)
    let today = folder.path("today.h5")
    try Example.sweep(plan, to: today, prober: Prober(plan)).run()
    #expect(try Document(reading: output).provenance == nil)
    let journal = try Journal(journal, plan: plan, shard: .whole, overwrites: false)
    #expect(journal.records.count == 12)
    let run = try #require(plan.runs.first { journal.records[$0] == nil })
    try journal.begin(as: process("one"))
    try journal.append(run, try #require(read(today).records[run]))
    withExtendedLifetime(journal) {}
    #expect(try entries() == [["runs": "12"], entry(process("one"), nil, runs: 1, ended: false)])
  }

  // MARK: Very many

  /// Those that are alike, too, as long as they are not very many.
  @Test func aHundredAreToldOneByOne() {
    var processes = JournalProcesses()
    for count in 1...101 {
      processes.read(processes.line(of: process("one", minute: count)), after: 0)
      processes.read(.ended(Date(timeIntervalSince1970: TimeInterval(60 * count + 1))), after: 0)
      let found = processes.entries(part: "1/2", of: count + 1)
      #expect(found.count == (count <= 100 ? count : 1))
      let expected = [
        "part": "1/2", "process": "\(count <= 100 ? "" : "1-")\(count)/\(count + 1)", "runs": "0",
        "finished": time(count).replacing(":00Z", with: ":01Z"),
      ]
      #expect(found.last?.filter { expected.keys.contains($0.key) } == expected)
      #expect(found.last?["date"] == time(count <= 100 ? count : 1))
    }
  }

  @Test(arguments: [1, 2]) func thousandsTakeLittleRoom(hosts: Int) throws {
    let header = JournalHeader(plan: plan, shard: .whole)
    var bytes = try JournalLine.encode(CanonicalJSON.encode(header))
    let empty = bytes.count
    let seed = try JournalContents<Divergence>(bytes, path: journal).seed
    var processes = JournalProcesses()
    for minute in 0..<4000 {
      var known = process("host \(minute % hosts)", minute: minute)
      known.details["processor"] = String(repeating: "x", count: 400)
      let line = processes.line(of: known)
      processes.read(line, after: 0)
      for line in [line, ProcessLine.ended(known.date)] {
        JournalLine.append(to: &bytes, seed: seed) { line.append(to: &$0) }
      }
    }
    #expect(bytes.count - empty < 300_000, "\(bytes.count - empty)")
    try writeBytes(bytes, to: journal)
    let found = try entries()
    let history = try #require(Document(reading: output).provenance?.history)
    let size = try CanonicalJSON.encode(found).count + history.utf8.count
    if hosts == 1 {
      #expect(found.count == 1)
      #expect(found[0]["process"] == "1-4000/4000" && found[0]["date"] == time(0) && found[0]["runs"] == "0")
      #expect(found[0]["latest"] == "1970-01-03T18:39:00Z" && found[0]["host"] == "host 0")
      #expect(
        history == """
          1970-01-01T00:00:00Z: memprobe divergence --seed 7  # processes 1-4000/4000, the last began \
          1970-01-03T18:39:00Z
          """)
    } else {
      #expect(found.count == JournalProcesses.mostEntries)
      #expect(found[49]["process"] == "50/4000" && found[49]["host"] == "host 1")
      #expect(found[50]["process"] == "51-3951/4000" && found[50]["host"] == nil)
      #expect(found[50]["jobs"] == "2" && found[50]["command"] == "memprobe divergence --seed 7")
      #expect(found[51]["process"] == "3952/4000" && found[51]["host"] == "host 1")
    }
    #expect(size < 100_000, "\(size)")
  }
}
