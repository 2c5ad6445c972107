import Testing

@testable import HDF5

/// Files that lead elsewhere, lie about their size or were damaged.
@Suite struct HostileImageTests {
  private static func problem(of dataset: String) throws -> HDF5ImageProblem? {
    let root = try ImageFixture.root("hostile.h5")
    let error = #expect(throws: HDF5ImageError.self) { try root.member(dataset)?.dataset().read() }
    #expect(error?.object == "/" + dataset)
    return error?.problem
  }

  @Test(arguments: ["external_link", "soft_link"])
  func linksThatAreNotHard(group: String) throws {
    let group = try #require(try ImageFixture.root("hostile.h5").member(group))
    let error = #expect(throws: HDF5ImageError.self) { try group.members() }
    #expect(error?.object == group.path + "/link")
    let kind = group.path == "/soft_link" ? "a soft link" : "an external link"
    #expect(error?.problem == .unsupported(kind))
    #expect(throws: HDF5ImageError.self) { try group.member("link") }
  }

  /// A group within itself is the same object by its address: that is for whoever walks to notice.
  @Test func cycles() throws {
    let cycle = try #require(try ImageFixture.root("hostile.h5").member("cycle"))
    #expect(try cycle.member("self")?.address == cycle.address)
  }

  @Test(arguments: [
    ("external", HDF5ImageProblem.unsupported("external storage")),
    ("unwritten", .malformed("a dataset whose numbers were never written")),
    ("lzf", .unsupported("filter 32000")), ("scaleoffset", .unsupported("filter 6")),
    ("holes", .malformed("1 chunks where the shape asks for 4")),
    ("four_axes", .tooLarge(what: "the number of axes", found: 4, limit: 3)),
    ("shared_type", .unsupported("a type or a shape shared with others")),
  ])
  func refused(dataset: String, problem: HDF5ImageProblem) throws {
    #expect(try Self.problem(of: dataset) == problem)
  }

  @Test func virtualDatasets() throws {
    let problem = try #require(try Self.problem(of: "virtual"))
    #expect(problem == .unsupported("a virtual dataset"))
  }

  /// Deflate makes a thousandth of what is all zeros; more is not believed.
  @Test func asSmallAsItGets() throws {
    let values = try ImageFixture.root("hostile.h5").member("bomb")?.dataset().read()
    #expect(values?.count == 8 << 21 && values?.allSatisfy { $0 == 0 } == true)
  }

  @Test(arguments: ["absurd", "overflow"])
  func declaredSizes(dataset: String) throws {
    guard case .tooLarge(what: _, let found, let limit)? = try Self.problem(of: dataset) else {
      Issue.record("not too large")
      return
    }
    #expect(found > limit || found == .max)
  }

  @Test(arguments: ImageFixture.sound)
  func cutShort(name: String) throws {
    let whole = try ImageFixture.bytes(name)
    for length in stride(from: 0, to: whole.count, by: 61) {
      #expect(throws: HDF5ImageError.self) { try HDF5Image(Array(whole[..<length])) }
    }
  }

  @Test func noHDF5() {
    let error = #expect(throws: HDF5ImageError.self) { try HDF5Image(Array("my diary".utf8)) }
    #expect(error == HDF5ImageError(object: "/", problem: .notHDF5))
  }

  /// In the newer formats, whose descriptions carry checksums, a changed bit in one is noticed.
  @Test func checksums() throws {
    let whole = try ImageFixture.bytes("latest.h5")
    #expect(throws: Never.self) { try Self.walk(whole) }
    for signature in ["OHDR", "FRHP", "BTHD", "BTLF"] {
      let place = try #require(whole.firstRange(of: Array(signature.utf8))).lowerBound
      var bytes = whole
      bytes[place + 9] ^= 4
      #expect(throws: HDF5ImageError.self, "\(signature)") { try Self.walk(bytes) }
    }
  }

  /// Reads the descriptions of everything in the root group.
  private static func walk(_ bytes: [UInt8]) throws {
    for (name, object) in try HDF5Image(bytes).root().members() {
      if object.isDataset, name != "integers" { _ = try object.dataset() }
      _ = try object.strings(attribute: "a0")
      _ = try object.members()
    }
  }

  /// Lengths that are no whole number of words, as the contents of newer headers have. lookup3's own test vector.
  @Test func checksumsOfAnyLength() {
    let text = "Four score and seven years ago"
    #expect(Superblock.checksum(Array(text.utf8)[...]) == 0x1777_0551)
  }
}
