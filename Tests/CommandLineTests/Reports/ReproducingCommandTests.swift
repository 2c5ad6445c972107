import ArgumentParser
import Experiments
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

@testable import memprobe

/// The command that a report gives makes a sweep of the same plan.
@Suite struct ReproducingCommandTests {
  private func document(_ results: StoredResults) -> ResultsDocument {
    ResultsDocument(
      path: "some/out.h5", results: results,
      provenance: Provenance(commandLine: "memprobe typed --quiet", date: Date(), program: "memprobe"))
  }

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
    let plan = try DivergencePlan(
      grid: Grid(
        cells: [.gruResetBefore, .rnn], layers: [1, 3], hiddenSizes: [2, 5], inputSizes: [7], repeats: 4),
      settings: DivergenceSettings(
        totalSteps: 777, uniqueSteps: 66, thresholds: [0.25, 1e-7], recordsCurve: true),
      seed: .max, initialization: initialization, precision: .float64)
    let results = DivergenceResults(plan: plan, records: [:])
    let command = try #require(ReproducingCommand(document(.divergence(results))))
    #expect(command.text.hasPrefix("memprobe divergence \\\n  --cells gru-reset-before,rnn \\\n"))
    let parsed = try DivergenceCommand.parse(Array(arguments(command).dropFirst()))
    #expect(try DivergenceSetup(parsed, ExperimentFile()).plan == plan)
    #expect(parsed.output.output == "out.h5")
  }

  @Test func weightsOfOnesOwnRecipeHaveNoCommand() throws {
    let mixture = Initialization(inputKernel: .orthogonal, recurrentKernel: .glorotNormal)
    let plan = try DivergencePlan(grid: .article, settings: .article, initialization: mixture)
    #expect(ReproducingCommand(document(.divergence(DivergenceResults(plan: plan, records: [:])))) == nil)
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

  @Test func recallIsRunAgainAsItWasTyped() throws {
    let results = RecallResults(settings: .standard, seed: 0, precision: .float32, entries: [])
    #expect(ReproducingCommand(document(.recall(results)))?.text == "memprobe typed --quiet")
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
    let document = try ResultsDocument(reading: folder.path("out.h5"))
    let command = try #require(ReproducingCommand(document), sourceLocation: sourceLocation)
    try folder.remove("out.h5")
    let line = command.text.replacing("memprobe ", with: "\"$tool\" ", maxReplacements: 1)
    let again = try Tool.shell(line, in: folder)
    #expect(again.status == 0, "\(again.errors)\n\(command.text)", sourceLocation: sourceLocation)
    let fingerprints = try [document, ResultsDocument(reading: folder.path("out.h5"))].map { document in
      switch document.results {
      case .divergence(let results): results.plan.fingerprint
      case .comparison(let results): results.plan.fingerprint
      case .memorization(let results): results.plan.fingerprint
      case .capacity(let results): results.plan.fingerprint
      case .recall: ""
      }
    }
    #expect(fingerprints[0] == fingerprints[1] && !fingerprints[0].isEmpty, sourceLocation: sourceLocation)
  }
}
