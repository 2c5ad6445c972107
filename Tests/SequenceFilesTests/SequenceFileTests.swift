import Files
import Foundation
import TestSupport
import Testing

@testable import SequenceFiles

@Suite struct SequenceFileTests {
  @Test(
    arguments: [
      ("a.npy", "a.npy", nil), ("a.h5:/x", "a.h5", "/x"), ("/b/a.h5:/x/y", "/b/a.h5", "/x/y"),
      ("a.h5:x", "a.h5:x", nil), ("C:/a:/b", "C", "/a:/b"), ("a.h5:/", "a.h5", "/"),
    ] as [(String, String, String?)])
  func pathsWithin(text: String, path: String, dataset: String?) {
    #expect(SequenceFile(text) == SequenceFile(path: path, dataset: dataset))
  }

  @Test func aFileOfTheWholeNameWins() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.file("b:"), withIntermediateDirectories: true)
    let path = try folder.write("1,2\n", to: "b:/a.csv")
    #expect(try SequenceFile(path).read().values == [1, 2])
  }

  @Test func filesThatCannotBeOpened() {
    #expect(throws: InputFileError.missing(path: "/nothing.npy")) { try SequenceFile("/nothing.npy").read() }
    #expect(throws: InputFileError.missing(path: "/nothing.h5")) { try SequenceFile("/nothing.h5:/a").read() }
    #expect(throws: InputFileError.cannotOpen(path: "/tmp", SystemError(code: EISDIR))) {
      try SequenceFile("/tmp").read()
    }
  }

  @Test func tablesAreChecked() throws {
    #expect(throws: SequenceFileProblem.notFinite(row: 1, column: 2)) {
      try SequenceTable(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, .infinity])
    }
    #expect(throws: SequenceFileProblem.empty(rows: 3, columns: 0)) {
      try SequenceTable(rows: 3, columns: 0, values: [])
    }
  }
}
