import ArgumentParser
import Experiments
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

@testable import memprobe

/// `memprobe report` as a process.
@Suite struct ReportTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try SmallSweep.results(of: SmallSweep.options, output: "out.h5", in: folder)
  }

  private func report(_ arguments: String...) throws -> Tool.Outcome {
    try Tool.run(["report"] + arguments, in: folder)
  }

  private func page(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  @Test func severalKindsMakeOnePage() throws {
    _ = try Tool.run(
      ["recall", "--steps", "50", "--sequences", "2", "-o", "recall.h5", "--quiet"], in: folder)
    _ = try Tool.run(
      ["memorize", "--cells", "rnn", "--layers", "1", "--hidden-sizes", "1,2", "--positions", "1,2"]
        + ["--repeats", "1", "--epochs", "2", "-o", "memorize.h5", "--quiet"], in: folder)
    try TrainedNetworks.write("net.safetensors", hiddenSize: 3, in: folder)
    _ = try Tool.run(
      [
        "compare", "net.safetensors", "--pairs", "2", "--twins", "2", "--total-steps", "300",
        "--unique-steps", "50",
      ]
        + ["-o", "compare.h5", "--quiet"], in: folder)
    let outcome = try report("out.h5", "recall.h5", "memorize.h5", "compare.h5", "-o", "pages/all.html")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output == "Report: pages/all.html\n")
    let html = try page("pages/all.html")
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(html.contains("out.h5: How long 16 random networks remember"))
    #expect(html.contains("recall.h5: How exactly latch lstm, latch gru return their first input"))
    #expect(html.contains("memorize.h5: Which inputs RNN networks learn to remember"))
    #expect(html.contains("compare.h5: How long net.safetensors remembers, against random twins"))
    #expect(html.contains("steps over the runs of the network itself; reached by "))
    #expect(html.contains("<code>memprobe divergence \\\n  --cells lstm,gru \\\n"))
    #expect(html.contains("<code>memprobe recall \\\n  --cells lstm,gru \\\n"))
  }

  @Test func theSameResultsMakeTheSamePage() throws {
    _ = try report("out.h5", "-o", "a.html")
    _ = try report("out.h5", "-o", "b.html")
    #expect(try page("a.html") == page("b.html"))
  }

  @Test func existingFilesStayUnlessAsked() throws {
    try folder.write("my diary", to: "page.html")
    let refused = try report("out.h5", "-o", "page.html")
    #expect(refused.status == 73 && refused.output.isEmpty)
    #expect(try page("page.html") == "my diary")
    #expect(try report("out.h5", "-o", "page.html", "--force").status == 0)
    #expect(try page("page.html").hasSuffix("</html>\n"))
  }

  @Test(arguments: ["out.h5", "./out.h5", "out.h5.journal"])
  func resultsAreNeverReplaced(output: String) throws {
    let before = try Data(contentsOf: folder.file("out.h5"))
    let outcome = try report("out.h5", "-o", output, "--force")
    #expect(outcome.status == 73 && outcome.output.isEmpty)
    #expect(outcome.errors == "Error: \(output): is what this command reads; choose another --output.\n")
    #expect(try Data(contentsOf: folder.file("out.h5")) == before)
    #expect(!folder.exists("out.h5.journal"))
  }

  @Test func aFileThatIsMissingLeavesNothing() throws {
    let outcome = try report("out.h5", "no.h5", "-o", "folder/page.html")
    #expect(outcome.status == 66 && outcome.output.isEmpty)
    #expect(!folder.exists("folder"))
  }

  @Test func wrongUsage() throws {
    #expect(try report("-o", "page.html").status == 64)
    #expect(try report("out.h5").status == 64)
  }
}

/// The command that a report gives makes a sweep of the same plan.
@Suite struct ReproducingCommandTests {
  /// Words after the name of the program.
  private func arguments(_ command: ReproducingCommand) -> [String] {
    command.text.replacing(" \\\n", with: "").split(separator: " ").map(String.init).dropFirst().map(\.self)
  }

  @Test(arguments: [
    Initialization(.glorot), Initialization(.pytorch),
    Initialization(
      inputKernel: .glorotUniform, recurrentKernel: .orthogonal, forgetBias: -2.5, gain: 1.1),
  ])
  func aGrid(initialization: Initialization) throws {
    let plan = try Plan<Divergence>(
      subjects: .drawn(
        NetworkGrid(
          cells: [.gruResetBefore, .rnn], layers: [1, 3], hiddenSizes: [2, 5], inputSizes: [7],
          initialization: initialization)),
      repeats: 4,
      settings: DivergenceSettings(
        totalSteps: 777, uniqueSteps: 66, thresholds: [0.25, 1e-7], recordsCurve: true),
      seed: .max, precision: .float64)
    let command = try #require(ReproducingCommand(plan, output: "out.h5"))
    #expect(command.text.hasPrefix("memprobe divergence \\\n  --cells gru-reset-before,rnn \\\n"))
    let parsed = try SettingOptions<Divergence>.parse(Array(arguments(command).dropFirst()))
    let setup = try SweepSetup<Divergence>(parsed.given)
    #expect(setup.plan == plan && setup.output == "out.h5")
  }

