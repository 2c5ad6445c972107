import SequenceFiles
import Testing

@testable import Exports

@Suite struct NumPyTests {
  @Test(arguments: [
    ("f8", [2, 3], "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"),
    ("i1", [4], "{'descr': '|i1', 'fortran_order': False, 'shape': (4,), }"),
    ("U12", [], "{'descr': '<U12', 'fortran_order': False, 'shape': (), }"),
  ])
  func headers(type: String, shape: [Int], header: String) {
    let bytes = NPYFile.bytes(type: type, shape: shape, data: [1, 2, 3])
    #expect(bytes.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    let length = Int(bytes[8]) + Int(bytes[9]) << 8
    #expect((10 + length).isMultiple(of: 64))
    let text = String(decoding: bytes[10..<10 + length], as: UTF8.self)
    #expect(text.hasPrefix(header) && text.hasSuffix(" \n"))
    #expect(text.dropFirst(header.utf8.count).dropLast().allSatisfy { $0 == " " })
    #expect(bytes[(10 + length)...] == [1, 2, 3])
  }

  /// The whole archive is opened by NumPy itself in Tests/Interoperability.
  @Test func equalResultsGiveEqualBytes() throws {
    let archive = try NumPyArchive(results: ExampleResults.results).bytes(path: "x.npz")
    #expect(archive.starts(with: [0x50, 0x4B, 0x03, 0x04]))
    #expect(try NumPyArchive(results: ExampleResults.results).bytes(path: "x.npz") == archive)
    let names = ["cell", "steps", "difference", "variables", "attributes"].map { Array("\($0).npy".utf8) }
    #expect(names.allSatisfy { name in archive.indices.contains { archive[$0...].starts(with: name) } })
  }

  @Test func missingIntegersBecomeNaN() throws {
    func values(_ name: String) throws -> [Double] {
      let variable = try #require(ExampleResults.results.variables.first { $0.name == name })
      guard case .float64(let values) = variable.valuesWithNaN else { return [] }
      return values
    }
    let steps = try values("steps")
    #expect(steps.prefix(2) == [7, 100_000] && steps[2...].allSatisfy(\.isNaN))
    let reached = try values("reached")
    #expect(reached.prefix(2) == [1, 0] && reached[2...].allSatisfy(\.isNaN))
    #expect(try values("count").isEmpty, "integers without a fill value stay what they are")
  }
}
