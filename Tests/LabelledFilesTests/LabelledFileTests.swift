import Files
import LabelledFiles
import MemoryMeasures
import RecurrentNetworks
import TestSupport
import Testing

@testable import Experiments

/// Files that programs write by themselves.
@Suite struct LabelledFileTests {
  private let sizes = Axis("hidden_size", "units of the layer", .wholes([8, 64]))
  private let cells = Axis("cell", "cell type", .names(["lstm", "gru"]))

  /// As the program reads its own files, which have a format.
  private func read(_ file: LabelledFile) throws -> LabelledResults {
    var file = file
    try file.addAttribute("format", .text("mine"))
    try file.addAttribute("format_version", .whole(1))
    return try LabelledResults(file.bytes(), path: "mine.h5")
  }

  @Test func everythingIsThereAgain() throws {
    var file = LabelledFile(title: "a title", source: "a program 1.0")
    try file.addAttribute("seed", .seed(.max))
    try file.add("steps", over: [sizes, cells], "steps until it forgets", .counts([1, 2, 3, .min]))
    try file.add("rate", over: [cells], "of forgetting", .numbers([-0.5, .nan]), units: "1/step")
    try file.add("reached", over: [], "whether", .flags([1]), meanings: ["censored", "reached"])
    try file.add("note", over: [cells], "what was seen", texts: ["größer", ""])

    let found = try read(file)
    #expect(found.attributes.first { $0.name == "title" }?.values == .strings(["a title"]))
    #expect(found.attributes.first { $0.name == "source" }?.values == .strings(["a program 1.0"]))
    #expect(found.attributes.first { $0.name == "seed" }?.values == .uint64([.max]))
    #expect(found.dimensions.map(\.name) == ["hidden_size", "cell"])
    #expect(found.coordinate("hidden_size")?.values == .int32([8, 64]))
    let steps = try #require(found.variable("steps"))
    #expect(steps.dimensions == ["hidden_size", "cell"] && steps.shape == [2, 2])
    #expect(steps.values == .int32([1, 2, 3, .min]) && steps.fill == .int32([.min]))
    #expect(steps.text("long_name") == "steps until it forgets" && steps.text("units") == "1")
    #expect(found.variable("rate")?.values == .float64([-0.5, .nan]))
    #expect(found.variable("rate")?.text("units") == "1/step")
    #expect(found.variable("reached")?.flags.map(\.meaning) == ["censored", "reached"])
    #expect(found.variable("note")?.values == .strings(["größer", ""]))
  }

  @Test func aMeasureHasTheVariablesOfResultsFiles() throws {
    let settings = try DivergenceSettings(totalSteps: 60, uniqueSteps: 5, thresholds: [1e-1, 1e-3])
    let network = RecurrentNetwork<Float>(
      shape: NetworkShape(cell: .lstm, inputSize: 1, hiddenSize: 4), initialization: .standard,
      stream: RandomStream(seed: 1))
    let values = try (0..<2).map { pair in
      try Divergence.measure(
        network, inputs: DivergingInputs(inputSize: 1, stream: RandomStream(seed: pair)), settings: settings)
    }
    let pairs = Axis("pair", "pair of sequences", .wholes([1, 2, 3]))
    var file = LabelledFile(title: "pairs", source: "a program")
    try file.add(Divergence.self, values + [nil], settings: settings, over: [pairs])

    let found = try read(file)
    #expect(found.variables.map(\.name) == Divergence.columns(settings).map(\.name))
    let steps = try #require(found.variable("threshold_steps"))
    #expect(steps.dimensions == ["pair", "threshold"])
    #expect(
      steps.values == .int32((values.flatMap(\.thresholds).map { Int32($0.steps) }) + [.min, .min]))
  }

  @Test func whatAFileCannotHaveIsNamedAndLeavesItAsItWas() throws {
    var file = LabelledFile(title: "", source: "")
    try file.add("steps", over: [sizes], "steps", .counts([1, 2]))
    let whole = try file.bytes()
    let other = Axis("hidden_size", "units", .wholes([8, 9]))
    let refused: [(name: String, axes: [Axis], values: ColumnValues, error: LabelledFileError)] = [
      ("2nd", [], .counts([1]), .name("2nd")), ("", [], .counts([1]), .name("")),
      ("a b", [], .counts([1]), .name("a b")), ("größe", [], .counts([1]), .name("größe")),
      ("x", [Axis("a/b", "", .wholes([1]))], .counts([1]), .name("a/b")),
      ("steps", [sizes], .counts([3, 4]), .duplicate("steps")),
      ("hidden_size", [], .counts([1]), .duplicate("hidden_size")),
      ("x", [sizes, sizes], .counts([1, 2, 3, 4]), .duplicate("hidden_size")),
      ("cell", [cells], .counts([1, 2]), .duplicate("cell")),
      ("x", [Axis("steps", "", .wholes([1]))], .counts([1]), .duplicate("steps")),
      ("x", [other], .counts([1, 2]), .otherAxis("hidden_size", variable: "x")),
      ("x", [cells, sizes], .counts([1]), .count(variable: "x", found: 1, expected: 4)),
      ("x", [], .numbers([]), .count(variable: "x", found: 0, expected: 1)),
    ]
    for variable in refused {
      #expect(throws: variable.error) {
        try file.add(variable.name, over: variable.axes, "", variable.values)
      }
    }
    #expect(throws: LabelledFileError.duplicate("title")) { try file.addAttribute("title", .text("")) }
    #expect(throws: LabelledFileError.name("a-b")) { try file.addAttribute("a-b", .text("")) }
    #expect(try file.bytes() == whole)
  }

  @Test func filesAreReplacedOnlyIfAskedFor() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("new/file.h5")
    let file = LabelledFile(title: "one", source: "")
    try file.write(to: path)
    #expect(throws: OutputError.exists(path: path)) { try file.write(to: path) }
    try LabelledFile(title: "two", source: "").write(to: path, overwrites: true)
    #expect(try bytes(of: path) == LabelledFile(title: "two", source: "").bytes())
  }
}
