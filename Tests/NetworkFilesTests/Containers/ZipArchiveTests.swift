import Testing

@testable import NetworkFiles

@Suite struct ZipArchiveTests {
  typealias Entry = ZipFixture.Entry

  private static func problem(_ entries: [Entry]) -> NetworkFileProblem? {
    #expect(throws: NetworkFileProblem.self) { try ZipArchive(.memory(ZipFixture(entries).bytes)) }
  }

  @Test func storedEntries() throws {
    let archive = try ZipArchive(.memory(ZipFixture([Entry("a", [1, 2, 3]), Entry("b/c", [])]).bytes))
    #expect(Set(archive.entries.keys) == ["a", "b/c"])
    #expect(try archive.read("a", limit: 3) == [1, 2, 3])
    #expect(try archive.read("b/c", limit: 0).isEmpty)
    #expect(throws: NetworkFileProblem.missing("'d'")) { try archive.read("d", limit: 1) }
    #expect(
      throws: NetworkFileProblem.tooLarge(what: "the declared size of 'a' in bytes", found: 3, limit: 2)
    ) { try archive.read("a", limit: 2) }
  }

  @Test(arguments: ["/etc/passwd", "../a", "a/../b", "a/..", "..", "./a", "C:a", "a\\b"])
  func namesThatLeadOut(name: String) {
    #expect(Self.problem([Entry(name, [1])]) == .unsupported("an entry called '\(name)'"))
  }

  @Test func duplicates() {
    let entries = [Entry("a", [1]), Entry("b", [1]), Entry("a", [2])]
    #expect(Self.problem(entries) == .malformed("no zip archive: File already exists"))
  }

  @Test func otherMethods() {
    var entry = Entry("a", [1])
    entry.method = 12
    #expect(Self.problem([entry]) == .unsupported("zip method 12"))
  }

  @Test func encryptedEntries() {
    var entry = Entry("a", [UInt8](repeating: 1, count: 20))
    entry.flags = 1
    #expect(Self.problem([entry]) == .unsupported("an encrypted entry"))
  }

  /// A name in the directory and another one where the entry is.
  @Test func twoNames() {
    var entry = Entry("a", [1])
    entry.localName = "b"
    guard case .malformed? = Self.problem([entry]) else {
      Issue.record("taken")
      return
    }
  }

  /// A deflated entry that says that it holds 4 GB.
  @Test func bombs() throws {
    var entry = Entry("a", [0x03, 0x00])
    entry.method = 8
    entry.declaredSize = 4_000_000_000
    let archive = try ZipArchive(.memory(ZipFixture([entry]).bytes))
    #expect(
      throws: NetworkFileProblem.tooLarge(
        what: "the declared size of 'a' in bytes", found: 4_000_000_000, limit: 2_064)
    ) { try archive.read("a", limit: .max) }
  }

  /// Within the limit, but not what is there.
  @Test func wrongSizes() throws {
    var entry = Entry("a", [0x03, 0x00])
    entry.method = 8
    entry.declaredSize = 1_000
    let archive = try ZipArchive(.memory(ZipFixture([entry]).bytes))
    #expect(throws: NetworkFileProblem.self) { try archive.read("a", limit: .max) }
  }

  @Test func wrongChecksums() throws {
    var bytes = ZipFixture([Entry("a", [1, 2, 3])]).bytes
    bytes[31] ^= 1  // The content's first byte.
    let archive = try ZipArchive(.memory(bytes))
    #expect(throws: NetworkFileProblem.malformed("'a' is damaged")) { try archive.read("a", limit: 10) }
  }

  @Test func tooManyEntries() {
    let entries = (0..<ZipArchive.mostEntries + 1).map { Entry("\($0)", []) }
    #expect(
      Self.problem(entries)
        == .tooLarge(
          what: "the number of entries", found: UInt64(entries.count), limit: UInt64(ZipArchive.mostEntries)))
  }
}
