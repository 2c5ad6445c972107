import Foundation
import NetworkFiles
import RecurrentNetworks
import TestSupport
import Testing

/// `memprobe construct` as a process.
@Suite struct ConstructTests {
  @Test(arguments: ["lstm", "gru", "gru-reset-before", "rnn"]) func aLatchIsDescribed(cell: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["construct", "latch", "--cell", cell, "--explain"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix("latch: \(cell), hidden size 32, input size 1, float32; "))
    #expect(outcome.output.contains("\nReadout       answer = 2^76 · h[0] "))
    #expect(outcome.output.contains("\nGates, with standard normal inputs (seed 0)"))
    // Steps 4, 10 and 1,000 give the same answer.
    let answers = outcome.output.split(separator: "\n").suffix(3).compactMap { $0.split(separator: " ").last }
    #expect(answers.count == 3 && Set(answers).count == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).allSatisfy {
        $0.hasPrefix("stream-")
      })
  }

  @Test(arguments: [
    (
      ["perfect", "--cell", "gru"],
      "there is no 'perfect' of gru cells, which have no gate for it; allowed for --cell: lstm."
    ),
    (
      ["latch", "--hidden-size", "2"],
      "--hidden-size is 2; a 'latch' of lstm cells has 3 to 4,096 units."
    ),
    (["latch", "--input-size", "0"], "--input-size is 0; allowed are 1 to 4,096."),
    (
      ["forgetting"],
      "'forgetting' needs a --rate from 1e-6 to 0.999999, the share of the past that is left after a step."
    ),
    (
      ["forgetting", "--rate", "1"],
      "--rate is 1; allowed are 1e-6 to 0.999999, the share of the past that is left after a step."
    ),
    (
      ["memoryless", "--rate", "0.5"], "--rate is for 'forgetting' only; 'memoryless' has no rate to choose."
    ),
  ])
  func whatCannotBeConstructed(arguments: [String], sentence: String) throws {
    let outcome = try Tool.run(["construct"] + arguments, in: TemporaryFolder())
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "Error: \(sentence)\n")
  }

  @Test func unknownNames() throws {
    let outcome = try Tool.run(["construct", "lock"], in: TemporaryFolder())
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.contains(
        "'lock' is unknown. Allowed: latch, forgetting, memoryless, perfect, delay-line."))
  }

  @Test func anUnknownEndingWritesNothing() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["construct", "latch", "-o", "latch.pt"], in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty && !folder.exists("latch.pt"))
    #expect(outcome.errors.contains("latch.pt"))
  }

  /// What is written is read back as the same network, and is not overwritten unless asked.
  @Test(arguments: ["lstm", "gru", "gru-reset-before", "rnn"], ["float32", "float64"])
  func aWrittenLatchIsTheLatch(cell: String, precision: String) throws {
    let folder = try TemporaryFolder()
    let line = [
      "construct", "latch", "--cell", cell, "--precision", precision, "--hidden-size", "7", "-o",
      "latch.weights.h5",
    ]
    let outcome = try Tool.run(line, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("\nNetwork file: latch.weights.h5\n"))
    let expected = try ConstructedNetwork<Double>(
      .latch, cell: #require(CellType(rawValue: cell)), hiddenSize: 7)
    #expect(try NetworkFile(path: folder.path("latch.weights.h5")).network() == expected.network)

    let before = try Data(contentsOf: folder.file("latch.weights.h5"))
    let again = try Tool.run(line + ["--input-size", "2"], in: folder)
    #expect(again.status == 73 && again.output.isEmpty)
    #expect(try Data(contentsOf: folder.file("latch.weights.h5")) == before)
    #expect(try Tool.run(line + ["--input-size", "2", "--force"], in: folder).status == 0)
  }
}
