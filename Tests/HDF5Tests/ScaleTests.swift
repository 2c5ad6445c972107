import TestSupport
import Testing

@testable import HDF5

@Suite("Dimension scales")
struct ScaleTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("A square grid keeps its axes apart")
  func squareGrid() throws {
    let file = try HDF5File.create(at: folder.path("test.h5"))
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
    try file.close()

    let root = try HDF5File.open(at: folder.path("test.h5")).root
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
    let file = try HDF5File.create(at: folder.path("test.h5"))
    let scale = try file.root.createStringDataset("unit", shape: [2], values: ["a", "b"])
    try scale.makeDimensionScale(named: "unit")
    let kernel = try file.root.createDataset("kernel", shape: [2, 1, 2], values: [1, 2, 3, 4] as [Float])
    try kernel.attachScale(scale, axis: 0)
    try kernel.attachScale(scale, axis: 2)
    #expect(try kernel.scalePaths() == [["/unit"], [], ["/unit"]])
    try file.close()
  }

  @Test("A scale of another length, a grid as a scale and a scale on a scale are refused")
  func refusals() throws {
    let file = try HDF5File.create(at: folder.path("test.h5"))
    let scale = try file.root.createDataset("scale", shape: [3], values: [1.0, 2, 3])
    try scale.makeDimensionScale(named: "scale")
    let grid = try file.root.createDataset("grid", shape: [4, 3], values: [Int8](repeating: 0, count: 12))
    let error = #expect(throws: HDF5Error.self) { try grid.attachScale(scale, axis: 0) }
    #expect(error?.problem == .scaleShape(found: [3], axis: 0, length: 4))
    #expect(throws: HDF5Error.self) { try grid.attachScale(grid, axis: 0) }
    #expect(throws: HDF5Error.self) { try scale.attachScale(scale, axis: 0) }
    #expect(try grid.scalePaths() == [[], []])
    try file.close()
  }
}
