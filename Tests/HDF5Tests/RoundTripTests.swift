import HDF5Reading
import TestSupport
import Testing

@testable import HDF5

@Suite("Round trips")
struct RoundTripTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// What libhdf5 reads of a file that `write` fills.
  func reopened(_ write: (HDF5Group) throws -> Void) throws -> StoredObject {
    let file = try HDF5File()
    try write(file.root)
    return StoredObject(file: try folder.write(file.bytes(), to: "test.h5"))
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
    "Large arrays are compressed, and read as they were",
    arguments: [[70_000], [300_000], [3, 50_000], [1, 4, 3, 40, 300], [2, 1, 600_000]])
  func compressed(shape: [Int]) throws {
    let numbers = (0..<shape.reduce(1, *)).map { Int32($0 / 7 % 1_000) }
    let file = try HDF5File()
    try file.root.createDataset("d", shape: shape, values: numbers, fillValue: .min)
    let bytes = try file.bytes()
    #expect(bytes.count < 4 * numbers.count / 2)
    let stored = StoredObject(file: try folder.write(bytes, to: "large.h5"))
    #expect(try stored.dataset("d").read(as: Int32.self) == numbers)
    let (found, values) = try #require(try HDF5Image(bytes).root().member("d")).values()
    #expect(found == shape)
    guard case .numbers(_, let read) = values else { return #expect(Bool(false), "no numbers") }
    #expect(read == numbers.flatMap { number in withUnsafeBytes(of: number, Array.init) })
  }

  /// Flags of a million runs that all did the same were refused: no honest file was thought to become a thousandth.
  @Test(arguments: [1_000_000, 3_000_000]) func equalValuesAreRead(count: Int) throws {
    let file = try HDF5File()
    try file.root.createDataset(
      "d", shape: [1, count], values: [Int8](repeating: 1, count: count), fillValue: -1)
    let bytes = try file.bytes()
    let (_, values) = try #require(try HDF5Image(bytes).root().member("d")).values()
    guard case .numbers(_, let read) = values else { return #expect(Bool(false), "no numbers") }
    #expect(read == [UInt8](repeating: 1, count: count))
  }

  @Test(
    "Every rank keeps its shape and order",
    arguments: [[], [1], [5], [2, 3], [3, 1, 2], [2, 2, 2, 2], [1, 2, 3, 2, 1], [0], [2, 0, 3]])
  func ranks(shape: [Int]) throws {
    let numbers = (0..<shape.reduce(1, *)).map(Int32.init)
    let strings = numbers.map { "value \($0)" }
    let root = try reopened { root in
      try root.createDataset("numbers", shape: shape, values: numbers)
      try root.createStringDataset("strings", shape: shape, values: strings)
    }
    #expect(try root.dataset("numbers").shape() == shape)
    #expect(try root.dataset("numbers").read(as: Int32.self) == numbers)
    #expect(try root.dataset("strings").shape() == shape)
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
  }

  @Test("Equal contents give equal bytes")
  func reproducibleBytes() throws {
    let files = try (0..<2).map { _ in
      let file = try HDF5File()
      try file.root.writeAttribute("title", "Größe")
      let scale = try file.root.createStringDataset("cell", shape: [2], values: ["lstm", "gru"])
      try scale.makeDimensionScale(named: "cell")
      try file.root.createDataset("steps", shape: [2], values: [Int32(1), 2]).attachScale(scale, axis: 0)
      return try file.bytes()
    }
    #expect(files[0] == files[1])
  }
}

@Suite("Dimension scales")
struct ScaleTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("A square grid keeps its axes apart")
  func squareGrid() throws {
    let file = try HDF5File()
    let hidden = try file.root.createDataset("hidden_size", shape: [3], values: [Int32(1), 2, 4])
    try hidden.makeDimensionScale(named: "hidden_size")
    let input = try file.root.createDataset("input_size", shape: [3], values: [Int32(8), 16, 32])
    try input.makeDimensionScale(named: "input_size")
    let steps = try file.root.createDataset("steps", shape: [3, 3], values: (0..<9).map(Int32.init))
    try steps.attachScale(hidden, axis: 0)
    try steps.attachScale(input, axis: 1)
    let turned = try file.root.createDataset("turned", shape: [3, 3], values: (0..<9).map(Int32.init))
    try turned.attachScale(hidden, axis: 1)
    try turned.attachScale(input, axis: 0)

    let root = StoredObject(file: try folder.write(file.bytes(), to: "test.h5"))
    #expect(try root.dataset("steps").scalePaths() == [["/hidden_size"], ["/input_size"]])
    #expect(try root.dataset("turned").scalePaths() == [["/input_size"], ["/hidden_size"]])
    #expect(try root.dataset("hidden_size").stringAttribute("CLASS") == "DIMENSION_SCALE")
    #expect(try root.dataset("input_size").stringAttribute("NAME") == "input_size")
    #expect(try root.dataset("steps").hasAttribute("DIMENSION_LIST"))
    #expect(try root.dataset("hidden_size").hasAttribute("REFERENCE_LIST"))
    #expect(try !root.dataset("hidden_size").hasAttribute("_Netcdf4Dimid"))
  }

  @Test("One scale labels two axes, and an axis may have none")
  func sharedScale() throws {
    let file = try HDF5File()
    let scale = try file.root.createStringDataset("unit", shape: [2], values: ["a", "b"])
    try scale.makeDimensionScale(named: "unit")
    let kernel = try file.root.createDataset("kernel", shape: [2, 1, 2], values: [1, 2, 3, 4] as [Float])
    try kernel.attachScale(scale, axis: 0)
    try kernel.attachScale(scale, axis: 2)
    let root = StoredObject(file: try folder.write(file.bytes(), to: "test.h5"))
    #expect(try root.dataset("kernel").scalePaths() == [["/unit"], [], ["/unit"]])
  }

  @Test("A scale of another length, a grid as a scale and a scale on a scale are refused")
  func refusals() throws {
    let file = try HDF5File()
    let scale = try file.root.createDataset("scale", shape: [3], values: [1.0, 2, 3])
    try scale.makeDimensionScale(named: "scale")
    let grid = try file.root.createDataset("grid", shape: [4, 3], values: [Int8](repeating: 0, count: 12))
    let error = #expect(throws: HDF5Error.self) { try grid.attachScale(scale, axis: 0) }
    #expect(error?.problem == .scaleShape(found: [3], axis: 0, length: 4))
    #expect(throws: HDF5Error.self) { try grid.attachScale(grid, axis: 0) }
    #expect(throws: HDF5Error.self) { try scale.attachScale(scale, axis: 0) }
    let root = StoredObject(file: try folder.write(file.bytes(), to: "test.h5"))
    #expect(try root.dataset("grid").scalePaths() == [[], []])
  }
}

@Suite("Superblock")
struct SuperblockTests {
  /// The start of a file that libhdf5 1.10.8 itself wrote to disk.
  let written: [UInt8] = [
    0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0x02, 0x08, 0x08,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x04, 0x2a, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x30, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    // The checksum.
    0x96, 0xab, 0x11, 0x1a,
  ]

  @Test("The checksum is the one that libhdf5 writes")
  func checksum() {
    var renewed = Array(written.prefix(Superblock.checkedBytes)) + [0, 0, 0, 0]
    Superblock.renewChecksum(in: &renewed)
    #expect(renewed == written)
  }
}
