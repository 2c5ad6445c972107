import TestSupport
import Testing

@testable import HDF5

@Suite("Round trips")
struct RoundTripTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Writes with `write`, closes, opens again.
  func reopened(_ write: (HDF5Group) throws -> Void) throws -> HDF5Group {
    let file = try HDF5File.create(at: folder.path("test.h5"))
    try write(file.root)
    try file.close()
    return try HDF5File.open(at: folder.path("test.h5")).root
  }

  func expectRoundTrip<Element: HDF5Element & Equatable>(_ values: [Element], fill: Element) throws {
    let root = try reopened { root in
      let dataset = try root.createDataset("d", shape: [values.count], values: values, fillValue: fill)
      try dataset.writeAttribute("_FillValue", fill)
      try root.writeAttribute("several", values)
      try root.writeAttribute("none", [Element]())
    }
    let dataset = try root.dataset("d")
    #expect(try dataset.read(as: Element.self) == values)
    #expect(try dataset.attribute("_FillValue", as: Element.self) == [fill])
    #expect(try root.attribute("several", as: Element.self) == values)
    #expect(try root.attribute("none", as: Element.self) == [])
  }

  @Test("Every element type keeps its extreme values")
  func elementTypes() throws {
    try expectRoundTrip([Int8.min, -1, 0, .max], fill: .min)
    try expectRoundTrip([Int32.min, -1, 0, .max], fill: .min)
    try expectRoundTrip([Int64.min, -1, 0, .max], fill: .min)
    try expectRoundTrip([UInt64.min, 1, .max], fill: .max)
    try expectRoundTrip([-Float.infinity, .leastNonzeroMagnitude, 0.1, .greatestFiniteMagnitude], fill: -1)
    try expectRoundTrip([-Double.infinity, .leastNonzeroMagnitude, 0.1, .greatestFiniteMagnitude], fill: -1)
  }

  @Test("NaN stays NaN")
  func notANumber() throws {
    let root = try reopened { root in
      try root.createDataset("d", shape: [1], values: [Double.nan], fillValue: .nan)
    }
    #expect(try root.dataset("d").read(as: Double.self).map(\.isNaN) == [true])
  }

  @Test(
    "Every rank keeps its shape and order",
    arguments: [[], [1], [5], [2, 3], [3, 1, 2], [2, 2, 2, 2], [1, 2, 3, 2, 1], [0], [2, 0, 3]])
  func ranks(shape: [Int]) throws {
    let numbers = (0..<shape.reduce(1, *)).map(Int32.init)
    let strings = numbers.map { "value \($0)" }
    let root = try reopened { root in
      let dataset = try root.createDataset("numbers", shape: shape, values: numbers)
      #expect(dataset.shape == shape)
      try root.createStringDataset("strings", shape: shape, values: strings)
    }
    #expect(try root.dataset("numbers").shape == shape)
    #expect(try root.dataset("numbers").read(as: Int32.self) == numbers)
    #expect(try root.dataset("strings").shape == shape)
    #expect(try root.dataset("strings").readStrings() == strings)
  }

  @Test("Strings of any language and length")
  func strings() throws {
    let strings = ["", "lstm", "größe", "隠れ層", "🧠 → 💾", String(repeating: "é", count: 5_000)]
    let root = try reopened { root in
      try root.createStringDataset("names", shape: [strings.count], values: strings)
      for (index, string) in strings.enumerated() { try root.writeAttribute("text \(index)", string) }
      try root.writeAttribute("größe", "named in UTF-8")
    }
    #expect(try root.dataset("names").readStrings() == strings)
    for (index, string) in strings.enumerated() {
      #expect(try root.stringAttribute("text \(index)") == string)
    }
    #expect(try root.stringAttribute("größe") == "named in UTF-8")
  }

  @Test("An attribute larger than an object header")
  func largeAttribute() throws {
    let history = String(repeating: "memprobe divergence; ", count: 10_000)
    let root = try reopened { try $0.writeAttribute("history", history) }
    #expect(try root.stringAttribute("history") == history)
  }

  @Test("Members are listed in the order of creation")
  func memberOrder() throws {
    let root = try reopened { root in
      for name in ["zebra", "apple", "mango"] { try root.createDataset(name, shape: [], values: [1.0]) }
    }
    #expect(try root.memberNames() == ["zebra", "apple", "mango"])
    #expect(try root.hasMember("apple"))
    #expect(try !root.hasMember("pear"))
    #expect(try root.dataset("mango").name == "mango")
    #expect(try root.dataset("mango").path == "/mango")
  }

  @Test("Equal contents give equal bytes")
  func reproducibleBytes() throws {
    for name in ["a.h5", "b.h5"] {
      let file = try HDF5File.create(at: folder.path(name))
      try file.root.writeAttribute("title", "Größe")
      let scale = try file.root.createStringDataset("cell", shape: [2], values: ["lstm", "gru"])
      try scale.makeDimensionScale(named: "cell")
      try file.root.createDataset("steps", shape: [2], values: [Int32(1), 2]).attachScale(scale, axis: 0)
      try file.close()
    }
    #expect(try folder.contents("a.h5") == folder.contents("b.h5"))
  }

  @Test("Numbers are read as any type that holds them all, and as no other")
  func conversions() throws {
    let root = try reopened { root in
      try root.createDataset("int8", shape: [2], values: [Int8(-128), 127])
      try root.createDataset("uint64", shape: [1], values: [UInt64.max])
      try root.createDataset("float32", shape: [1], values: [Float(0.1)])
      try root.createDataset("float64", shape: [1], values: [0.1])
    }
    #expect(try root.dataset("int8").read(as: Int64.self) == [-128, 127])
    #expect(try root.dataset("float32").read(as: Double.self) == [Double(Float(0.1))])
    expectWrongType("int8", "float64") { try root.dataset("int8").read(as: Double.self) }
    expectWrongType("int8", "uint64") { try root.dataset("int8").read(as: UInt64.self) }
    expectWrongType("uint64", "int64") { try root.dataset("uint64").read(as: Int64.self) }
    expectWrongType("float64", "float32") { try root.dataset("float64").read(as: Float.self) }
    expectWrongType("float64", "string") { try root.dataset("float64").readStrings() }
  }
}

/// Expects `body` to refuse to read one type as another.
func expectWrongType<Result>(
  _ found: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Result
) {
  let error = #expect(throws: HDF5Error.self, sourceLocation: sourceLocation) { _ = try body() }
  #expect(
    error?.problem == .wrongType(found: found, expected: expected), sourceLocation: sourceLocation)
}
