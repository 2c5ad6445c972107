import Files
import Foundation
import TestSupport
import Testing

@testable import NetworkFiles

/// Of containers of tensors, only those of recurrent layers are read.
@Suite struct FileContentsTests {
  @Test func memoryAndFileHoldTheSame() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let file = try #require(try RandomAccessFile(folder.write(bytes, to: "file")))
    for contents in [FileContents.memory(bytes), .file(file)] {
      #expect(contents.count == 1_000)
      #expect(try contents.bytes(17..<901).elementsEqual(bytes[17..<901]))
      #expect(try contents.bytes(0..<0).isEmpty)
      #expect(throws: NetworkFileProblem.truncated(needed: 1_001, found: 1_000)) {
        try contents.bytes(999..<1_001)
      }
    }
  }

  /// What a mapping would end the program for.
  @Test func fileThatBecomesShorterIsTruncated() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 1, count: 100), to: "file")
    let contents = FileContents.file(try #require(try RandomAccessFile(path)))
    #expect(truncate(path, 40) == 0)
    #expect(try contents.bytes(10..<40).count == 30)
    #expect(throws: NetworkFileProblem.truncated(needed: 50, found: 40)) { try contents.bytes(10..<50) }
  }

  @Test func pipesAndFoldersAreNoFiles() throws {
    let folder = try TemporaryFolder()
    #expect(try RandomAccessFile(folder.path("")) == nil)
    #expect(try RandomAccessFile("/dev/null") == nil)
    #expect(throws: InputFileError.missing(path: "/no/such")) { try RandomAccessFile("/no/such") }
  }

  @Test(arguments: ["gru.pt", "lstm.pt", "under-model.ckpt"])
  func archivesFromDiskAreAsThoseInMemory(name: String) throws {
    let path = NetworkFileFixtures.path("checkpoints", name)
    let opened = try OpenedFile(path: path)
    guard case .file = opened.contents else {
      Issue.record("read whole")
      return
    }
    #expect(
      try NetworkFile(path: path)
        == NetworkFile(bytes: NetworkFileFixtures.bytes("checkpoints", name), path: path))
  }

  /// Damage is noticed where it is read, and nowhere else.
  @Test func onlyRecurrentTensorsAreRead() throws {
    let folder = try TemporaryFolder()
    let archive = try ZipArchive(.memory(NetworkFileFixtures.bytes("checkpoints", "gru.pt")))
    var entries = try archive.entries.keys.sorted().map {
      ZipFixture.Entry($0, try archive.read($0, limit: 1 << 20))
    }
    let other = Array("nobody asks for this".utf8)
    entries.append(.init("gru/data/999", other))
    var bytes = ZipFixture(entries).bytes
    let place = try #require(bytes.firstRange(of: other))
    bytes[place.lowerBound] ^= 1
    let whole = try NetworkFile(path: folder.write(bytes, to: "net.pt"))
    #expect(whole.layers == (try NetworkFile(path: NetworkFileFixtures.path("checkpoints", "gru.pt"))).layers)

    let weights = try #require(
      entries.max {
        $0.name.contains("/data/") && $1.name.contains("/data/") && $0.content.count < $1.content.count
      })
    let own = try #require(bytes.firstRange(of: weights.content))
    bytes[own.lowerBound] ^= 1
    let path = try folder.write(bytes, to: "net.pt")
    let error = #expect(throws: NetworkFileError.self) { try NetworkFile(path: path) }
    #expect(error?.problem == .malformed("'\(weights.name)' is damaged"))
  }
}
