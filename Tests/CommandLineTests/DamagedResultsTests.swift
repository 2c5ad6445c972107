import Experiments
import Foundation
import TestSupport
import Testing

/// Results files that are cut short, of another version, or without a part of what they should have: an error that
/// names the file and the part, exit code 65, and nothing written.
@Suite struct DamagedResultsTests {
  private static let steps = ["--total-steps", "300", "--unique-steps", "50", "--quiet"]
  private static let sweep = ["--hidden-sizes", "1,2", "--input-sizes", "1,2", "--repeats", "2", "--curves"]

  /// Results of every measure, and of given networks.
  enum Kind: CaseIterable { case divergence, comparison, recall, memorization, capacity, lyapunov }

  /// Whole files, one of each kind.
  private static let whole: [Kind: Data] = {
    do {
      let folder = try TemporaryFolder()
      try TrainedNetworks.write("net.safetensors", hiddenSize: 3, in: folder)
      let commands: [Kind: [String]] = [
        .divergence: ["divergence"] + sweep + steps,
        .comparison: ["compare", "net.safetensors", "--pairs", "2", "--twins", "2"] + steps,
        .recall: ["recall", "--steps", "50", "--sequences", "4", "--quiet"],
        .memorization: [
          "memorize", "--cells", "rnn", "--layers", "1", "--hidden-sizes", "1,2", "--positions", "1,3",
        ]
          + ["--repeats", "2", "--epochs", "4", "--curves", "--quiet"],
        .capacity: [
          "capacity", "--cells", "esn,rnn", "--hidden-sizes", "3", "--repeats", "2", "--washout", "20",
        ]
          + ["--training-steps", "200", "--test-steps", "200", "--maximum-delay", "5", "--quiet"],
        .lyapunov: [
          "lyapunov", "--cells", "rnn,lstm", "--hidden-sizes", "2", "--repeats", "2", "--washout", "10",
        ] + ["--alignment", "10", "--steps", "50", "--blocks", "5", "--quiet"],
      ]
      return try commands.mapValues { command in
        let file = "\(UUID().uuidString).h5"
        _ = try Tool.run(command + ["--output", file], in: folder)
        return try Data(contentsOf: folder.file(file))
      }
    } catch {
      return [:]
    }
  }()

  private let folder: TemporaryFolder
  private let file: URL

  init() throws {
    folder = try TemporaryFolder()
    file = folder.file("out.h5")
  }

  /// Of the commands that read results.
  private static func expectRefused(
    saying words: String = ":", in folder: TemporaryFolder, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let commands = [
      ["show", "out.h5"], ["export", "out.h5", "--format", "csv"],
      ["report", "out.h5", "-o", "pages/page.html"],
    ]
    for command in commands {
      try expectRefused(command, saying: words, in: folder, sourceLocation: sourceLocation)
    }
  }

  private static func expectRefused(
    _ command: [String], saying words: String, in folder: TemporaryFolder, sourceLocation: SourceLocation
  ) throws {
    let outcome = try Tool.run(command, in: folder)
    #expect(outcome.status == 65, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.errors.hasPrefix("Error: out.h5: "), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: sourceLocation)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(files.filter { !$0.hasPrefix("stream-") } == ["out.h5"], sourceLocation: sourceLocation)
  }

  @Test(arguments: Kind.allCases)
  func wholeFilesAreShown(kind: Kind) throws {
    try #require(Self.whole[kind]).write(to: file)
    let outcome = try Tool.run(["show", "out.h5"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(!outcome.output.isEmpty)
  }

  @Test(arguments: Kind.allCases)
  func cutAnywhere(kind: Kind) throws {
    let whole = try #require(Self.whole[kind])
    for length in stride(from: 0, to: whole.count, by: whole.count / 12) + [1, 7, 8, 9, 96, whole.count - 1] {
      try whole.prefix(length).write(to: file)
      try Self.expectRefused(in: folder)
    }
  }

  @Test(arguments: Kind.allCases)
  func anotherVersion(kind: Kind) throws {
    try #require(Self.whole[kind]).write(to: file)
    try ResultsSurgery.setFormatVersion(99, of: file)
    try Self.expectRefused(saying: "format version is 99", in: folder)
  }

  @Test(arguments: Kind.allCases)
  func anyVariableMissing(kind: Kind) throws {
    let whole = try #require(Self.whole[kind])
    try whole.write(to: file)
    for name in try ResultsSurgery.variables(of: file) {
      try whole.write(to: file)
      try ResultsSurgery.removeVariable(name, from: file)
      #expect { try Document(reading: file.path) } throws: { error in
        error as? ResultsFileError == .malformed(path: file.path, .missingVariable(name))
      }
    }
  }

  @Test(arguments: [
    (Kind.divergence, "settled_steps"), (.comparison, "within_threshold"), (.recall, "answer"),
    (.memorization, "loss"), (.capacity, "memory_function"), (.lyapunov, "lyapunov_exponent"),
  ])
  func aVariableMissingIsNamed(kind: Kind, name: String) throws {
    try #require(Self.whole[kind]).write(to: file)
    try ResultsSurgery.removeVariable(name, from: file)
    try Self.expectRefused(saying: "it has no variable '\(name)'", in: folder)
  }

  @Test(arguments: Kind.allCases, ["plan", "plan_fingerprint", "format_version"])
  func anAttributeMissingIsNamed(kind: Kind, name: String) throws {
    try #require(Self.whole[kind]).write(to: file)
    try ResultsSurgery.removeAttribute(name, from: file)
    try Self.expectRefused(saying: "it has no attribute '\(name)'", in: folder)
  }

  @Test(arguments: [
    (Kind.divergence, "settled_steps", "threshold_steps"),
    (.comparison, "settled", "within_threshold"), (.recall, "first_input", "answer"),
    (.memorization, "loss", "loss_curve"),
  ])
  func aVariableOfAnotherShape(kind: Kind, name: String, other: String) throws {
    try #require(Self.whole[kind]).write(to: file)
    try ResultsSurgery.put(other, inPlaceOf: name, in: file)
    try Self.expectRefused(saying: "variable '\(name)' has the shape [", in: folder)
  }
}
