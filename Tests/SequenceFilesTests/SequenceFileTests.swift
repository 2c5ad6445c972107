import Files
import Foundation
import HDF5
import HDF5Reading
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

  @Test func compressedFiles() throws {
    let folder = try TemporaryFolder()
    // printf '1,2\n3,4\n' | gzip -n, twice.
    let member: [UInt8] = [
      0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x33, 0xd4, 0x31, 0xe2, 0x32, 0xd6, 0x31, 0xe1, 2, 0, 0x47, 0x93,
      0x6c, 0xaf,
      8, 0, 0, 0,
    ]
    try folder.write(member + member, to: "a.csv.gz")
    #expect(try SequenceFile(folder.path("a.csv.gz")).read().values == [1, 2, 3, 4, 1, 2, 3, 4])
    for length in 2..<member.count {
      #expect(throws: SequenceFileProblem.gzip) { try Gzip.inflate(Array(member[..<length]), atMost: 100) }
    }
    #expect(throws: SequenceFileProblem.tooLarge(bytes: 8, limit: 7)) { try Gzip.inflate(member, atMost: 7) }
  }

  @Test(arguments: [
    ("PAR1\u{15}", OtherFormat.parquet), ("PK\u{3}\u{4}", .zip),
    ("version https://git-lfs.github.com/spec/v1\n", .gitLFSPointer),
  ])
  func otherFiles(text: String, expected: OtherFormat) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "a")
    #expect(try Fixture.problem(reading: folder.path("a")) == .otherFormat(expected))
  }

  /// Several sequences keep their axis.
  @Test func severalSequences() throws {
    let folder = try TemporaryFolder()
    let sequences = OutputSequence(
      name: "output", title: "numbers", axis: "unit", rows: 6, columns: 2, values: (0..<12).map(Double.init),
      sequences: 3)
    for name in ["a.npy", "a.h5"] {
      try SequenceOutput(path: folder.path(name), overwrites: false).write([sequences])
      let table = try SequenceFile("\(folder.path(name))\(name == "a.h5" ? ":/output" : "")").read()
      #expect(
        table.sequences == 3 && table.steps == 2 && table.columns == 2 && table.values == sequences.values)
    }
    #expect(
      try StoredObject(file: folder.path("a.h5")).dataset("output").scalePaths() == [
        ["/sequence"], ["/step"], ["/unit"],
      ])
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

@Suite struct SequenceOutputTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sequence<Scalar: SequenceScalar>(
    _ name: String = "output", axis: String = "unit", rows: Int, columns: Int, of: Scalar.Type
  ) -> OutputSequence<Scalar> {
    OutputSequence(
      name: name, title: "numbers", axis: axis, rows: rows, columns: columns,
      values: (0..<rows * columns).map { Scalar($0) / 8 })
  }

  /// What NumPy itself wrote of the same numbers, byte for byte.
  @Test func npyAsNumPyWritesIt() throws {
    let floats = OutputSequence(
      name: "", title: "", axis: "", rows: 4, columns: 3, values: Fixture.floats.map { Float($0) })
    #expect(NPYFile.bytes(of: floats) == (try Fixture.bytes("le-f4.npy")))
    let doubles = OutputSequence(
      name: "", title: "", axis: "", rows: 4, columns: 3, values: Fixture.floats)
    #expect(NPYFile.bytes(of: doubles) == (try Fixture.bytes("le-f8.npy")))
  }

  @Test(arguments: [1, 7, 1_000], [1, 3]) func roundTrips(rows: Int, columns: Int) throws {
    let sequence = sequence(rows: rows, columns: columns, of: Double.self)
    for name in ["a.npy", "a.h5"] {
      try SequenceOutput(path: folder.path(name), overwrites: false).write([sequence])
      let table = try SequenceFile(path: folder.path(name)).read()
      #expect(table.rows == rows && table.columns == columns && table.values == sequence.values)
    }
  }

  /// Two sequences share an axis, a third of the same width has its own.
  @Test func axesAreLabelled() throws {
    let sequences = [
      sequence("h", axis: "u", rows: 3, columns: 3, of: Float.self),
      sequence("c", axis: "u", rows: 3, columns: 3, of: Float.self),
      sequence("g", axis: "v", rows: 3, columns: 3, of: Float.self),
    ]
    try SequenceOutput(path: folder.path("a.h5"), overwrites: false)
      .write(sequences, attributes: [("title", "all")])
    let root = StoredObject(file: folder.path("a.h5"))
    #expect(try root.stringAttribute("title") == "all")
    #expect(try root.memberNames() == ["step", "u", "h", "c", "v", "g"])
    #expect(try root.dataset("c").scalePaths() == [["/step"], ["/u"]])
    #expect(try root.dataset("g").scalePaths() == [["/step"], ["/v"]])
    #expect(try root.dataset("c").read(as: Float.self) == sequences[1].values)
    #expect(try root.dataset("step").read(as: Int64.self) == [0, 1, 2])
  }

  @Test func nothingIsOverwrittenUnasked() throws {
    let path = folder.path("a.npy")
    try folder.write("precious", to: "a.npy")
    #expect(throws: OutputError.exists(path: path)) { try SequenceOutput(path: path, overwrites: false) }
    let output = try SequenceOutput(path: path, overwrites: true)
    for same in [path, folder.path("./a.npy")] {
      #expect(throws: OutputError.isInput(path: path)) { try Destination.check(path, against: [same]) }
    }
    try Destination.check(path, against: [folder.path("b")])
    try output.write([sequence(rows: 2, columns: 1, of: Float.self)])
    #expect(try SequenceFile(path: path).read().values == [0, 0.125])
    #expect(folder.names == ["a.npy"])
  }

  @Test(arguments: ["out", "out.csv", "out.NPZ", "npy"]) func otherEndings(path: String) {
    #expect(throws: SequenceOutputError.unknownEnding(path: path)) {
      try SequenceOutput(path: path, overwrites: false)
    }
  }
}

/// Files that NumPy, h5py and pandas wrote (`Fixtures/make_fixtures.py`).
enum Fixture {
  static func path(_ name: String) -> String {
    Repository.path("Tests/SequenceFilesTests/Fixtures/sequences/\(name)")
  }

  static func bytes(_ name: String) throws -> [UInt8] { try InputFile.bytes(of: path(name)) }

  /// 4 x 3: (10 r + c) / 4.
  static let floats = (0..<4).flatMap { row in (0..<3).map { Double(10 * row + $0) / 4 } }
  /// 4 x 3: 10 r + c - 5.
  static let integers = floats.map { 4 * $0 - 5 }
  /// 4 x 3: 10 r + c.
  static let unsigned = floats.map { 4 * $0 }

  /// The problem that reading a file has; nil if there is none.
  static func problem(reading path: String, dataset: String? = nil) throws -> SequenceFileProblem? {
    do {
      _ = try SequenceFile(path: path, dataset: dataset).read()
      return nil
    } catch let error as SequenceFileError {
      return error.problem
    }
  }
}
