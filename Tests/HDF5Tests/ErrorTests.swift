import Foundation
import TestSupport
import Testing

@testable import HDF5

@Suite("Errors")
struct ErrorTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Expects `body` to throw an error about `object` whose messages from the library contain `text`.
  func expectFailedCall<Result>(
    _ call: String, containing text: String, object: String = "/",
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
  ) {
    let error = #expect(throws: HDF5Error.self, sourceLocation: sourceLocation) { _ = try body() }
    #expect(error?.object == object, sourceLocation: sourceLocation)
    guard case .failedCall(let name, let messages) = error?.problem else {
      Issue.record("\(String(describing: error)) is not a failed call", sourceLocation: sourceLocation)
      return
    }
    #expect(name == call, sourceLocation: sourceLocation)
    #expect(messages.contains { $0.contains(text) }, "\(messages)", sourceLocation: sourceLocation)
    #expect(!messages.contains { $0.contains(where: \.isNewline) }, sourceLocation: sourceLocation)
  }

  /// A file with numbers, strings and attributes.
  func makeFile() throws {
    let file = try HDF5File.create(at: folder.path("test.h5"))
    try file.root.writeAttribute("title", "A title")
    try file.root.writeAttribute("seed", UInt64(7))
    try file.root.createDataset("numbers", shape: [100], values: (0..<100).map(Int32.init))
    try file.root.createStringDataset("strings", shape: [2], values: ["lstm", "gru"])
    try file.close()
  }

  // MARK: Files

  @Test("What is no HDF5 file is refused in the library's words")
  func notAFile() throws {
    expectFailedCall("H5Fopen", containing: "No such file or directory") {
      try HDF5File.open(at: folder.path("missing.h5"))
    }
    expectFailedCall("H5Fopen", containing: "Is a directory") { try HDF5File.open(at: folder.url.path) }
    for contents in ["", "Not an HDF5 file.", String(repeating: "x", count: 100_000)] {
      try Data(contents.utf8).write(to: folder.url.appending(path: "text.h5"))
      expectFailedCall("H5Fopen", containing: "signature not found") {
        try HDF5File.open(at: folder.path("text.h5"))
      }
    }
  }

  @Test("What cannot be created is refused in the system's words")
  func notWritable() throws {
    expectFailedCall("open", containing: "No such file or directory") {
      try HDF5File.create(at: folder.path("missing/test.h5"))
    }
    expectFailedCall("open", containing: "Is a directory") { try HDF5File.create(at: folder.url.path) }
  }

  @Test("The description says what failed and why, in one line")
  func description() throws {
    let path = folder.path("missing.h5")
    let error = #expect(throws: HDF5Error.self) { _ = try HDF5File.open(at: path) }
    #expect(
      error?.description == "\(path): H5Fopen failed: unable to open file: No such file or directory")
    let missing = HDF5Error(file: "a.h5", object: "/steps@units", problem: .missing)
    #expect(missing.description == "a.h5: /steps@units: not there")
  }

  @Test("A full disk is reported by closing", .enabled(if: Machine.hasFullDevice, "there is no /dev/full"))
  func fullDisk() throws {
    // The device that is always full stands for the disk.
    expectFailedCall("write", containing: "No space left on device") {
      let file = try HDF5File.create(at: "/dev/full")
      try file.root.writeAttribute("title", "lost")
      try file.close()
    }
  }

  @Test("A file that was cut short is refused at whatever length")
  func truncated() throws {
    try makeFile()
    let whole = try folder.contents("test.h5")
    for length in stride(from: 0, to: whole.count, by: 97) {
      try whole.prefix(length).write(to: folder.url.appending(path: "cut.h5"))
      #expect(throws: HDF5Error.self, "\(length) bytes") { _ = try HDF5File.open(at: folder.path("cut.h5")) }
    }
  }

  @Test("A damaged byte in the description of a file is noticed by its checksum")
  func damaged() throws {
    try makeFile()
    var bytes = try folder.contents("test.h5")
    let header = try #require(bytes.range(of: Data("OHDR".utf8)))
    bytes[header.upperBound + 12] ^= 0x10
    try bytes.write(to: folder.url.appending(path: "damaged.h5"))
    expectFailedCall("H5Gopen2", containing: "checksum") { try HDF5File.open(at: folder.path("damaged.h5")) }
  }

  // MARK: Objects

  @Test("What is not there is reported with its path")
  func missing() throws {
    try makeFile()
    let root = try HDF5File.open(at: folder.path("test.h5")).root
    let noDataset = HDF5Error(file: folder.path("test.h5"), object: "/pear", problem: .missing)
    #expect(throws: noDataset) { _ = try root.dataset("pear") }
    let noAttribute = HDF5Error(file: folder.path("test.h5"), object: "/numbers@units", problem: .missing)
    #expect(throws: noAttribute) { _ = try root.dataset("numbers").stringAttribute("units") }
    #expect(throws: noAttribute) { _ = try root.dataset("numbers").attribute("units", as: Double.self) }
  }

  @Test("Numbers are not read as strings, nor strings as numbers")
  func wrongTypes() throws {
    try makeFile()
    let root = try HDF5File.open(at: folder.path("test.h5")).root
    expectWrongType("string", "int32") { try root.dataset("strings").read(as: Int32.self) }
    expectWrongType("int32", "string") { try root.dataset("numbers").readStrings() }
    expectWrongType("uint64", "string") { try root.stringAttribute("seed") }
    expectWrongType("string of 7 bytes", "float64") { try root.attribute("title", as: Double.self) }
  }

  @Test("A dataset larger than allowed is refused before anything is allocated")
  func tooLarge() throws {
    try makeFile()
    let root = try HDF5File.open(at: folder.path("test.h5")).root
    let numbers = try root.dataset("numbers")
    #expect(try numbers.read(as: Int32.self, byteLimit: 400).count == 100)
    let error = #expect(throws: HDF5Error.self) { _ = try numbers.read(as: Int32.self, byteLimit: 399) }
    #expect(error?.problem == .tooLarge(bytes: 400, limit: 399))
    let strings = try root.dataset("strings")
    #expect(try strings.readStrings(byteLimit: 1_000) == ["lstm", "gru"])
    #expect(throws: HDF5Error.self) { _ = try strings.readStrings(byteLimit: 8) }
    let location = Location(file: "f", object: "/d")
    #expect(throws: HDF5Error.self) {
      _ = try Dataspace.count(of: [.max, .max, .max], bytesPerValue: 8, limit: .max, at: location)
    }
  }

  @Test("Values that do not fill their shape are refused")
  func wrongCounts() throws {
    let root = try HDF5File.create(at: folder.path("test.h5")).root
    for shape in [[2], [], [-2, -2], [3, 2], [1 << 32, 1 << 32], [0]] {
      let error = #expect(throws: HDF5Error.self) {
        try root.createDataset("d", shape: shape, values: [1.0, 2, 3, 4])
      }
      #expect(error?.problem == .wrongCount(found: 4, shape: shape))
    }
    #expect(throws: HDF5Error.self) {
      try root.createDataset("d", shape: [1 << 32, 1 << 32], values: [Double]())
    }
    #expect(throws: HDF5Error.self) {
      try root.createDataset("d", shape: [Int](repeating: 1, count: 33), values: [1.0])
    }
    #expect(try root.memberNames() == [])
  }

  @Test("A name that is taken is refused")
  func takenNames() throws {
    let root = try HDF5File.create(at: folder.path("test.h5")).root
    try root.createDataset("d", shape: [], values: [1.0]).writeAttribute("units", "1")
    expectFailedCall("H5Dcreate2", containing: "exists", object: "/d") {
      try root.createDataset("d", shape: [], values: [1.0])
    }
    expectFailedCall("H5Acreate2", containing: "exists", object: "/d@units") {
      try root.dataset("d").writeAttribute("units", "s")
    }
  }

  @Test("A null character, which would end the string, is refused")
  func nullCharacters() throws {
    let root = try HDF5File.create(at: folder.path("test.h5")).root
    let attribute = #expect(throws: HDF5Error.self) { try root.writeAttribute("a", "cut\0off") }
    #expect(attribute?.problem == .nullCharacter)
    let dataset = #expect(throws: HDF5Error.self) {
      try root.createStringDataset("d", shape: [2], values: ["whole", "cut\0off"])
    }
    #expect(dataset?.problem == .nullCharacter)
    #expect(try root.memberNames() == [])
  }
}
