import Testing

@testable import HDF5

/// Labelled data, as results files have it, read in memory.
@Suite struct ImageValuesTests {
  private static func labelled() throws -> HDF5ImageObject {
    let file = try HDF5File()
    let root = file.root
    let cells = try root.createStringDataset("cell", shape: [2], values: ["lstm", "größe"])
    let sizes = try root.createDataset("hidden_size", shape: [2], values: [Int32(1), -3])
    try cells.makeDimensionScale(named: "cell")
    try sizes.makeDimensionScale(named: "hidden_size")
    let steps = try root.createDataset(
      "steps", shape: [2, 2, 1, 1, 2], values: (0..<8).map { Int8($0 - 4) }, fillValue: -128)
    try steps.attachScale(cells, axis: 0)
    try steps.attachScale(sizes, axis: 1)
    try root.createStringDataset("reason", shape: [3], values: ["", "NaN at step 7", ""])
    try root.createDataset("wide", shape: [2], values: [UInt64.max, 0])
    try root.createDataset("real", shape: [], values: [-0.1])
    for index in 0..<12 { try root.writeAttribute("z\(11 - index)", "value \(11 - index)") }
    try root.writeAttribute("seed", UInt64.max)
    try root.writeAttribute("thresholds", [0.5, .infinity])
    return try HDF5Image(file.bytes()).root()
  }

  private func values(_ name: String) throws -> (shape: [Int], values: HDF5ImageValues) {
    try #require(try Self.labelled().member(name)).values()
  }

  @Test func numbersOfAnyRank() throws {
    let steps = try values("steps")
    #expect(steps.shape == [2, 2, 1, 1, 2])
    #expect(steps.values == .numbers(.int8, [252, 253, 254, 255, 0, 1, 2, 3]))
    #expect(try values("hidden_size").values == .numbers(.int32, [1, 0, 0, 0, 253, 255, 255, 255]))
    let wide: [UInt8] = Array(repeating: 255, count: 8) + Array(repeating: 0, count: 8)
    #expect(try values("wide").values == .numbers(.uint64, wide))
    let real = try values("real")
    #expect(real.shape.isEmpty)
    let bytes = withUnsafeBytes(of: (-0.1).bitPattern.littleEndian) { Array($0) }
    #expect(real.values == .numbers(.float64, bytes))
  }

  @Test func stringsOfVariableLength() throws {
    #expect(try values("cell").values == .strings(["lstm", "größe"]))
    #expect(try values("reason").values == .strings(["", "NaN at step 7", ""]))
  }

  @Test func attributesOfAnyType() throws {
    let root = try Self.labelled()
    let names = (0..<12).map { "z\(11 - $0)" } + ["seed", "thresholds"]
    #expect(try root.attributeNames() == names, "in the order of creation")
    #expect(try root.values(attribute: "z7") == .strings(["value 7"]))
    #expect(
      try root.values(attribute: "seed") == .numbers(.uint64, Array(repeating: 255, count: 8)))
    let thresholds = [0.5, Double.infinity].flatMap { number in
      withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
    }
    #expect(try root.values(attribute: "thresholds") == .numbers(.float64, thresholds))
    #expect(try root.values(attribute: "none") == nil)
  }

  @Test func scalesOfEveryAxis() throws {
    let root = try Self.labelled()
    let steps = try #require(try root.member("steps"))
    let cell = try #require(try root.member("cell")).address
    let size = try #require(try root.member("hidden_size")).address
    #expect(try steps.scaleAddresses() == [[cell], [size], [], [], []])
    #expect(try #require(try root.member("wide")).scaleAddresses() == nil)
  }

  @Test(arguments: ImageFixture.sound) func attributesOfOtherWriters(name: String) throws {
    let root = try ImageFixture.root(name)
    let names = Set(try root.attributeNames())
    #expect(names.isSuperset(of: ["variable", "list", "fixed", "fixed_list", "long", "number"]))
    #expect(try root.values(attribute: "list") == .strings(["a", "bc", ""]))
    let many = try #require(try root.member("many"))
    #expect(Set(try many.attributeNames()) == Set((0..<12).map { "a\($0)" }))
  }

  /// With more than eight attributes they go into a heap, and of those the ones beyond 4 KB beside it.
  @Test func attributesTooLargeForTheirHeap() throws {
    let file = try HDF5File()
    let texts = [10, 5_000, 4_000, 60_000, 20].map { String(repeating: "x\($0) ", count: $0 / 6) }
    for index in 0..<20 { try file.root.writeAttribute("a\(index)", texts[index % texts.count]) }
    let root = try HDF5Image(file.bytes()).root()
    #expect(try root.attributeNames() == (0..<20).map { "a\($0)" })
    for index in 0..<20 {
      #expect(try root.strings(attribute: "a\(index)") == [texts[index % texts.count]])
    }
  }

  @Test func whatIsNoValue() throws {
    let root = try Self.labelled()
    #expect(
      throws: HDF5ImageError(object: "/", problem: .malformed("a group where there has to be a dataset"))
    ) {
      try root.values()
    }
    let list = #expect(throws: HDF5ImageError.self) {
      try #require(try root.member("steps")).values(attribute: "DIMENSION_LIST")
    }
    #expect(list?.problem == .wrongType(found: "sequence"))
  }
}