  @Test func weightsOfOnesOwnRecipeHaveNoCommand() throws {
    let mixture = Initialization(inputKernel: .orthogonal, recurrentKernel: .glorotNormal)
    let plan = try Plan<Divergence>(
      subjects: .drawn(NetworkGrid(initialization: mixture)), settings: .standard)
    #expect(ReproducingCommand(plan, output: "out.h5") == nil)
  }

  @Test func noThresholdHasNoCommand() throws {
    let plan = try Plan<Divergence>(
      subjects: .drawn(.standard), settings: DivergenceSettings(thresholds: []))
    #expect(ReproducingCommand(plan, output: "out.h5") == nil)
  }

  /// Trained twice, the second time by the command of the first: the same plan.
  @Test(arguments: [
    ["--length", "4", "--initializer", "keras", "--gain", "0.5"],
    ["--length", "4-6", "--length-per", "sequence", "--truncate", "3", "--curves", "--learned-below", "0.2"],
  ])
  func trainings(options: [String]) throws {
    let folder = try TemporaryFolder()
    let small = [
      "memorize", "--cells", "rnn,gru", "--hidden-sizes", "1-2", "--layers", "1", "--positions", "2",
      "--repeats", "1",
      "--epochs", "3", "--updates-per-epoch", "2", "--batch-size", "5", "--learning-rate", "0.01", "--quiet",
    ]
    try expectSameAgain(small + options, in: folder)
  }

  @Test(arguments: [
    ["--construct", "latch", "--cells", "rnn,gru", "--hidden-size", "8", "--magnitudes", "1,1000"],
    ["--construct", "forgetting", "--rate", "0.75", "--cells", "lstm", "--hidden-size", "3"],
    ["--construct", "none", "--cells", "esn", "--hidden-sizes", "3", "--leak-rate", "0.5"],
    ["--network", "b.safetensors", "--readout-unit", "1", "--readout-scale", "-2.5"],
  ])
  func recall(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try TrainedNetworks.writeStack("b.safetensors", in: folder)
    try expectSameAgain(
      ["recall", "--steps", "20", "--sequences", "4", "--training-sequences", "8", "--quiet"] + arguments,
      in: folder)
  }

  /// What looks like an option inside a name stays there: lines end between words only.
  @Test func dashesInNames() throws {
    let folder = try TemporaryFolder()
    try TrainedNetworks.write("my --best 'net'.safetensors", hiddenSize: 2, in: folder)
    try expectSameAgain(
      [
        "divergence", "--network", "my --best 'net'.safetensors", "--pairs", "1", "--total-steps", "300",
        "--unique-steps", "50", "--quiet",
      ], in: folder)
  }

  /// Run by a shell, in the folder of the network files: the same records.
  @Test(arguments: [
    ["compare", "a net.safetensors", "b.safetensors", "--twins", "2", "--against", "keras,shuffled"],
    ["divergence", "--network", "b.safetensors", "--layers-from", "FIRST..LAST"],
    ["divergence", "--network", "b.safetensors", "--layer", "LAST"],
  ])
  func givenNetworks(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try TrainedNetworks.write("a net.safetensors", hiddenSize: 2, in: folder)
    try TrainedNetworks.writeStack("b.safetensors", in: folder)
    let names = try NetworkFile(path: folder.path("b.safetensors")).layers.map(\.name)
    let arguments = arguments.map { $0.replacing("FIRST", with: names[0]).replacing("LAST", with: names[1]) }
    let small = ["--pairs", "2", "--total-steps", "300", "--unique-steps", "50", "--quiet", "--seed", "5"]
    try expectSameAgain(arguments + small, in: folder)
  }

  @Test(arguments: [
    [
      "--cells", "esn,gru", "--hidden-sizes", "3,4", "--leak-rate", "0.5", "--forget-bias", "2", "--gain",
      "0.5",
    ],
    ["--network", "b.safetensors", "--input-distribution", "normal", "--readout-input", "--ridge", "0.01"],
  ])
  func capacities(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try TrainedNetworks.writeStack("b.safetensors", in: folder)
    let small = [
      "--repeats", "2", "--training-steps", "200", "--test-steps", "150", "--maximum-delay", "7", "--washout",
      "30",
      "--surrogates", "2", "--input-scale", "0.5", "--seed", "5", "--quiet",
    ]
    try expectSameAgain(["capacity"] + arguments + small, in: folder)
  }

  /// Runs a sweep, then the command that a report gives of its results, in a shell: the same plan.
  private func expectSameAgain(
    _ arguments: [String], in folder: TemporaryFolder, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let first = try Tool.run(arguments + ["--output", "out.h5"], in: folder)
    #expect(first.status == 0, "\(first.errors)", sourceLocation: sourceLocation)
    let document = try Document(reading: folder.path("out.h5"))
    let command = try #require(ReproducingCommand(document), sourceLocation: sourceLocation)
    try folder.remove("out.h5")
    let line = command.text.replacing("memprobe ", with: "\"$tool\" ", maxReplacements: 1)
    let again = try Tool.shell(line, in: folder)
    #expect(again.status == 0, "\(again.errors)\n\(command.text)", sourceLocation: sourceLocation)
    let fingerprints = try [document, Document(reading: folder.path("out.h5"))]
      .map { $0.results.fingerprint }
    #expect(fingerprints[0] == fingerprints[1], sourceLocation: sourceLocation)
  }
}

extension AnyResults {
  fileprivate var fingerprint: String { typed.plan.fingerprint }
}
