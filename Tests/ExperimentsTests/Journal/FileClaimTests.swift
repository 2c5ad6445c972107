import Files
import Foundation
import MemoryMeasures
import TestSupport
import Testing

@testable import Experiments

/// How processes that write the same journal know of each other, where the system's locks do not reach.
@Suite struct FileClaimTests {
  private let folder: TemporaryFolder
  private let plan: Plan<Divergence>
  private let path: String
  private var claim: String { folder.path("x.h5.lock") }

  init() throws {
    folder = try TemporaryFolder()
    plan = try Example.plan()
    path = folder.path("x.h5.journal")
  }

  /// As on a file system without locks.
  private func locking(
    host: String? = nil, job: String? = nil, restarts: Int? = nil, error: Int32 = ENOLCK,
    interval: Duration = .seconds(3600), patience: Duration = .seconds(3600)
  ) -> FileLocking {
    var owner = FileOwner.current
    owner.host = host ?? owner.host
    (owner.job, owner.restarts) = (job, restarts)
    return FileLocking(owner: owner, lock: { _ in error }, interval: interval, patience: patience)
  }

  private func open(
    _ locking: FileLocking, notice: (SweepNotice) -> Void = { _ in }
  ) throws -> Journal<Divergence> {
    try Journal(path, plan: plan, shard: .whole, overwrites: false, locking, notice: notice)
  }

  private func append(_ run: Int, to journal: Journal<Divergence>) throws {
    try journal.append(plan.runs[run], .measured(Example.measurement(of: plan.runs[run], in: plan)))
  }

  private func places() throws -> [Int] {
    try JournalContents<Divergence>(bytes(of: path), path: path).records.stored.map(\.place)
  }

  @Test(arguments: [ENOLCK, ENOSYS, EOPNOTSUPP]) func withoutLocksAProcessIsToldByItsClaim(error: Int32)
    throws
  {
    var notices: [SweepNotice] = []
    let first = try open(locking(error: error)) { notices.append($0) }
    #expect(notices == [.noLocks(path: path, claim: claim)])
    let owner = FileClaim.owner(at: claim)
    #expect(owner?.process == getpid() && owner?.isRunning == true)
    #expect(throws: OutputError.inUse(path: claim, by: owner)) { try open(locking(error: error)) }
    withExtendedLifetime(first) {}
  }

  @Test func otherErrorsOfLocksAreErrors() {
    #expect(throws: OutputError.cannotOpen(path: path, SystemError(code: EIO))) {
      try open(locking(error: EIO))
    }
  }

  @Test func aClaimGoesWithItsJournal() throws {
    do { try append(0, to: begun(open(locking()))) }
    #expect(folder.names == ["x.h5.journal"])
    #expect(try open(locking()).records.count == 1)
  }

  private func begun(_ journal: Journal<Divergence>) throws -> Journal<Divergence> {
    try journal.begin()
    return journal
  }

  private func write(_ owner: FileOwner) throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    try writeBytes(encoder.encode(owner), to: claim)
  }

  /// Killed, or its host lost power, or its number is another process's now.
  @Test func whatIsLeftOfAProcessOfThisHostIsNoClaim() throws {
    let ended = Process()
    ended.executableURL = URL(fileURLWithPath: "/bin/true")
    try ended.run()
    ended.waitUntilExit()
    var gone = FileOwner.current
    gone.process = ended.processIdentifier
    var another = FileOwner.current
    another.start = "before 4711"
    for owner in [gone, another] {
      #expect(!owner.isRunning)
      try write(owner)
      let journal = try open(locking())
      #expect(FileClaim.owner(at: claim)?.process == getpid())
      withExtendedLifetime(journal) {}
    }
  }

  @Test func aSignOfLifeFromAnotherHost() throws {
    let first = try open(locking(host: "a", job: "991_3", interval: .zero))
    let owner = try #require(FileClaim.owner(at: claim))
    #expect(owner.host == "a" && owner.job == "991_3")
    var waited: [SweepNotice] = []
    #expect(throws: OutputError.inUse(path: claim, by: owner)) {
      try open(locking(host: "b", job: "991_4")) { notice in
        waited.append(notice)
        Thread.sleep(forTimeInterval: 0.02)
        if case .waiting = notice { #expect(throws: Never.self) { try first.checkClaim() } }
      }
    }
    #expect(waited == [.noLocks(path: path, claim: claim), .waiting(path: path, owner)])
    #expect(throws: Never.self) { try first.checkClaim() }
  }

  /// Whoever shows no sign of life is taken for dead. If it is not, it learns it, and has spoiled nothing.
  @Test func aClaimFromAnotherHostIsTakenOver() throws {
    var first: Journal? = try open(locking(host: "a", interval: .zero))
    try first?.begin()
    try first.map { try append(0, to: $0) }
    let second = try open(locking(host: "b", patience: .milliseconds(200)))
    #expect(second.records.count == 1)
    try second.begin()
    try append(1, to: second)
    try first.map { try append(2, to: $0) }
    #expect(try places() == [0, 1])
    #expect(throws: OutputError.inUse(path: claim, by: FileClaim.owner(at: claim))) {
      try first?.checkClaim()
    }
    first?.remove()
    first = nil
    #expect(FileClaim.owner(at: claim)?.host == "b")
    try append(3, to: second)
    #expect(try places() == [0, 1, 3])
  }

  @Test func aTornClaim() throws {
    try writeBytes([], to: claim)
    let journal = try open(locking(patience: .milliseconds(200)))
    #expect(FileClaim.owner(at: claim)?.process == getpid())
    withExtendedLifetime(journal) {}
  }

  @Test func aJobThatIsStartedAgainDoesNotWaitForItself() throws {
    var before = FileOwner.current
    (before.host, before.job, before.restarts) = ("a", "991_3", nil)
    try write(before)
    let journal = try open(locking(host: "b", job: "991_3", restarts: 1))
    #expect(FileClaim.owner(at: claim)?.host == "b")
    withExtendedLifetime(journal) {}
  }

  @Test func waitingCanBeCancelled() throws {
    var elsewhere = FileOwner.current
    elsewhere.host = "a"
    try write(elsewhere)
    #expect(throws: CancellationError.self) {
      try Journal(
        path, plan: plan, shard: .whole, overwrites: false, locking(host: "b"), isCancelled: { true })
    }
    #expect(FileClaim.owner(at: claim)?.host == "a")
  }

  /// A sweep whose journal was taken over stops, and leaves everything to the other.
  @Test func aSweepThatWasTakenForDeadStops() throws {
    let output = folder.path("x.h5")
    var sweep = try Example.sweep(plan, to: output, jobs: 1, prober: FakeProber(plan, stallsAfter: 3))
    sweep.locking = locking(host: "a", interval: .zero)
    var second: Journal<Divergence>?
    #expect(throws: OutputError.self) {
      try sweep.run(isCancelled: { false }) { progress in
        if progress.finishedRuns == 3, second == nil {
          second = try? open(locking(host: "b", patience: .milliseconds(100)))
          try? second?.begin()
        }
      }
    }
    #expect(second?.records.count == 3)
    #expect(try places().count == 3 && folder.names == ["x.h5.journal", "x.h5.lock"])
  }
}
