import Foundation
import TestSupport
import Testing

@testable import HDF5

/// Files that h5py wrote in three formats, and such as this module writes through libhdf5.
@Suite struct HDF5ImageTests {
  @Test(arguments: ImageFixture.sound)
  func everyNumberTypeAndStorage(name: String) throws {
    let root = try ImageFixture.root(name)
    var found: Set<String> = []
    for (name, object) in try root.members() where object.isDataset {
      if ["integers", "new_chunks"].contains(name) { continue }
      let dataset = try object.dataset()
      let numbers = try ImageFixture.numbers(dataset)
      switch name {
      case "scalar": #expect(dataset.shape.isEmpty && numbers == [0.5])
      case "empty": #expect(dataset.shape == [0, 5] && numbers.isEmpty)
      default:
        #expect(dataset.shape == (name == "cube" ? [3, 5, 1] : [3, 5]), "\(name)")
        #expect(numbers == (0..<15).map { Double($0) / 8 }, "\(name)")
      }
      found.insert(name)
    }
    let types = ["f2", "f4", "f8"].flatMap { [$0 + "_little", $0 + "_big"] } + ["bfloat16"]
    let chunked = ["chunks", "deflate", "shuffle", "all", "checksum", "cube", "resizable"]
    let expected = types + ["compact", "scalar", "empty"] + (name == "latest.h5" ? [] : chunked)
    #expect(found == Set(expected))
  }

  @Test(arguments: ImageFixture.sound)
  func attributes(name: String) throws {
    let root = try ImageFixture.root(name)
    #expect(try root.strings(attribute: "variable") == ["grüße"])
    #expect(try root.strings(attribute: "list") == ["a", "bc", ""])
    #expect(try root.strings(attribute: "fixed") == ["fixed"])
    #expect(try root.strings(attribute: "fixed_list") == ["a", "bcd"])
    #expect(try root.strings(attribute: "long") == [String(repeating: "x", count: 5_000)])
    #expect(try root.strings(attribute: "none") == nil)
    let error = #expect(throws: HDF5ImageError.self) { try root.strings(attribute: "number") }
    #expect(error?.object == "/@number")
    #expect(error?.problem == .malformed("int64 values where there have to be strings"))
  }

  /// In the order of creation, which is not that of names, out of whichever structure the file keeps.
  @Test(arguments: ImageFixture.sound)
  func manyMembersAndAttributes(name: String) throws {
    let many = try #require(try ImageFixture.root(name).member("many"))
    #expect(try many.members().map(\.name) == (0..<40).map { "m\($0)" })
    #expect(try many.member("m17")?.path == "/many/m17")
    #expect(try many.member("m40") == nil)
    for index in 0..<12 { #expect(try many.strings(attribute: "a\(index)") == ["value \(index)"]) }
    #expect(many.isGroup && !many.isDataset)
  }

  @Test(arguments: ImageFixture.sound)
  func integersIfAskedFor(name: String) throws {
    let integers = try #require(try ImageFixture.root(name).member("integers")).dataset(integers: true)
    #expect(integers.number == .int32)
    #expect(try ImageFixture.numbers(integers) == [0, 1, 2])
  }

  @Test func typesThatAreNotRead() throws {
    let integers = try #require(try ImageFixture.root("earliest.h5").member("integers"))
    let error = #expect(throws: HDF5ImageError.self) { try integers.dataset() }
    #expect(error?.problem == .wrongType(found: "int32"))
  }

  @Test func whatThisModuleWrites() throws {
    let file = try HDF5File()
    let group = try file.root.createGroup("group")
    try group.createDataset("single", shape: [2, 2], values: [Float(1), 2, 3, 4])
    try group.createDataset("double", shape: [3], values: [0.1, .nan, -.infinity])
    try group.writeAttribute("name", "äöü")
    let root = try HDF5Image(file.bytes()).root()
    let read = try #require(try root.member("group"))
    #expect(try read.strings(attribute: "name") == ["äöü"])
    let single = try #require(try read.member("single")).dataset()
    #expect(try ImageFixture.numbers(single) == [1, 2, 3, 4])
    let double = try #require(try read.member("double")).dataset()
    #expect(try ImageFixture.numbers(double).map(\.bitPattern) == [0.1, .nan, -.infinity].map(\.bitPattern))
  }

  @Test func chunksWithANewIndex() throws {
    let chunks = try #require(try ImageFixture.root("latest.h5").member("new_chunks")).dataset()
    let error = #expect(throws: HDF5ImageError.self) { try chunks.read() }
    #expect(
      error?.problem == .unsupported("chunks with an index of HDF5 1.10 or later"))
  }
}

/// Files of `Fixtures/make_image_fixtures.py`.
enum ImageFixture {
  static let sound = ["earliest.h5", "v108.h5", "latest.h5"]

  static func bytes(_ name: String) throws -> [UInt8] {
    try Repository.bytes(of: "Tests/HDF5Tests/Fixtures/image/\(name)")
  }

  static func root(_ name: String) throws -> HDF5ImageObject { try HDF5Image(bytes(name)).root() }

  /// The numbers of a dataset, widened.
  static func numbers(_ dataset: HDF5ImageDataset) throws -> [Double] {
    let bytes = Array(try dataset.read())
    return stride(from: 0, to: bytes.count, by: dataset.number.size).map { start in
      let word = bytes[start..<start + dataset.number.size].reversed().reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
      return switch dataset.number {
      case .float16: Double(Float16(bitPattern: UInt16(word)))
      case .bfloat16: Double(Float(bitPattern: UInt32(word) << 16))
      case .float32: Double(Float(bitPattern: UInt32(word)))
      case .float64: Double(bitPattern: word)
      case .int8: Double(Int8(truncatingIfNeeded: word))
      case .int16: Double(Int16(truncatingIfNeeded: word))
      case .int32: Double(Int32(truncatingIfNeeded: word))
      case .int64: Double(Int64(truncatingIfNeeded: word))
      case .uint8, .uint16, .uint32, .uint64: Double(word)
      }
    }
  }
}
